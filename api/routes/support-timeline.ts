import { z } from 'zod';
import type { Store } from '../../db/store.js';
import { supportCaseIdSchema } from '../../domain/identifiers.js';
import { defineRoute, type Route } from '../openapi/route.js';
import {
  showTimelineForDesk,
  showTimelineForPartner,
  supportTimelineSchema,
} from '../representations/support-timeline.js';
import { createUserNames } from '../representations/user-names.js';
import type { SupportCaseReading } from '../support/case-reading.js';
import { sequenceQuery } from './support-messages.js';

export interface SupportTimelineRouteDependencies {
  readonly store: Pick<Store, 'supportCases' | 'users'>;
  readonly reading: SupportCaseReading;
}

/** What has happened in a case, and by whom (C8, C9). */
export function supportTimelineRoutes({
  store,
  reading,
}: SupportTimelineRouteDependencies): readonly Route[] {
  const namesOf = createUserNames(store.users);
  return [
    defineRoute({
      method: 'get',
      path: '/v1/support-cases/{supportCaseId}/timeline',
      operationId: 'readSupportTimeline',
      tag: 'Support cases',
      summary: 'What has happened in a case, the oldest first',
      description:
        'The desk reads everything. Partners read a view of their own: without assignments, the promises of the desk about its ' +
        'answers, and the names of its people. Messages are named; their words stand in `messages`.',
      access: 'read support-case',
      params: z.strictObject({ supportCaseId: supportCaseIdSchema }),
      query: sequenceQuery,
      responses: { 200: { description: 'A stretch of the course.', schema: supportTimelineSchema } },
    })(async ({ caller: { scope }, params: { supportCaseId }, query: { after, limit } }) => {
      await reading.recorded(scope, supportCaseId);
      const entries = await store.supportCases.entries(scope, supportCaseId, { after, limit });
      const last = entries.at(-1);
      const next = entries.length < limit || last === undefined ? {} : { nextAfter: last.sequence };
      return scope.of === 'desk'
        ? { status: 200, body: { items: await showTimelineForDesk(entries, namesOf), ...next } }
        : { status: 200, body: { items: await showTimelineForPartner(entries, namesOf), ...next } };
    }),
  ];
}
