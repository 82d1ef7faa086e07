import { z } from 'zod';
import type { Store } from '../../db/store.js';
import { notFound } from '../../domain/errors.js';
import {
  deskOrganisationId,
  legalHoldIdSchema,
  organisationIdSchema,
  type OrganisationId,
} from '../../domain/identifiers.js';
import {
  heldSubjectSchema,
  legalHoldInputSchema,
  type HeldSubject,
  type LegalHold,
} from '../../domain/retention/legal-hold.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import { defineRoute, type Caller, type Route } from '../openapi/route.js';
import {
  asMoment,
  cursorQuery,
  momentSchema,
  pageRequest,
  pageSchema,
  shownPrincipalSchema,
} from '../representations/shared.js';
import { assertKnownToHold, type HeldSubjectStore } from '../use-cases/held-subjects.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import type { RetentionSaving } from '../use-cases/retention-saving.js';

export interface LegalHoldRouteDependencies {
  readonly store: Pick<Store, 'legalHolds' | 'retentionRuns' | 'personErasures'> & HeldSubjectStore;
  readonly settings: Pick<RetentionSaving, 'read'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Retention';
const path = '/v1/organisations/{organisationId}/legal-holds';
const params = z.strictObject({ organisationId: organisationIdSchema });
const holdParams = z.strictObject({
  organisationId: organisationIdSchema,
  legalHoldId: legalHoldIdSchema,
});
const reason = legalHoldInputSchema.shape.reason;

const legalHoldSchema = z
  .strictObject({
    id: legalHoldIdSchema,
    organisationId: organisationIdSchema,
    subject: heldSubjectSchema,
    reason: z.string(),
    createdAt: momentSchema,
    createdBy: shownPrincipalSchema,
    released: z
      .strictObject({ at: momentSchema, by: shownPrincipalSchema, reason: z.string() })
      .optional()
      .meta({ description: 'Absent: it holds. A hold never ends by itself.' }),
    mayBeTooLate: z
      .literal(true)
      .optional()
      .meta({
        description:
          'Something that it would keep may be on its way at this moment, which was decided before the hold. What has gone is told ' +
          'by `findDeletions` a minute later. Everything else is kept.',
      }),
  })
  .meta({ id: 'LegalHold' });

/** Holds: what must not be deleted, whatever its period says (R2). */
export function legalHoldRoutes({ store, settings, now }: LegalHoldRouteDependencies): readonly Route[] {
  const { legalHolds: holds } = store;

  async function required({ scope }: Caller, organisationId: OrganisationId, id: LegalHold['id']) {
    const found = await holds.find(scope, organisationId, id);
    if (found === undefined) throw notFound('legal hold');
    return found;
  }

  /**
   * An erasure says first that it is tried, then reads the holds. Those of the desk's people destroy their keys in the audit trails of
   * all organisations.
   */
  async function mayBeGoing(scope: Scope, organisationId: OrganisationId, subject: HeldSubject) {
    if (await store.retentionRuns.mayBeGoing(scope, organisationId, subject)) return true;
    const person = subject.of === 'person' ? subject.id : undefined;
    if (await store.personErasures.isGoing(scope, organisationId, person)) return true;
    return (
      organisationId !== deskOrganisationId &&
      store.personErasures.isGoing(deskScope, deskOrganisationId, person)
    );
  }

  return [
    defineRoute({
      method: 'post',
      path,
      operationId: 'createLegalHold',
      tag,
      summary: 'Keep everything about a person, a case or a class',
      description:
        'From now on nothing of it is deleted, by a retention run or an erasure, until somebody releases the hold. It keeps what this ' +
        'organisation has; a case or person that it has no data of is refused.',
      access: 'create legal-hold',
      audit: { body: 'sealed' },
      params,
      body: legalHoldInputSchema,
      responses: { 201: { description: 'Held.', schema: legalHoldSchema } },
    })(async ({ caller, params: { organisationId }, body }) => {
      await settings.read(caller.scope, organisationId);
      const { scope, by: createdBy } = caller;
      await assertKnownToHold(store, scope, organisationId, body.subject);
      const id = newIdentifier('hld');
      const createdAt = new Date(now());
      const hold = await holds.create(scope, { id, organisationId, ...body, createdAt, createdBy });
      // Asked behind the hold: a run reads the holds behind its claim, so one of both sees the other.
      const mayBeTooLate = await mayBeGoing(scope, organisationId, body.subject);
      return { status: 201, body: { ...showHold(hold), ...(mayBeTooLate ? { mayBeTooLate } : {}) } };
    }),
    defineRoute({
      method: 'get',
      path,
      operationId: 'listLegalHolds',
      tag,
      summary: 'List legal holds',
      access: 'read legal-hold',
      params,
      query: z.strictObject(cursorQuery),
      responses: {
        200: {
          description: 'A page of holds, newest first.',
          schema: pageSchema(legalHoldSchema, 'LegalHoldPage'),
        },
      },
    })(async ({ caller, params: { organisationId }, query }) => {
      await settings.read(caller.scope, organisationId);
      const { items, ...next } = await holds.list(caller.scope, { organisationId, ...pageRequest(query) });
      return { status: 200, body: { items: items.map(showHold), ...next } };
    }),
    defineRoute({
      method: 'post',
      path: `${path}/{legalHoldId}/release`,
      operationId: 'releaseLegalHold',
      tag,
      summary: 'Release a legal hold',
      description: 'What has outlived its period goes with the next run. Releasing it again changes nothing.',
      access: 'release legal-hold',
      audit: { body: 'sealed' },
      params: holdParams,
      body: z.strictObject({ reason }).meta({ id: 'LegalHoldRelease' }),
      responses: { 200: { description: 'Released.', schema: legalHoldSchema } },
    })(async ({ caller, params: { organisationId, legalHoldId: holdId }, body }) => {
      await required(caller, organisationId, holdId);
      const released = { at: new Date(now()), by: caller.by, reason: body.reason };
      const hold = await holds.release(caller.scope, organisationId, holdId, released);
      if (hold === undefined) throw notFound('legal hold');
      return { status: 200, body: showHold(hold) };
    }),
  ];
}

function showHold({ createdAt, released, ...hold }: LegalHold): z.input<typeof legalHoldSchema> {
  return {
    ...hold,
    createdAt: asMoment(createdAt.getTime()),
    ...(released === undefined ? {} : { released: { ...released, at: asMoment(released.at.getTime()) } }),
  };
}
