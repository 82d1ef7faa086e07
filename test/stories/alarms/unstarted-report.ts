import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { connectStore, type MongoStore } from '../../../db/connection.js';
import { createSealer } from '../../../db/sealer.js';
import { eventually } from '../../../dev/client/desk-api.js';
import { deskScope } from '../../../domain/scope.js';
import { incidentWorkflowType } from '../../../workflows/incident/incident.messages.js';
import { mailsTo } from '../story/mailbox.js';
import type { OwnStack } from '../story/stacks.js';
import { beginStory, found, report, type Story } from '../story/story.js';

/** Plants reports that nothing is known of, so that the alarm stays: the last stories of a stack. */
export function unstartedReportStories(own: () => OwnStack): void {
  describe('a report of which nothing is known any more', () => {
    let stack: OwnStack;
    let story: Story;
    let store: MongoStore;
    beforeAll(async () => {
      stack = own();
      story = await beginStory(stack);
      store = await connectStore({
        uri: stack.mongoUri,
        sealer: createSealer(randomBytes(32)),
        log: pino({ level: 'silent' }),
      });
    });
    afterAll(() => store.close());

    const keep = (id: string, left: { readonly start: object } | { readonly startedAt: Date }) =>
      store.intakes.put(deskScope, {
        id,
        organisationId: 'org_abcdef',
        kind: 'incident',
        bodyHash: '',
        createdAt: new Date(),
        ...('start' in left ? { start: { ...left.start } } : left),
      });

    /** As a report does that came while MongoDB was away: its workflow is all that there is. */
    async function beginWhereNobodyWorks(workflowId: string): Promise<void> {
      const connection = await Connection.connect({ address: stack.temporalAddress });
      const client = new Client({ connection, namespace: 'beistand' });
      await client.workflow.start(incidentWorkflowType, { workflowId, taskQueue: 'nobody' });
      await connection.close();
    }

    /** Whatever else there may be to tell of, on a machine that has much to do. */
    async function alarmThatNames(id: string) {
      const email = stack.variables['DUTY_EMAIL'] ?? '';
      const mails = await mailsTo(story, { name: 'Duty', phone: '', email });
      return mails.find(({ text }) => text.includes(id));
    }

    it('raises the alarm that names it, while other incidents go on (I10)', async () => {
      const { phones, people, api } = story;
      const { travel } = people;
      await phones.phone(travel.phone).answers({ press: '1' });
      await keep('inc_unusable', { start: { nonsense: true } });
      await keep('inc_standsstill', { startedAt: new Date() });
      await beginWhereNobodyWorks('incident:inc_withoutintake');
      const incident = await report(story, await found(story, { provider: travel }), { kind: 'travel' });

      await phones.phone(stack.dutyNumber).answers({ thinkingSeconds: 5 });
      await phones.expectHeard(stack.dutyNumber, /alarm/i, { within: 60 });
      for (const lost of ['inc_unusable', 'inc_standsstill', 'inc_withoutintake']) {
        expect(await eventually(() => alarmThatNames(lost), 60)).toBeDefined();
      }
      expect((await fetch(`${stack.apiUrl}/readyz`)).status).toBe(503);
      await api.expectEntry(incident, 'taken', { means: 'key' });
    });
  });
}
