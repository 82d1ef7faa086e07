import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store, StoredToken } from '../../db/store.js';
import { abilities, isAbility } from '../../domain/access/abilities.js';
import { tokenAbilities } from '../../domain/access/token-abilities.js';
import { invalidInput, notFound } from '../../domain/errors.js';
import { organisationIdSchema, tokenIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { hashToken, type Authentication } from '../middleware/authentication.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { cursorQuery, momentSchema, pageRequest, pageSchema } from '../representations/shared.js';
import { newIdentifier } from '../use-cases/identifiers.js';

export interface TokenRouteDependencies {
  readonly store: Pick<Store, 'organisations' | 'tokens'>;
  readonly contactBook: Pick<ContactBook, 'refresh' | 'forgetToken'>;
  readonly authentication: Pick<Authentication, 'forget'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Tokens';
const params = z.strictObject({ organisationId: organisationIdSchema });
const abilitySchema = z.string().refine(isAbility, { message: `must be one of: ${abilities.join(', ')}` });

const tokenShape = {
  id: tokenIdSchema,
  organisationId: organisationIdSchema,
  name: z.string(),
  abilities: z
    .array(z.string())
    .exactOptional()
    .meta({ description: 'What it was narrowed to; absent: all that a service of the organisation may.' }),
  createdAt: momentSchema,
  expiresAt: momentSchema.exactOptional(),
  lastUsedAt: momentSchema.exactOptional().meta({ description: 'To about ten minutes.' }),
};
const tokenSchema = z.strictObject(tokenShape).meta({ id: 'Token' });
const newTokenSchema = z
  .strictObject({
    ...tokenShape,
    token: z.string().meta({ description: 'Shown this once; only its hash is stored.' }),
  })
  .meta({ id: 'NewToken' });

/** Service tokens of organisations (X3): shown once, narrowed, with an end, and revoked. */
export function tokenRoutes({
  store,
  contactBook,
  authentication,
  now,
}: TokenRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/organisations/{organisationId}/tokens',
      operationId: 'createToken',
      tag,
      summary: 'Make a service token for an organisation',
      description: 'It never may more than whoever makes it.',
      access: 'create token',
      audit: { body: 'sealed' },
      params,
      body: z.strictObject({
        name: z.string().trim().min(1).max(120),
        abilities: z.array(abilitySchema).min(1).max(abilities.length).optional().meta({
          description: 'Narrows the token, e.g. to `report incident`; absent: as much as its maker can give.',
        }),
        expiresAt: momentSchema.optional().meta({ description: 'Absent: until it is revoked.' }),
      }),
      responses: { 201: { description: 'Made. The token is shown this once.', schema: newTokenSchema } },
    })(async ({ caller, params: { organisationId }, body: { name, abilities: asked, expiresAt } }) => {
      if ((await store.organisations.find(caller.scope, organisationId)) === undefined) {
        throw notFound('organisation');
      }
      if (expiresAt !== undefined && Date.parse(expiresAt) <= now()) {
        throw invalidInput('The body of the request is not valid.', [
          { path: '/expiresAt', message: 'must lie in the future' },
        ]);
      }
      const narrowed = tokenAbilities(asked, caller.may, organisationId);
      const token = `bst_${randomBytes(32).toString('base64url')}`;
      const stored: StoredToken = {
        id: newIdentifier('tok'),
        scope: { of: 'organisation', organisationId },
        name,
        hash: hashToken(token),
        createdAt: new Date(now()),
        ...(narrowed === undefined ? {} : { abilities: narrowed }),
        ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
      };
      await store.tokens.create(caller.scope, stored);
      await contactBook.refresh();
      return { status: 201, body: { ...showToken(stored, organisationId), token } };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/organisations/{organisationId}/tokens',
      operationId: 'listTokens',
      tag,
      summary: 'List the service tokens of an organisation',
      access: 'read token',
      params,
      query: z.strictObject(cursorQuery),
      responses: {
        200: { description: 'A page of tokens.', schema: pageSchema(tokenSchema, 'TokenPage') },
      },
    })(async ({ caller, params: { organisationId }, query }) => {
      if ((await store.organisations.find(caller.scope, organisationId)) === undefined) {
        throw notFound('organisation');
      }
      const asked = { ...pageRequest(query), organisationId };
      const { items, ...next } = await store.tokens.list(caller.scope, asked);
      return {
        status: 200,
        body: { items: items.map((token) => showToken(token, organisationId)), ...next },
      };
    }),
    defineRoute({
      method: 'delete',
      path: '/v1/organisations/{organisationId}/tokens/{tokenId}',
      operationId: 'revokeToken',
      tag,
      summary: 'Revoke a service token',
      description: 'It is refused from now on; by other processes of the API within a minute.',
      access: 'revoke token',
      params: z.strictObject({ organisationId: organisationIdSchema, tokenId: tokenIdSchema }),
      responses: { 204: { description: 'Revoked.' } },
    })(async ({ caller, params: { organisationId, tokenId } }) => {
      if (!(await store.tokens.revoke(caller.scope, organisationId, tokenId))) throw notFound('token');
      authentication.forget(tokenId);
      contactBook.forgetToken(tokenId);
      return { status: 204 };
    }),
  ];
}

function showToken(
  { id, name, abilities: narrowed, createdAt, expiresAt, lastUsedAt }: StoredToken,
  organisationId: OrganisationId,
): z.infer<typeof tokenSchema> {
  return {
    id,
    organisationId,
    name,
    ...(narrowed === undefined ? {} : { abilities: [...narrowed] }),
    createdAt: createdAt.toISOString(),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt: lastUsedAt.toISOString() }),
  };
}
