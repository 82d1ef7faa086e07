import { beforeAll, describe, expect, it } from '@jest/globals';
import { DeskApi } from '../../../dev/client/desk-api.js';
import type { OwnStack } from '../story/stacks.js';
import { beginStory, found, report, type Story } from '../story/story.js';

/** What goes on while the worker or MongoDB is down. Leaves everything up. */
export function downAndBackStories(own: () => OwnStack): void {
  describe('what goes down and comes back', () => {
    let stack: OwnStack;
    let story: Story;
    beforeAll(() => {
      stack = own();
    });

    describe('a worker that is killed', () => {
      beforeAll(async () => {
        story = await beginStory(stack);
      });

      it('in the middle of a round loses no step and orders no call twice (I1)', async () => {
        const { api, phones, people } = story;
        const { provider, anna, ben, carla } = people;
        await phones.phone(provider.phone).answers({ press: '1' });
        await phones.phone(anna.phone).answers({ after: 3, hangUp: true, thinkingSeconds: 1 });
        await phones.phone(carla.phone).answers({ press: '1' });
        const organisation = await found(story, {
          provider,
          contacts: [anna, ben, carla],
          policy: { ringSeconds: 6 },
        });
        const incident = await report(story, organisation);
        await phones.expectCallTo(anna.phone);
        await stack.worker.kill();
        await stack.worker.start();

        await phones.expectCallTo(ben.phone, { within: 40 });
        await phones.expectCallTo(carla.phone, { within: 40 });
        await api.expectEntry(incident, 'acknowledged', { means: 'key' }, 30);
        const entries = await api.timeline(incident);
        expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_entry, index) => index + 1));
        expect(await phones.calls(anna.phone)).toHaveLength(1);
        expect(await phones.calls(ben.phone)).toHaveLength(1);
        expect(await phones.calls(carla.phone)).toHaveLength(1);
      });

      it('in the middle of an order: the webhook still settles the attempt, with one order in all (I1)', async () => {
        const { api, phones, people } = story;
        const { medic } = people;
        await phones.phone(medic.phone).answers({ after: 4, press: '1' });
        const organisation = await found(story, { provider: medic, policy: { ringSeconds: 10 } });
        await phones.setFault({ fault: 'delay-next-call-reply', seconds: 3 });
        const incident = await report(story, organisation, { kind: 'travel' });
        await phones.expectCallTo(medic.phone);
        await stack.worker.kill();
        await stack.worker.start();
        await api.expectEntry(incident, 'taken', { means: 'key' }, 40);
        expect(await phones.calls(medic.phone)).toHaveLength(1);
      });
    });

    describe('MongoDB that is stopped', () => {
      beforeAll(async () => {
        story = await beginStory(stack);
      });

      it('in the middle of a round: the calls go on, and the timeline is complete afterwards (I1, I10)', async () => {
        const { api, phones, people } = story;
        const { provider, anna, ben } = people;
        await phones.phone(provider.phone).answers({ press: '1' });
        const organisation = await found(story, {
          provider,
          contacts: [anna, ben],
          policy: { ringSeconds: 3 },
        });
        const incident = await report(story, organisation);
        await phones.expectCallTo(anna.phone);
        await stack.mongo.stop();

        await phones.expectCallTo(ben.phone, { within: 30 });
        await phones.expectCallTo(anna.phone, { within: 60 });
        await phones.phone(ben.phone).answers({ press: '1' });
        await phones.expectCallTo(ben.phone, { within: 60 });
        await phones.expectEvent(ben.phone, 'pressed', { within: 20 });
        await stack.mongo.start();

        await api.expectEntry(incident, 'acknowledged', { means: 'key' }, 60);
        const entries = await api.wholeTimeline(incident);
        expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_entry, index) => index + 1));
        expect(entries.filter(({ type }) => type === 'round-ended').length).toBeGreaterThanOrEqual(1);
      });

      it('before a call for help: the incident starts all the same, and its words arrive later (I1)', async () => {
        const { api, phones, people } = story;
        const { medic } = people;
        await phones.phone(medic.phone).answers({ press: '1' });
        const organisation = await found(story, { provider: medic });
        await stack.mongo.stop();
        const incident = await report(story, organisation, {
          kind: 'travel',
          summary: 'Stranded without a database.',
        });
        await phones.expectCallTo(medic.phone, { within: 20 });
        await stack.mongo.start();
        await api.expectIncident(incident, { summary: 'Stranded without a database.' }, 60);
        await api.expectEntry(incident, 'taken', { means: 'key' }, 60);
      });

      it('while the API starts anew: a token that it has never seen reports all the same (X3, I1)', async () => {
        const { api, phones, people } = story;
        const { travel } = people;
        await phones.phone(travel.phone).answers({ press: '1' });
        const organisation = await found(story, { provider: travel });
        const { token } = await api.must('POST', `/v1/organisations/${organisation}/tokens`, {
          name: 'Booking',
        });
        // The copy is written at most a second later.
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await stack.mongo.stop();
        await stack.api.kill();
        await stack.api.start();

        const withToken = new DeskApi(stack.apiUrl, String(token));
        const incident = await report({ ...story, api: withToken }, organisation, { kind: 'travel' });
        await phones.expectCallTo(travel.phone, { within: 20 });
        const strange = await new DeskApi(stack.apiUrl, 'strange').ask('GET', `/v1/incidents/${incident}`);
        expect(strange.status).toBe(503);
        await stack.mongo.start();
        await api.expectEntry(incident, 'taken', { means: 'key' }, 60);
      });
    });
  });
}
