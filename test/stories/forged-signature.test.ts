import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assembleApp } from '../../api/app.js';
import { setStage } from '../../api/testing/stage.js';
import { beginStory, found, report, type Story } from './story/story.js';

describe('a webhook that the telephony provider did not sign', () => {
  let story: Story;
  /** Of every webhook that the API serves. */
  let paths: readonly string[];
  beforeAll(async () => {
    story = await beginStory();
    const stage = await setStage();
    paths = assembleApp(stage.dependencies).webhooks.map(({ path }) => path);
    await stage.close();
  });
  afterAll(() => story.end());

  async function send(path: string, headers: Readonly<Record<string, string>>): Promise<number> {
    const form = new URLSearchParams({
      CallSid: 'CA00000000000000000000000000000000',
      AccountSid: 'AC00000000000000000000000000000000',
      From: story.people.stranger.phone,
      To: story.stack.emergencyNumber,
      CallStatus: 'in-progress',
      Direction: 'inbound',
      ApiVersion: '2010-04-01',
      Digits: '1',
      Body: 'HELP',
      MessageSid: 'SM00000000000000000000000000000000',
    });
    const answer = await fetch(`${story.stack.apiUrl}${path}`, {
      method: 'POST',
      body: form,
      headers,
    });
    return answer.status;
  }

  it('is refused with 403 and changes nothing, on every address (X1)', async () => {
    const { api, phones, people } = story;
    const organisation = await found(story, { provider: people.provider, contacts: [people.anna] });
    const incident = await report(story, organisation);
    await phones.expectCallTo(people.anna.phone);
    const incidentsNow = async () => {
      const { items } = await api.must('GET', `/v1/incidents?organisationId=${organisation}`);
      return items as unknown[];
    };
    await api.expectEntry(incident, 'attempt-started', { track: 'internal' });
    const before = await incidentsNow();
    expect(before).toHaveLength(1);

    const forged = { 'x-twilio-signature': Buffer.from('forged').toString('base64') };
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      for (const headers of [forged, {}]) expect([path, await send(path, headers)]).toEqual([path, 403]);
    }
    expect(await send('/telephony/attempt/replied?order=x&asked=0', forged)).toBe(403);
    expect(await incidentsNow()).toHaveLength(before.length);
    await phones.expectNoTextTo(people.stranger.phone, { for: 1 });
    const entries = await api.timeline(incident);
    expect(entries.some(({ type }) => type === 'acknowledged')).toBe(false);
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
  });
});
