import { z } from 'zod';
import type { AuditRepository, OpenedEntry } from '../../db/audit/audit-repository.js';
import { principalSchema } from '../../domain/access/principal-schema.js';
import { roles, isOfDesk, type Role } from '../../domain/access/role.js';
import { auditChannels, auditStages, type AuditActor } from '../../domain/audit/entry.js';
import { auditAnchorSchema } from '../../domain/audit/anchor-schema.js';
import { auditEntryIdSchema, organisationIdSchema } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { targetSchema } from '../../domain/target-schema.js';
import { homeOf } from '../audit/touched.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { asMoment, cursorQuery, momentSchema, pageRequest, pageSchema } from '../representations/shared.js';
import type { KnownReferences } from '../use-cases/known-references.js';

export interface AuditRouteDependencies {
  readonly audit: Pick<AuditRepository, 'list' | 'anchor'>;
  readonly references: Pick<KnownReferences, 'requireOrganisation'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Audit';

const auditActorSchema = z
  .discriminatedUnion('by', [
    ...principalSchema.options,
    z.strictObject({ by: z.literal('target'), target: targetSchema }).meta({
      description: 'By telephone, text or link: somebody of the settings, a traveller, or the desk.',
    }),
    z.strictObject({
      by: z.literal('command-line'),
      account: z
        .string()
        .exactOptional()
        .meta({ description: 'Of the operating system. Only the desk sees it.' }),
    }),
    z
      .strictObject({ by: z.literal('visitor') })
      .meta({ description: 'Somebody who did not say who they are.' }),
    z
      .strictObject({ by: z.literal('rule') })
      .meta({ description: 'The product itself, by what the organisation has set.' }),
  ])
  .meta({ id: 'AuditActor' });

const originSchema = z
  .union([
    z.strictObject({ address: z.string(), userAgent: z.string().exactOptional() }),
    z.strictObject({ host: z.string() }).meta({ description: 'Where a command was given.' }),
    z
      .strictObject({ channel: z.enum(auditChannels).exactOptional(), caseId: z.string().exactOptional() })
      .meta({
        description:
          'By telephone, text or link, about this case; numbers are kept nowhere in a link of the chain.',
      }),
  ])
  .meta({ id: 'AuditOrigin' });

const entrySchema = z
  .strictObject({
    id: auditEntryIdSchema,
    organisationId: organisationIdSchema,
    sequence: z.number().int(),
    at: momentSchema,
    by: auditActorSchema,
    role: z.enum(roles).exactOptional(),
    from: originSchema
      .exactOptional()
      .meta({ description: 'Where it came from. Of people of the desk only the desk sees it.' }),
    stage: z.enum(auditStages),
    action: z.string(),
    result: z.string().exactOptional(),
    what: z.strictObject({
      kind: z.string(),
      id: z.string().exactOptional(),
      caseId: z
        .string()
        .exactOptional()
        .meta({ description: 'The case to which it belongs, such as the incident of an order.' }),
    }),
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
        actor: z.string().min(1).max(100).optional().meta({
          description: 'A user, a token, a contact, a traveller, or an account of the command line.',
        }),
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

function showEntry({ at, by, from, persons, values, ...entry }: OpenedEntry, scope: Scope) {
  const isShown = scope.of === 'desk' || !isDesks(by, entry.role);
  return {
    ...entry,
    at: asMoment(at),
    by: by.by === 'command-line' && !isShown ? { by: by.by } : by,
    ...(isShown ? { from } : {}),
    persons: [...persons],
    values: [...values],
  };
}

/** Whether it was done by the desk: its people and machines, its telephone, or whoever runs the installation. */
function isDesks(by: AuditActor, role: Role | undefined): boolean {
  switch (by.by) {
    case 'user':
    case 'token':
      return role === undefined || isOfDesk(role);
    case 'target':
      return by.target.role === 'desk' || by.target.role === 'duty-lead';
    case 'command-line':
      return true;
    case 'visitor':
    case 'rule':
      return false;
  }
}
