import { z } from 'zod';
import type { Cases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import { isOfDesk } from '../../domain/access/role.js';
import { invalidInput } from '../../domain/errors.js';
import {
  supportCaseIdSchema,
  userIdSchema,
  type SupportCaseId,
  type UserId,
} from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { principalKey } from '../../domain/timeline.js';
import { seenSchema } from '../../domain/support-case/support-text.js';
import { defineRoute, type Caller, type Route } from '../openapi/route.js';
import { showSupportCase, supportCaseSchema } from '../representations/support-case.js';
import type { MergeSupportCase } from '../support/case-merging.js';
import { supportCaseStartOf } from '../support/case-opening.js';
import type { SupportCaseReading } from '../support/case-reading.js';
import { supportActorOf } from '../support/support-actor.js';
import { derivedIdentifier, hashBody, newIdentifier } from '../use-cases/identifiers.js';
import { idempotencyHeaders } from './idempotency.js';

export interface SupportActionDependencies {
  readonly users: Pick<Store['users'], 'find'>;
  readonly supportCases: Cases['supportCases'];
  readonly reading: SupportCaseReading;
  readonly merge: MergeSupportCase;
}

const params = z.strictObject({ supportCaseId: supportCaseIdSchema });

/** What the desk does with a case (C9, C10): each is an update of its running workflow, never a write around it. */
export function supportActionRoutes({
  users,
  supportCases,
  reading,
  merge,
}: SupportActionDependencies): readonly Route[] {
  /** The definition's part that all actions share. */
  const action = <const Name extends string>(name: Name, operationId: string, summary: string) =>
    ({
      method: 'post',
      path: `/v1/support-cases/{supportCaseId}/${name}`,
      operationId,
      tag: 'Support cases',
      summary,
      access: 'steer support-case',
      audit: { body: 'sealed' },
      params,
      headers: idempotencyHeaders,
      problems: [409],
      responses: { 200: { description: 'Done.', schema: supportCaseSchema } },
    }) as const;

  /** The case, running: one that was stored while the engine was away may not have started yet. */
  async function running({ scope }: Caller, id: SupportCaseId): Promise<void> {
    const { opening, view } = await reading.recorded(scope, id);
    if (view === undefined) await supportCases.start(supportCaseStartOf(opening));
  }

  async function after({ scope }: Caller, id: SupportCaseId) {
    return { status: 200 as const, body: showSupportCase(scope, await reading.current(scope, id)) };
  }

  /** @throws DomainError `invalid-input` for whoever could not see to the case. */
  async function requireOfDesk(id: UserId): Promise<void> {
    const user = await users.find(deskScope, id);
    if (user?.state === 'active' && isOfDesk(user.role)) return;
    throw invalidInput('The body of the request is not valid.', [
      { path: '/assignee', message: 'is nobody who works at the desk' },
    ]);
  }

  return [
    defineRoute({
      ...action('assign', 'assignSupportCase', 'Say who of the desk has the case'),
      body: z.strictObject({
        assignee: userIdSchema.nullable().meta({ description: 'null: nobody has it any more.' }),
      }),
    })(async ({ caller, params: { supportCaseId }, headers, body }) => {
      await running(caller, supportCaseId);
      if (body.assignee !== null) await requireOfDesk(body.assignee);
      const message = {
        by: supportActorOf(caller),
        ...(body.assignee === null ? {} : { to: body.assignee }),
      };
      await supportCases.assign(supportCaseId, message, updateIdOf(caller, 'assign', body, headers));
      return after(caller, supportCaseId);
    }),
    defineRoute({
      ...action('state', 'changeSupportCaseState', 'Put a case on hold, resume it, or wait for the partner'),
      description:
        '`on-hold` and `waiting-for-partner` stop the time of the promised answer; `open` lets it go on. Only whoever is waited ' +
        'for is reminded, and their case closed after silence.',
      body: z.strictObject({ state: z.enum(['open', 'waiting-for-partner', 'on-hold']) }),
    })(async ({ caller, params: { supportCaseId }, headers, body }) => {
      await running(caller, supportCaseId);
      const message = { by: supportActorOf(caller), to: body.state };
      await supportCases.changeState(supportCaseId, message, updateIdOf(caller, 'state', body, headers));
      return after(caller, supportCaseId);
    }),
    defineRoute({
      ...action('close', 'closeSupportCase', 'Close a case, for good'),
      description: 'It takes nothing any more; `follow-up` asks further questions about it.',
      body: z.strictObject({
        outcome: z.enum(['answered', 'withdrawn', 'spam']),
        seen: seenSchema.optional().meta({
          description:
            'The `sequence` of the last message that was read. Where the partner has written behind it, the case stays open (409).',
        }),
      }),
    })(async ({ caller, params: { supportCaseId }, headers, body }) => {
      await running(caller, supportCaseId);
      const { outcome, seen } = body;
      const message = { by: supportActorOf(caller), outcome, ...(seen === undefined ? {} : { seen }) };
      await supportCases.close(supportCaseId, message, updateIdOf(caller, 'close', body, headers));
      return after(caller, supportCaseId);
    }),
    defineRoute({
      ...action('merge', 'mergeSupportCase', 'Merge a duplicate into another case of the account'),
      description: 'This case closes and points to the other one. Repeating it is harmless.',
      body: z.strictObject({ into: supportCaseIdSchema }),
      problems: [404, 409],
    })(async ({ caller, params: { supportCaseId }, body: { into } }) => {
      await running(caller, supportCaseId);
      const merged = await merge(caller.scope, supportCaseId, into, supportActorOf(caller));
      return { status: 200, body: showSupportCase(caller.scope, merged) };
    }),
  ];
}

function updateIdOf(
  { by }: Caller,
  action: string,
  body: object,
  headers: { readonly 'idempotency-key'?: string | undefined },
): string {
  const key = headers['idempotency-key'];
  if (key === undefined) return newIdentifier('act');
  return derivedIdentifier('act', principalKey(by), action, hashBody(body), key);
}
