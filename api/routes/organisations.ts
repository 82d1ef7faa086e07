import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { organisationIdSchema, tokenIdSchema } from '../../domain/identifiers.js';
import { organisationInputSchema } from '../../domain/organisation/organisation.js';
import { hashToken } from '../middleware/authentication.js';
import { HttpProblem } from '../middleware/http-problem.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { entityTag, organisationSchema, showOrganisation } from '../representations/organisation.js';
import { cursorQuery, momentSchema, pageRequest, pageSchema } from '../representations/shared.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import { completeSettings, refuseForeignInboundNumber } from '../use-cases/organisation-settings.js';

export interface OrganisationRouteDependencies {
  readonly store: Pick<Store, 'organisations' | 'tokens'>;
  readonly contactBook: Pick<ContactBook, 'refresh'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Organisations';
const params = z.strictObject({ organisationId: organisationIdSchema });
const etag = { ETag: 'The revision, for If-Match.' };

const tokenSchema = z
  .strictObject({
    id: tokenIdSchema,
    organisationId: organisationIdSchema,
    name: z.string(),
    token: z.string().meta({ description: 'Shown this once; only its hash is stored.' }),
    createdAt: momentSchema,
  })
  .meta({ id: 'Token' });

/** Organisations with their providers, contacts and policies (E1, E2, E3), and their service tokens. */
export function organisationRoutes({
  store,
  contactBook,
  now,
}: OrganisationRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/organisations',
      operationId: 'createOrganisation',
      tag,
      summary: 'Create an organisation',
      access: 'create organisation',
      audit: { body: 'by-handler' },
      body: organisationInputSchema,
      problems: [409],
      responses: {
        201: {
          description: 'Created.',
          schema: organisationSchema,
          headers: { ...etag, Location: 'Its address.' },
        },
      },
    })(async ({ caller, body, audit }) => {
      const id = newIdentifier('org');
      const created = await store.organisations.create(caller.scope, id, completeSettings(body));
      audit.changed({ after: created.settings });
      await contactBook.refresh();
      return {
        status: 201,
        headers: { ETag: entityTag(created), Location: `/v1/organisations/${id}` },
        body: showOrganisation(created),
      };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/organisations',
      operationId: 'listOrganisations',
      tag,
      summary: 'List organisations',
      access: 'read organisation',
      query: z.strictObject(cursorQuery),
      responses: {
        200: {
          description: 'A page of organisations.',
          schema: pageSchema(organisationSchema, 'OrganisationPage'),
        },
      },
    })(async ({ caller, query }) => {
      const { items, ...next } = await store.organisations.list(caller.scope, pageRequest(query));
      return { status: 200, body: { items: items.map(showOrganisation), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/organisations/{organisationId}',
      operationId: 'getOrganisation',
      tag,
      summary: 'Read an organisation',
      access: 'read organisation',
      params,
      responses: { 200: { description: 'The organisation.', schema: organisationSchema, headers: etag } },
    })(async ({ caller, params: { organisationId } }) => {
      const found = await store.organisations.find(caller.scope, organisationId);
      if (found === undefined) throw notFound('organisation');
      return { status: 200, headers: { ETag: entityTag(found) }, body: showOrganisation(found) };
    }),
    defineRoute({
      method: 'put',
      path: '/v1/organisations/{organisationId}',
      operationId: 'saveOrganisation',
      tag,
      summary: 'Save an organisation’s settings',
      description:
        'Replaces all settings. They apply to the next steps of running incidents. With If-Match the save is refused ' +
        'when somebody else has saved since.',
      access: 'change organisation',
      audit: { body: 'by-handler' },
      params,
      headers: z.object({
        'if-match': z
          .string()
          .regex(/^(?:"\d{1,15}"|\*)$/, 'must be an ETag such as "3"')
          .optional(),
      }),
      body: organisationInputSchema,
      problems: [403, 409, 412],
      responses: { 200: { description: 'Saved.', schema: organisationSchema, headers: etag } },
    })(async ({ caller, params: { organisationId }, headers, body, audit }) => {
      const current = await store.organisations.find(caller.scope, organisationId);
      if (current === undefined) throw notFound('organisation');
      const settings = completeSettings(body);
      refuseForeignInboundNumber(caller.scope, settings, current.settings);
      const ifRevision = revisionOf(headers['if-match']);
      if (ifRevision !== undefined && ifRevision !== current.revision) throw changedSince();
      const saved = await withPrecondition(ifRevision, () =>
        store.organisations.save(caller.scope, organisationId, settings, ifRevision),
      );
      if (saved === undefined) throw notFound('organisation');
      audit.changed({ before: current.settings, after: saved.settings });
      await contactBook.refresh();
      return { status: 200, headers: { ETag: entityTag(saved) }, body: showOrganisation(saved) };
    }),
    defineRoute({
      method: 'post',
      path: '/v1/organisations/{organisationId}/tokens',
      operationId: 'createToken',
      tag,
      summary: 'Make a service token for an organisation',
      access: 'create token',
      audit: { body: 'sealed' },
      params,
      body: z.strictObject({ name: z.string().trim().min(1).max(120) }),
      responses: { 201: { description: 'Made. The token is shown this once.', schema: tokenSchema } },
    })(async ({ caller, params: { organisationId }, body: { name } }) => {
      if ((await store.organisations.find(caller.scope, organisationId)) === undefined) {
        throw notFound('organisation');
      }
      const token = `bst_${randomBytes(32).toString('base64url')}`;
      const id = newIdentifier('tok');
      const createdAt = new Date(now());
      await store.tokens.create({
        id,
        scope: { of: 'organisation', organisationId },
        name,
        hash: hashToken(token),
        createdAt,
      });
      await contactBook.refresh();
      return {
        status: 201,
        body: { id, organisationId, name, token, createdAt: createdAt.toISOString() },
      };
    }),
  ];
}

function revisionOf(ifMatch: string | undefined): number | undefined {
  return ifMatch === undefined || ifMatch === '*' ? undefined : Number(ifMatch.replaceAll('"', ''));
}

function changedSince(): HttpProblem {
  return new HttpProblem(412, 'The organisation was changed in the meantime; please read it again.');
}

/** The repository answers `conflict` when the revision has changed between our look and the save. */
async function withPrecondition<Saved>(
  ifRevision: number | undefined,
  save: () => Promise<Saved>,
): Promise<Saved> {
  try {
    return await save();
  } catch (error) {
    const isConflict = error instanceof DomainError && error.kind === 'conflict';
    if (isConflict && ifRevision !== undefined && !error.message.includes('number')) throw changedSince();
    throw error;
  }
}
