import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mailsTo, receivedMail } from './story/mailbox.js';
import {
  askStatus,
  beginStory,
  expectIncidentOf,
  found,
  register,
  type Person,
  type Story,
} from './story/story.js';

const okWords = /^Thank you\. We are glad that you are all right\. Take care\.$/;

describe('the duress code', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  /** Adds the code to an organisation that has been founded. */
  async function withCode(organisation: string): Promise<string> {
    const { api } = story;
    const { id, revision, createdAt, updatedAt, ...settings } = await api.must(
      'GET',
      `/v1/organisations/${organisation}`,
    );
    expect([id, typeof revision, typeof createdAt, typeof updatedAt]).toEqual([
      organisation,
      'number',
      'string',
      'string',
    ]);
    await api.must(
      'PUT',
      `/v1/organisations/${organisation}`,
      {
        ...settings,
        duressCode: { phrases: ['Everything is wonderful'], keys: '55' },
      },
      { 'if-match': '*' },
    );
    return organisation;
  }

  async function callsAndTextsTo({ phone }: Person): Promise<number> {
    const { phones } = story;
    return (await phones.calls(phone)).length + (await phones.messages(phone)).length;
  }

  it('said in a status call sounds like OK, and brings silent help (I14)', async () => {
    const { api, phones, people } = story;
    const { toni, provider, anna } = people;
    await phones.phone(provider.phone).answers({ thinkingSeconds: 1, press: '1' });
    await phones.phone(anna.phone).answers({ thinkingSeconds: 1, press: '1' });
    await phones
      .phone(toni.phone)
      .answers({ thinkingSeconds: 1.5, say: 'Yes, everything is wonderful', confidence: 0.9 });
    const organisation = await withCode(
      await found(story, { provider, contacts: [anna], statusCallPolicy: { channels: ['voice'] } }),
    );
    const traveller = await register(story, organisation, toni);
    const statusCall = await askStatus(story, traveller);
    await phones.expectHeard(toni.phone, okWords);
    await phones.expectEnded(toni.phone);
    const heardUntilThen = await callsAndTextsTo(toni);

    const incident = await expectIncidentOf(story, statusCall);
    await api.expectStatusCall(statusCall, { answer: 'help', duress: true });
    await phones.expectHeard(provider.phone, /under duress.*Do not call/);
    await phones.expectHeard(anna.phone, /under duress.*Do not call/);
    const { text } = await receivedMail(story, provider, /Help needed/);
    expect(text).toMatch(/under duress/);
    expect(text).not.toContain(toni.phone.slice(-6));
    await api.expectIncident(incident, {
      silent: true,
      threat: 'immediate',
      source: 'status-call',
      caller: 'none',
      takenBy: { by: 'target' },
    });
    await api.expectEntry(incident, 'reported', { silent: true });

    // Whoever reads along gets nothing, also when somebody wants to call back.
    const refused = await api.ask('POST', `/v1/incidents/${incident}/call-back`, {});
    expect(refused.status).toBe(409);
    const asked = await api.ask('POST', '/v1/status-calls', traveller);
    expect(asked.status).toBe(409);
    expect(String(asked.body['detail'])).toContain(incident);
    await phones.expectNoCallTo(toni.phone, { for: 3 });
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
    await phones.expectNoTextTo(toni.phone, { for: 2 });
    expect(await callsAndTextsTo(toni)).toBe(heardUntilThen);
    expect(await mailsTo(story, toni)).toEqual([]);
  });

  it('calls a person under duress only if an operator insists (I14)', async () => {
    const { api, phones, people } = story;
    const { carla, medic } = people;
    await phones.phone(medic.phone).answers({ press: '1' });
    await phones.phone(carla.phone).answers({ say: 'Everything is wonderful', confidence: 0.9 });
    const organisation = await withCode(
      await found(story, { provider: medic, statusCallPolicy: { channels: ['voice'] } }),
    );
    const statusCall = await askStatus(story, await register(story, organisation, carla));
    const incident = await expectIncidentOf(story, statusCall);
    await api.expectEntry(incident, 'taken');
    await phones.expectEnded(carla.phone);
    await phones.phone(carla.phone).answers({ press: '1' });
    await api.must('POST', `/v1/incidents/${incident}/call-back`, { despiteDuress: true });
    await phones.expectCallTo(carla.phone);
    await api.expectEntry(incident, 'call-back-ordered', { despiteDuress: true });
  });

  it('texted is replied to like OK, and the traveller is left alone (I14)', async () => {
    const { api, phones, people, stack } = story;
    const { ben, travel, frieda } = people;
    await phones.phone(travel.phone).answers({ thinkingSeconds: 1, press: '1' });
    // Ben is an internal contact too, on the same phone: nobody calls or texts him as one either.
    const organisation = await withCode(
      await found(story, {
        provider: travel,
        contacts: [ben, frieda],
        statusCallPolicy: { channels: ['sms'] },
      }),
    );
    const traveller = await register(story, organisation, ben);
    await askStatus(story, traveller);
    await phones.expectText(ben.phone, /1.*2/s);
    await phones.phone(ben.phone).texts(stack.emergencyNumber, '1');
    const reply = await phones.expectText(ben.phone, /glad that you are all right/);

    const statusCall = await askStatus(story, traveller);
    await phones.expectText(ben.phone, /1.*2/s);
    await phones.phone(ben.phone).texts(stack.emergencyNumber, 'Everything is wonderful!');
    const sameReply = await phones.expectText(ben.phone, /glad that you are all right/);
    expect(sameReply.body).toBe(reply.body);

    const incident = await expectIncidentOf(story, statusCall);
    await phones.expectHeard(travel.phone, /under duress.*Do not call/);
    await phones.expectCallTo(frieda.phone);
    await api.expectEntry(incident, 'skipped', { skips: [{ reason: 'no-usable-channel' }] });
    const { internalContacts } = await api.must('GET', `/v1/organisations/${organisation}`);
    const [{ id } = { id: '' }] = internalContacts as { id: string }[];
    await api.must('POST', `/v1/incidents/${incident}/call`, { target: { who: 'contact', id } });
    await api.expectEntry(incident, 'attempt-ended', { track: 'ordered-call', detail: 'under-duress' });
    const until = await callsAndTextsTo(ben);
    await phones.expectNoCallTo(ben.phone, { for: 3 });
    expect(await callsAndTextsTo(ben)).toBe(until);
  });
});
