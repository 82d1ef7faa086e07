import { z } from 'zod';
import type { Store } from '../../db/store.js';
import { deskTaskStates } from '../../domain/desk-tasks/desk-task.js';
import { notFound } from '../../domain/errors.js';
import { deskTaskIdSchema } from '../../domain/identifiers.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { deskTaskSchema, showDeskTask } from '../representations/desk-task.js';
import {
  createMailTroubleMarking,
  type MailTroubleMarkingDependencies,
} from '../support-mail/mail-trouble.js';
import { cursorQuery, pageRequest, pageSchema } from '../representations/shared.js';

export interface DeskTaskRouteDependencies {
  readonly store: {
    readonly deskTasks: Store['deskTasks'];
    readonly supportCases: MailTroubleMarkingDependencies['supportCases'];
  };
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Desk tasks';
const path = '/v1/desk-tasks';
const params = z.strictObject({ taskId: deskTaskIdSchema });

/** What no program can put right, for the desk to see to (C1, C5, R3). */
export function deskTaskRoutes({ store, now }: DeskTaskRouteDependencies): readonly Route[] {
  const { deskTasks } = store;
  const marking = createMailTroubleMarking(store);

  return [
    defineRoute({
      method: 'get',
      path,
      operationId: 'listDeskTasks',
      tag,
      summary: 'Tasks for the desk',
      description: 'Oldest first. What each is about tells its `kind`.',
      access: 'read desk-task',
      query: z.strictObject({ ...cursorQuery, state: z.enum(deskTaskStates).optional() }),
      responses: {
        200: { description: 'A page of tasks.', schema: pageSchema(deskTaskSchema, 'DeskTaskPage') },
      },
    })(async ({ caller: { scope }, query }) => {
      const { state } = query;
      const wanted = { ...pageRequest(query), ...(state === undefined ? {} : { state }) };
      const { items, ...next } = await deskTasks.list(scope, wanted);
      return { status: 200, body: { items: items.map(showDeskTask), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/{taskId}`,
      operationId: 'readDeskTask',
      tag,
      summary: 'One task for the desk',
      access: 'read desk-task',
      params,
      responses: { 200: { description: 'The task.', schema: deskTaskSchema } },
    })(async ({ caller: { scope }, params: { taskId } }) => {
      const task = await deskTasks.find(scope, taskId);
      if (task === undefined) throw notFound('task');
      return { status: 200, body: showDeskTask(task) };
    }),
    defineRoute({
      method: 'post',
      path: `${path}/{taskId}/done`,
      operationId: 'finishDeskTask',
      tag,
      summary: 'Somebody has seen to it',
      description:
        'Whoever is first has done it; repeating it is harmless. A case is marked no more when the last task about its mails is done.',
      access: 'finish desk-task',
      audit: { body: 'sealed' },
      params,
      body: z.strictObject({}).default({}),
      responses: { 200: { description: 'It is done.', schema: deskTaskSchema } },
    })(async ({ caller: { scope, by }, params: { taskId } }) => {
      const task = await deskTasks.finish(scope, taskId, by, new Date(now()));
      if (task === undefined) throw notFound('task');
      if ('caseId' in task.about) await marking.unmarkIfDone(task.about.caseId);
      return { status: 200, body: showDeskTask(task) };
    }),
  ];
}
