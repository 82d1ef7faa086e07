import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { account, anna, ben, hotline, setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
let client: twilio.Twilio;
beforeAll(async () => {
  stage = await setStage();
  client = twilio(account.accountSid, account.authToken);
  client.api.baseUrl = stage.simulator.url;
  stage.application.on(
    '/voice',
    '<Dial><Conference participantLabel="caller">room</Conference></Dial><Say>Out again</Say>',
  );
});
beforeEach(async () => {
  await stage.phones.reset();
});
afterAll(async () => {
  await stage.end();
});

/** The caller waits in the conference; returns its SID. */
async function callerWaits(): Promise<string> {
  await stage.phones.phone(anna).calls(hotline);
  await stage.phones.expectEvent(anna, 'joined-conference');
  const [conference] = await client.conferences.list({ friendlyName: 'room', status: 'init' });
  return conference?.sid ?? '';
}

describe('Conferences.json', () => {
  it('lists and shows conferences with their participants', async () => {
    const sid = await callerWaits();
    expect(sid).toMatch(/^CF[0-9a-f]{32}$/);
    const conference = await client.conferences(sid).fetch();
    expect(conference).toMatchObject({ friendlyName: 'room', status: 'init', reasonConferenceEnded: null });
    expect(conference.dateCreated).toBeInstanceOf(Date);
    const [participant] = await client.conferences(sid).participants.list();
    expect(participant).toMatchObject({
      label: 'caller',
      conferenceSid: sid,
      muted: false,
      hold: false,
      status: 'connected',
      startConferenceOnEnter: true,
      endConferenceOnExit: false,
    });
    expect(await client.conferences.list({ friendlyName: 'room', status: 'in-progress' })).toEqual([]);
    expect(await client.conferences.list({ friendlyName: 'other' })).toEqual([]);
  });

  it('calls a participant in, who is listed while the phone rings', async () => {
    const sid = await callerWaits();
    const added = await client
      .conferences(sid)
      .participants.create({ from: hotline, to: ben, label: 'desk', timeout: 20 });
    expect(added).toMatchObject({ label: 'desk', status: 'queued', conferenceSid: sid });
    await stage.phones.expectEvent(ben, 'ringing');
    const waiting = await client.conferences(sid).participants.list();
    expect(waiting.map((each) => [each.label, each.status]).sort()).toEqual([
      ['caller', 'connected'],
      ['desk', 'ringing'],
    ]);
    await stage.phones.phone(ben).picksUp();
    await stage.phones.expectTogether([anna, ben], { conference: 'room' });
    expect((await client.conferences(sid).fetch()).status).toBe('in-progress');
    expect((await client.calls(added.callSid).fetch()).status).toBe('in-progress');
  });

  it('opens a conference that is named by its friendly name', async () => {
    await stage.phones.phone(ben).answers();
    await client.conferences('fresh').participants.create({ from: hotline, to: ben });
    await stage.phones.expectEvent(ben, 'joined-conference', {
      where: (event) => event.conference === 'fresh',
    });
  });

  it('mutes, holds and removes a participant, who goes on with the script', async () => {
    stage.application.on(
      '/voice',
      '<Dial><Conference participantLabel="caller" statusCallback="/news" statusCallbackEvent="mute hold end">room</Conference></Dial><Say>Out again</Say>',
    );
    const sid = await callerWaits();
    const caller = client.conferences(sid).participants('caller');
    expect(await caller.update({ muted: true })).toMatchObject({ muted: true });
    expect(await caller.update({ hold: true, muted: false })).toMatchObject({ hold: true, muted: false });
    expect((await client.conferences(sid).participants(stageCall()).fetch()).label).toBe('caller');
    expect(await caller.remove()).toBe(true);
    await stage.phones.expectHeard(anna, /Out again/);
    await stage.application.received('/news', 3);
    expect(stage.application.to('/news').map((request) => request.form['StatusCallbackEvent'])).toEqual([
      'participant-mute',
      'participant-unmute',
      'participant-hold',
      'conference-end',
    ]);
    await expect(caller.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });

    function stageCall(): string {
      const request = stage.application.to('/voice').at(-1);
      return request?.form['CallSid'] ?? '';
    }
  });

  it('announces something to one participant, who stays in the conference', async () => {
    stage.application.on('/announcement', '<Say>One moment, please.</Say><Redirect>/rest</Redirect>');
    stage.application.on('/rest', '<Say>Stay on the line.</Say>');
    const sid = await callerWaits();
    await stage.phones.phone(ben).answers();
    await client.conferences(sid).participants.create({ from: hotline, to: ben, label: 'desk' });
    await stage.phones.expectTogether([anna, ben], { conference: 'room' });
    const caller = client.conferences(sid).participants('caller');
    const announceUrl = `${stage.application.url}/announcement`;
    expect(await caller.update({ announceUrl, announceMethod: 'POST' })).toMatchObject({ label: 'caller' });
    await stage.phones.expectHeard(anna, /One moment/);
    await stage.phones.expectHeard(anna, /Stay on the line/);
    const heardByBen = (await stage.phones.journal()).filter(
      (event) => event.event === 'heard' && event.number === ben && event.source === 'say',
    );
    expect(heardByBen).toEqual([]);
    await stage.phones.expectTogether([anna, ben], { conference: 'room' });
    const nobody = client.conferences(sid).participants('nobody').update({ announceUrl });
    await expect(nobody).rejects.toMatchObject({ status: 404 });
  });

  it('ends a conference', async () => {
    const sid = await callerWaits();
    const ended = await client.conferences(sid).update({ status: 'completed' });
    expect(ended).toMatchObject({ status: 'completed', reasonConferenceEnded: 'conference-ended-via-api' });
    await stage.phones.expectHeard(anna, /Out again/);
    await expect(client.conferences(sid).participants.list()).rejects.toMatchObject({ status: 404 });
  });
});

describe('IncomingPhoneNumbers.json', () => {
  it('lists the account’s numbers and changes their handlers', async () => {
    const [number, ...others] = await client.incomingPhoneNumbers.list();
    expect(others).toEqual([]);
    expect(number).toMatchObject({
      phoneNumber: hotline,
      voiceUrl: `${stage.application.url}/voice`,
      voiceMethod: 'POST',
      smsUrl: `${stage.application.url}/sms`,
    });
    expect(number?.sid).toMatch(/^PN[0-9a-f]{32}$/);
    const changed = await client.incomingPhoneNumbers(number?.sid ?? '').update({
      voiceFallbackUrl: 'https://example.com/static',
      voiceFallbackMethod: 'GET',
      friendlyName: 'Hotline',
    });
    expect(changed).toMatchObject({
      voiceUrl: `${stage.application.url}/voice`,
      voiceFallbackUrl: 'https://example.com/static',
      voiceFallbackMethod: 'GET',
      friendlyName: 'Hotline',
    });
    expect(await client.incomingPhoneNumbers.list({ phoneNumber: hotline })).toHaveLength(1);
    expect(await client.incomingPhoneNumbers.list({ phoneNumber: '+1' })).toEqual([]);
    const wrong = client.incomingPhoneNumbers(changed.sid).update({ voiceUrl: 'nowhere' });
    await expect(wrong).rejects.toMatchObject({ code: 21502 });
  });

  it('shows the account', async () => {
    expect(await client.api.v2010.accounts(account.accountSid).fetch()).toMatchObject({
      sid: account.accountSid,
      status: 'active',
    });
  });
});
