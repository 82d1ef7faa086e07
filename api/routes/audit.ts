import { z } from 'zod';
import type { AuditRepository, OpenedEntry } from '../../db/audit/audit-repository.js';
import { roles, isOfDesk } from '../../domain/access/role.js';
import { auditStages } from '../../domain/audit/entry.js';
import { auditAnchorSchema } from '../../domain/audit/anchor-schema.js';
import { auditEntryIdSchema, organisationIdSchema } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { homeOf } from '../audit/touched.js';
import { defineRoute, type Route } from '../openapi/route.js';
import {
  asMoment,
  cursorQuery,
  momentSchema,
  pageRequest,
  pageSchema,
  shownActorSchema,
} from '../representations/shared.js';
import type { KnownReferences } from '../use-cases/known-references.js';

export interface AuditRouteDependencies {
  readonly audit: Pick<AuditRepository, 'list' | 'anchor'>;
  readonly references: Pick<KnownReferences, 'requireOrganisation'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Audit';

const entrySchema = z
  .strictObject({
    id: auditEntryIdSchema,
    organisationId: organisationIdSchema,
    sequence: z.number().int(),
    at: momentSchema,
    by: shownActorSchema,
    role: z.enum(roles).exactOptional(),
    from: z
      .strictObject({ address: z.string(), userAgent: z.string().exactOptional() })
      .exactOptional()
      .meta({ description: 'Where the request came from. Of people of the desk only the desk sees it.' }),
    stage: z.enum(auditStages),
    action: z.string(),
    result: z.string().exactOptional(),
    what: z.strictObject({ kind: z.string(), id: z.string().exactOptional() }),
    persons: z.array(z.string()).meta({ description: 'Whose data it was.' }),
    follows: auditEntryIdSchema.exactOptional().meta({ description: 'The entry in which it was asked for.' }),
    values: z.array(
      z.strictObject({
        person: z.string(),
        readable: z.boolean().meta({ description: '`false`: the key of this person has been destroyed.' }),
        before: z.unknown().optional(),
        after: z.unknown().optional(),
      }),
    ),
  })
  .meta({ id: 'AuditEntry' });

/** The audit trail (X5): who did what to whose data, and the end of the chain, to be kept elsewhere. */
export function auditRoutes({ audit, references, now }: AuditRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/audit',
      operationId: 'listAuditEntries',
      tag,
      summary: 'Read who did what',
      description: 'Newest first. Reading it is recorded too.',
      access: 'read audit',
      query: z.strictObject({
        ...cursorQuery,
        organisationId: organisationIdSchema.optional(),
        person: z.string().min(1).max(100).optional().meta({ description: 'Whose data.' }),
        actor: z.string().min(1).max(100).optional().meta({ description: 'A user or token.' }),
        action: z.string().min(1).max(100).optional(),
        since: momentSchema.optional(),
        before: momentSchema.optional(),
      }),
      responses: {
        200: { description: 'A page of entries.', schema: pageSchema(entrySchema, 'AuditEntryPage') },
      },
    })(async ({ caller, query }) => {
      const { organisationId, person, actor, action, since, before } = query;
      const { items, ...next } = await audit.list(caller.scope, {
        ...pageRequest(query),
        ...(organisationId === undefined ? {} : { organisationId }),
        ...(person === undefined ? {} : { person }),
        ...(actor === undefined ? {} : { actor }),
        ...(action === undefined ? {} : { action }),
        ...(since === undefined ? {} : { since: new Date(since) }),
        ...(before === undefined ? {} : { before: new Date(before) }),
      });
      return { status: 200, body: { items: items.map((entry) => showEntry(entry, caller.scope)), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/audit/anchor',
      operationId: 'getAuditAnchor',
      tag,
      summary: 'Take an anchor of a chain',
      description:
        'The end of the organisation’s chain now. Keep it where nobody reaches who can write to the database: ' +
        '`audit verify --anchor` then finds whether anything before it was changed or cut off.',
      access: 'read audit',
      query: z.strictObject({
        organisationId: organisationIdSchema
          .optional()
          .meta({ description: 'Absent: one’s own, for the desk the chain of the desk.' }),
      }),
      problems: [404],
      responses: {
        200: { description: 'The anchor.', schema: auditAnchorSchema.meta({ id: 'AuditAnchor' }) },
      },
    })(async ({ caller, query }) => {
      const organisationId = query.organisationId ?? homeOf(caller.scope);
      await references.requireOrganisation(caller.scope, organisationId);
      const { at, ...anchor } = await audit.anchor(caller.scope, organisationId, now());
      return { status: 200, body: { ...anchor, at: asMoment(at) } };
    }),
  ];
}

function showEntry({ at, from, persons, values, ...entry }: OpenedEntry, scope: Scope) {
  const isShown = scope.of === 'desk' || (entry.role !== undefined && !isOfDesk(entry.role));
  return {
    ...entry,
    at: asMoment(at),
    ...(isShown ? { from } : {}),
    persons: [...persons],
    values: [...values],
  };
}
