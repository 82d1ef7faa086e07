import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { account, anna, fallbackAccount, setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
let client: twilio.Twilio;
beforeAll(async () => {
  stage = await setStage();
  client = twilio(account.accountSid, account.authToken);
  client.api.baseUrl = stage.simulator.url;
});
beforeEach(() => stage.phones.reset());
afterAll(() => stage.end());

async function callInProgress(): Promise<string> {
  stage.application.on('/recorded', '<Pause length="600"/>');
  await stage.phones.phone(anna).answers();
  const sid = await stage.order(anna, '/recorded');
  await stage.phones.expectEvent(anna, 'answered');
  return sid;
}

describe('recordings', () => {
  it('are started of a call in progress, end with it, and outlive it', async () => {
    const callSid = await callInProgress();
    const started = await client.calls(callSid).recordings.create();
    expect(started).toMatchObject({ callSid, status: 'in-progress', source: 'StartCallRecordingAPI' });
    await stage.phones.phone(anna).hangsUp();
    await stage.phones.expectEnded(anna, { status: 'completed' });
    await client.calls(callSid).remove();
    const left = await client.recordings.list({ callSid });
    expect(left).toMatchObject([{ sid: started.sid, status: 'completed' }]);
    expect(await client.recordings.list({ callSid: `CA${'0'.repeat(32)}` })).toEqual([]);
    await client.recordings(started.sid).remove();
    expect(await client.recordings.list()).toEqual([]);
    await expect(client.recordings(started.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it('are made by Record', async () => {
    stage.application.on('/voicemail', '<Record timeout="1" maxLength="1"/><Hangup/>');
    stage.application.on('/voicemail/over', '<Hangup/>');
    await stage.phones.phone(anna).answers();
    const callSid = await stage.order(anna, '/voicemail');
    await stage.phones.expectEvent(anna, 'answered');
    expect(await client.calls(callSid).recordings.list()).toMatchObject([{ callSid, source: 'RecordVerb' }]);
  });

  it('are no other account’s, and none of a call that is over', async () => {
    const callSid = await callInProgress();
    const recording = await stage.phones.phone(anna).isRecorded();
    const other = twilio(fallbackAccount.accountSid, fallbackAccount.authToken);
    other.api.baseUrl = stage.simulator.url;
    expect(await other.recordings.list()).toEqual([]);
    await expect(other.recordings(recording.sid).remove()).rejects.toMatchObject({ status: 404 });
    await stage.phones.phone(anna).hangsUp();
    await stage.phones.expectEnded(anna, { status: 'completed' });
    expect(await stage.phones.recordings(callSid)).toMatchObject([{ sid: recording.sid, isOver: true }]);
    await expect(client.calls(callSid).recordings.create()).rejects.toMatchObject({ code: 21220 });
  });
});

describe('what is not final', () => {
  it('is not deleted: neither a call in progress nor a text under way', async () => {
    const callSid = await callInProgress();
    await expect(client.calls(callSid).remove()).rejects.toMatchObject({ status: 409, code: 20009 });
    const text = await client.messages.create({ to: anna, from: '+493023125000', body: 'Hello' });
    await expect(client.messages(text.sid).remove()).rejects.toMatchObject({ status: 409, code: 20009 });
    await stage.phones.expectText(anna, /Hello/);
    await client.messages(text.sid).remove();
  });
});
