import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { person, provider } from './people.js';
import { presses1, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

/** The provider takes it at once; of the internal contacts, so many of them, nobody answers. */
function onlyContacts(desk: ScriptedDesk, count: number): void {
  desk.whenCalled(provider, presses1);
  desk.internal = Array.from({ length: count }, (_, index) =>
    person('internal-contact', `con_contact${index + 10}`),
  );
}

/** The length of a history decides how fast an evicted incident answers: every number here is as small as is known how. */
describe('the history of an incident', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('has 13 events from the report to the stored acknowledgement at the first call of one track (I1)', async () => {
    await playIncident(
      server,
      (desk) => {
        // When the notice is sent does not depend on the call; its two further events are not counted.
        desk.mailIsStuck = true;
        desk.whenCalled(provider, presses1);
        return { kind: 'travel' };
      },
      async ({ desk, until, events, handle }) => {
        await until(() => desk.events('taken').length === 1);
        await until(
          async () => (await handle.fetchHistory()).events?.at(-1)?.markerRecordedEventAttributes != null,
        );
        expect(desk.notices).toHaveLength(1);
        expect(await events()).toBe(13);
      },
    );
  });

  it('has one event less when the API hands the directory over with the report (I1)', async () => {
    await playIncident(
      server,
      async (desk) => {
        desk.mailIsStuck = true;
        desk.whenCalled(provider, presses1);
        const { internal, authorising, caller, policy } = desk;
        const content = { provider: desk.provider, internal, authorising, caller, policy };
        const readAt = await server.environment.currentTimeMs();
        return { kind: 'travel', directory: { service: 'travel', readAt, content } };
      },
      async ({ desk, until, events, handle }) => {
        await until(() => desk.events('taken').length === 1);
        await until(
          async () => (await handle.fetchHistory()).events?.at(-1)?.markerRecordedEventAttributes != null,
        );
        expect(await events()).toBe(12);
      },
    );
  });

  /** The events of the second round, of so many contacts. */
  async function eventsOfOneRound(contacts: number): Promise<number> {
    let counted = 0;
    await playIncident(
      server,
      (desk) => {
        onlyContacts(desk, contacts);
        return {};
      },
      async ({ desk, pass, events }) => {
        await pass('1 minute');
        const before = await events();
        await pass('5 minutes');
        expect(desk.called('internal')).toHaveLength(2 * contacts);
        counted = (await events()) - before;
      },
    );
    return counted;
  }

  it('grows by 13 events for an unanswered attempt with a pause after it, and by 6 for each without (I1)', async () => {
    const ofOne = await eventsOfOneRound(1);
    const ofTwo = await eventsOfOneRound(2);
    const ofFive = await eventsOfOneRound(5);
    expect({ ofOne, ofTwo, ofFive }).toEqual({ ofOne: 13, ofTwo: 13 + 6, ofFive: 13 + 4 * 6 });
  });

  it('grows by nothing while the incident is taken and acknowledged (I1)', async () => {
    await playIncident(
      server,
      (desk) => {
        onlyContacts(desk, 1);
        desk.policy = { ...desk.policy, acknowledgementExpirySeconds: 86_400 };
        for (const contact of desk.internal) desk.whenCalled(contact, presses1);
        return {};
      },
      async ({ pass, events }) => {
        await pass('1 minute');
        const before = await events();
        await pass('12 hours');
        expect(await events()).toBe(before);
      },
    );
  });
});
