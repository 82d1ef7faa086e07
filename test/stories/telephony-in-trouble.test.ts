import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { connectCases } from '../../cases/create-cases.js';
import type { Stack } from '../../dev/stack/stack.js';
import { startOwnStack } from './story/stacks.js';
import {
  beginStory,
  eventuallyOpenIncident,
  found,
  register,
  report,
  type Person,
  type Story,
} from './story/story.js';

describe('trouble with telephony', () => {
  let stack: Stack & { folder: string };
  let story: Story;
  beforeAll(async () => {
    stack = await startOwnStack();
  });
  afterEach(() => story.phones.clearFaults());
  afterAll(() => stack.stop());

  describe('a caller who waits on the first telephony account', () => {
    /** Somebody calls for help; the first account takes the call, and then places none for so many times. */
    async function callsForHelp(caller: Person, refusals: number): Promise<string> {
      const { phones } = story;
      const { accountSid } = await phones.phone(caller.phone).calls(stack.emergencyNumber);
      await phones.expectHeard(caller.phone, /1.*2.*3/s);
      await phones.setFault({ fault: 'refuse-next-calls', count: refusals, status: 401, accountSid });
      await phones.phone(caller.phone).presses('1');
      return accountSid;
    }

    it('and the provider, who is called by the second because the first refuses and presses 1, hear each other (I4, X1)', async () => {
      story = await beginStory(stack);
      const { api, phones, people } = story;
      const { toni, provider } = people;
      await phones.phone(provider.phone).answers({ press: '1' });
      const organisation = await found(story, { provider });
      await register(story, organisation, toni);
      const firstAccount = await callsForHelp(toni, 100);

      await phones.expectCallTo(provider.phone);
      const [called] = await phones.calls(provider.phone);
      expect(called?.accountSid).not.toBe(firstAccount);
      await phones.expectTogether([toni.phone, provider.phone], { within: 20 });
      await phones.phone(toni.phone).says('Can you hear me?');
      await phones.expectHeard(provider.phone, /Can you hear me/);
      await phones.phone(provider.phone).says('I am with you');
      await phones.expectHeard(toni.phone, /I am with you/);

      const incident = await eventuallyOpenIncident(story, organisation, { caller: 'joined' });
      await api.expectEntry(incident, 'caller-joined');
      const rooms = (await phones.conferences()).filter(({ status }) => status === 'in-progress');
      expect(rooms.map(({ accountSid, participants }) => [accountSid, participants.length])).toEqual([
        [firstAccount, 2],
      ]);
      await phones.expectNoCallTo(stack.deskNumber, { for: 5 });
      expect(await phones.calls(provider.phone)).toHaveLength(1);
      expect((await api.timeline(incident)).map(({ type }) => type)).not.toContain('bridge-failed');

      await phones.phone(provider.phone).hangsUp();
      await phones.expectTogether([toni.phone]);
      await phones.phone(toni.phone).hangsUp();
      await api.expectEntry(incident, 'caller-left');
    });

    it.each([
      ['the first account takes no call', 'refuse-incoming-calls'],
      ['the code does not arrive', 'lose-sent-digits'],
    ] as const)(
      'is joined by the next on the ladder when %s: the provider waits and is told so (I4, X1)',
      async (_when, fault) => {
        story = await beginStory(stack);
        const { api, phones, people } = story;
        const { toni, provider, backup } = people;
        await phones.phone(provider.phone).answers({ press: '1' });
        await phones.phone(backup.phone).answers({ press: '1' });
        const organisation = await found(story, { provider, backups: [backup] });
        await register(story, organisation, toni);
        const firstAccount = await callsForHelp(toni, 1);
        await phones.setFault({ fault, on: true });

        await phones.expectCallTo(provider.phone);
        await phones.expectHeard(provider.phone, /could not connect you.*stay on the line/i, { within: 40 });
        const incident = await eventuallyOpenIncident(story, organisation);
        await api.expectEntry(incident, 'bridge-failed');
        await phones.expectCallTo(backup.phone, { within: 20 });
        const [called] = await phones.calls(backup.phone);
        expect(called?.accountSid).toBe(firstAccount);
        await phones.expectTogether([toni.phone, backup.phone], { within: 20 });
        await api.expectIncident(incident, { caller: 'joined' });
        const [asked] = await phones.calls(provider.phone);
        expect(asked).toMatchObject({ status: 'in-progress' });
        const incidents = await api.must('GET', `/v1/incidents?organisationId=${organisation}`);
        expect(incidents['items']).toHaveLength(1);
      },
    );

    it('or is called back by the second, while the provider waits on the first: they hear each other (I3, X1)', async () => {
      story = await beginStory(stack);
      const { api, phones, people } = story;
      const { toni, provider } = people;
      await phones.phone(provider.phone).isAnsweredByHand();
      await phones.phone(toni.phone).isAnsweredByHand();
      const organisation = await found(story, { provider, policy: { ringSeconds: 30 } });
      await register(story, organisation, toni);
      await phones.phone(toni.phone).texts(stack.emergencyNumber, 'I need help');
      const { accountSid } = await phones.expectCallTo(provider.phone, { within: 20 });
      await phones.setFault({ fault: 'refuse-next-calls', count: 100, status: 401, accountSid });
      await phones.phone(provider.phone).picksUp([{ do: 'press', digits: '1' }]);

      await phones.expectHeard(provider.phone, /stay on the line/i, { within: 20 });
      await phones.expectCallTo(toni.phone, { within: 20 });
      const [back] = await phones.calls(toni.phone);
      expect(back?.accountSid).not.toBe(accountSid);
      await phones.phone(toni.phone).picksUp([{ do: 'press', digits: '1' }]);
      await phones.expectTogether([toni.phone, provider.phone], { within: 20 });
      const incident = await eventuallyOpenIncident(story, organisation, { caller: 'joined' });
      await api.expectEntry(incident, 'caller-joined');
      await phones.phone(toni.phone).says('There you are');
      await phones.expectHeard(provider.phone, /There you are/);
      expect(await phones.calls(toni.phone)).toHaveLength(1);
    });

    it('who is called back by the second in the very moment in which the provider comes on the first: they hear each other (I3, X1)', async () => {
      story = await beginStory(stack);
      const { api, phones, people } = story;
      const { toni, provider } = people;
      await phones.phone(provider.phone).isAnsweredByHand();
      await phones.phone(toni.phone).isAnsweredByHand();
      const organisation = await found(story, { provider, policy: { ringSeconds: 30 } });
      await register(story, organisation, toni);
      await phones.phone(toni.phone).texts(stack.emergencyNumber, 'I need help');
      const { accountSid } = await phones.expectCallTo(provider.phone, { within: 20 });
      await phones.setFault({ fault: 'refuse-next-calls', count: 100, status: 401, accountSid });
      // Nobody learns where the provider is before the caller is on the way into the other room.
      await phones.setFault({ fault: 'delay-next-conference-event', seconds: 6, accountSid });
      await phones.phone(provider.phone).picksUp([{ do: 'press', digits: '1' }]);
      await phones.expectHeard(provider.phone, /stay on the line/i, { within: 20 });
      await phones.expectCallTo(toni.phone, { within: 20 });
      await phones.phone(toni.phone).picksUp([{ do: 'press', digits: '1' }]);

      const incident = await eventuallyOpenIncident(story, organisation);
      await api.expectEntry(incident, 'caller-waiting');
      const rooms = (await phones.conferences()).filter(
        ({ name, participants }) => name === `incident-${incident}` && participants.length > 0,
      );
      expect(rooms.map(({ participants }) => participants.length)).toEqual([1, 1]);
      await phones.expectTogether([toni.phone, provider.phone], { within: 40 });
      await phones.phone(toni.phone).says('There you are');
      await phones.expectHeard(provider.phone, /There you are/);
      await api.expectEntry(incident, 'caller-joined');
      expect(await phones.calls(toni.phone)).toHaveLength(1);
    });

    it('and the provider are brought together though MongoDB is away (I1, X1)', async () => {
      story = await beginStory(stack);
      const { phones, people } = story;
      const { toni, provider } = people;
      await phones.phone(provider.phone).isAnsweredByHand();
      const organisation = await found(story, { provider, policy: { ringSeconds: 30 } });
      await register(story, organisation, toni);
      await callsForHelp(toni, 100);
      await phones.expectCallTo(provider.phone);
      const incident = await eventuallyOpenIncident(story, organisation);
      await stack.mongo.stop();

      await phones.phone(provider.phone).picksUp([{ do: 'press', digits: '1' }]);
      await phones.expectTogether([toni.phone, provider.phone], { within: 30 });
      // Another process than the one that has built the bridge would find the incident here.
      const cases = connectCases({ address: stack.temporalAddress, namespace: 'beistand' });
      expect(await cases.incidents.running(1)).toEqual([incident]);
      expect((await cases.incidents.running(100)).length).toBeGreaterThan(1);
      await cases.close();
      await stack.mongo.start();
    });
  });

  describe('the telephony provider in trouble', () => {
    beforeAll(async () => {
      story = await beginStory(stack);
    });

    it('refuses the first account: the second one calls (X1)', async () => {
      const { api, phones, people } = story;
      const { provider } = people;
      await phones.phone(provider.phone).answers({ press: '1' });
      const organisation = await found(story, { provider });
      await phones.setFault({ fault: 'refuse-next-calls', count: 1, status: 401 });
      const incident = await report(story, organisation, { kind: 'travel' });
      await phones.expectCallTo(provider.phone);
      await api.expectEntry(incident, 'taken', { means: 'key' });
      expect(await phones.calls(provider.phone)).toHaveLength(1);
    });

    it('loses the reply to an order: the call is found again, and never ordered twice (I1)', async () => {
      const { api, phones, people } = story;
      const { medic } = people;
      await phones.phone(medic.phone).answers({ after: 1, press: '1' });
      const organisation = await found(story, { provider: medic });
      await phones.setFault({ fault: 'lose-reply-of-next-call' });
      const incident = await report(story, organisation, { kind: 'travel' });
      await api.expectEntry(incident, 'taken', { means: 'key' });
      expect(await phones.calls(medic.phone)).toHaveLength(1);
    });

    it('sends webhooks twice and in disorder: each fact counts once (I1)', async () => {
      const { api, phones, people } = story;
      const { travel, anna, ben } = people;
      await phones.setFault({ fault: 'duplicate-webhooks', on: true });
      await phones.setFault({ fault: 'reorder-status-callbacks', on: true });
      await phones.phone(travel.phone).answers({ press: '1' });
      await phones.phone(ben.phone).answers({ press: '1', hangUp: true });
      const organisation = await found(story, { provider: travel, contacts: [anna, ben] });
      const incident = await report(story, organisation);
      await api.expectEntry(incident, 'taken', { means: 'key' });
      await api.expectEntry(incident, 'acknowledged', { means: 'key' }, 30);
      const entries = await api.timeline(incident);
      const count = (type: string) => entries.filter((entry) => entry.type === type).length;
      expect(count('taken')).toBe(1);
      expect(count('acknowledged')).toBe(1);
      expect(count('attempt-started')).toBe(count('attempt-ended'));
      expect(await phones.calls(ben.phone)).toHaveLength(1);
    });
  });
});
