import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { phoneScripts } from '../client.js';
import { account, anna, ben, setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  stage.application.on('/hello', '<Say language="de-DE">Guten Tag</Say>');
});
beforeEach(async () => {
  await stage.phones.reset();
});
afterAll(async () => {
  await stage.end();
});

const allEvents = ['initiated', 'ringing', 'answered', 'completed'];

/** Orders a call with callbacks to a path of its own. */
async function order(to: string, path: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const form = new URLSearchParams({
    To: to,
    From: '+493023125000',
    Url: `${stage.application.url}/hello`,
    StatusCallback: `${stage.application.url}${path}`,
    ...more,
  });
  for (const event of allEvents) form.append('StatusCallbackEvent', event);
  const { body } = await stage.post('Calls', form);
  return String(body['sid']);
}

describe('an ordered call', () => {
  it('is answered, hears the script, and reports every step in order', async () => {
    await stage.phones.phone(anna).answers({ after: 2 });
    const sid = await order(anna, '/answered');
    const call = await stage.phones.expectCallTo(anna);
    expect(call).toMatchObject({ callSid: sid, from: '+493023125000' });
    const heard = await stage.phones.expectHeard(anna, /Guten Tag/);
    expect(heard).toMatchObject({ language: 'de-DE', source: 'say' });
    expect(await stage.phones.expectEnded(anna)).toMatchObject({ status: 'completed', by: 'script' });
    await stage.application.received('/answered', 3);
    const steps = stage.application.to('/answered').map((request) => request.form);
    expect(steps.map((form) => [form['SequenceNumber'], form['CallStatus']])).toEqual([
      ['0', 'initiated'],
      ['1', 'ringing'],
      ['2', 'in-progress'],
      ['3', 'completed'],
    ]);
    expect(steps[3]).toMatchObject({
      CallSid: sid,
      AccountSid: account.accountSid,
      From: '+493023125000',
      Caller: '+493023125000',
      To: anna,
      Called: anna,
      Direction: 'outbound-api',
      ApiVersion: '2010-04-01',
      CallbackSource: 'call-progress-events',
      CallDuration: '1',
      Duration: '1',
    });
    expect(steps[3]?.['Timestamp']).toMatch(/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/);
  });

  it.each([
    [phoneScripts.ringsOut(), 'no-answer', ['initiated', 'ringing', 'no-answer']],
    [phoneScripts.declines(), 'no-answer', ['initiated', 'ringing', 'no-answer']],
    [phoneScripts.isBusy(), 'busy', ['initiated', 'busy']],
    [phoneScripts.isUnreachable(), 'failed', ['initiated', 'failed']],
  ] as const)('to a phone that reacts with %j ends so', async (script, status, steps) => {
    await stage.phones.phone(anna).reacts(script);
    const path = `/${script.on}`;
    await order(anna, path, { Timeout: '5' });
    await stage.phones.expectEnded(anna, { status });
    await stage.application.received(path, steps.length - 1);
    const told = stage.application.to(path).map((request) => request.form);
    expect(told.map((form) => form['CallStatus'])).toEqual(steps);
    expect(told.at(-1)).toMatchObject({ CallDuration: '0' });
  });

  it('reports only its end unless asked for more', async () => {
    await stage.phones.phone(anna).answers();
    await stage.order(anna, '/hello', { StatusCallback: `${stage.application.url}/end-only` });
    const told = await stage.application.received('/end-only');
    expect(told.form).toMatchObject({ CallStatus: 'completed', SequenceNumber: '0' });
    expect(stage.application.to('/end-only')).toHaveLength(1);
  });

  it('is taken with misspelt callback events, but then never reports (21626)', async () => {
    await stage.phones.phone(anna).answers();
    await stage.order(anna, '/hello', {
      StatusCallback: `${stage.application.url}/misspelt`,
      StatusCallbackEvent: 'initiated ringing answered completed',
    });
    await stage.phones.expectEnded(anna);
    const alerts = (await stage.phones.journal()).filter((event) => event.event === 'alert');
    expect(alerts.map((alert) => alert.code)).toEqual([21626]);
    expect(stage.application.to('/misspelt')).toEqual([]);
  });

  it('meets one reaction after the other, and the last one again and again', async () => {
    await stage.phones
      .phone(anna)
      .inOrder([phoneScripts.isBusy(), phoneScripts.ringsOut(), phoneScripts.answers()]);
    for (const status of ['busy', 'no-answer', 'completed', 'completed'] as const) {
      await stage.order(anna, '/hello', { Timeout: '2' });
      await stage.phones.expectEnded(anna, { status });
    }
  });

  it('is answered, declined or found busy by hand', async () => {
    await stage.order(anna, '/hello');
    await stage.phones.expectEvent(anna, 'ringing');
    await stage.phones.phone(anna).picksUp([{ do: 'wait', seconds: 1 }]);
    await stage.phones.expectHeard(anna, /Guten Tag/);
    await stage.phones.expectEnded(anna, { status: 'completed' });
    await stage.order(anna, '/hello');
    await stage.phones.expectEvent(anna, 'ringing');
    await stage.phones.phone(anna).rejects();
    expect(await stage.phones.expectEnded(anna)).toMatchObject({ status: 'no-answer', by: 'person' });
    await stage.order(anna, '/hello');
    await stage.phones.expectEvent(anna, 'ringing');
    await stage.phones.phone(anna).lineGoesBusy();
    await stage.phones.expectEnded(anna, { status: 'busy' });
    await expect(stage.phones.phone(anna).picksUp()).rejects.toThrow(/does not ring/);
  });

  it('is cut off at its time limit', async () => {
    stage.application.on('/endless', '<Pause length="6000"/>');
    await stage.phones.phone(anna).answers();
    await stage.order(anna, '/endless', { TimeLimit: '2' });
    expect(await stage.phones.expectEnded(anna)).toMatchObject({ status: 'completed', by: 'network' });
  });

  it('takes as long as its words when speech takes time', async () => {
    const slow = await setStage({ speechMillisecondsPerCharacter: 10 });
    try {
      slow.application.on('/speech', '<Say>Twenty-five characters!!!</Say>');
      await slow.phones.phone(anna).answers();
      await slow.order(anna, '/speech');
      const heard = await slow.phones.expectHeard(anna, /Twenty/);
      const ended = await slow.phones.expectEnded(anna);
      expect(Date.parse(ended.time) - Date.parse(heard.time)).toBeGreaterThanOrEqual(240);
    } finally {
      await slow.end();
    }
  });
});

describe('the account’s calls per second', () => {
  it('queue what is ordered faster', async () => {
    const slow = await setStage({ callsPerSecond: 5 });
    try {
      for (const number of [anna, ben, '+491713920004']) await slow.order(number, '/hello');
      const first = await slow.phones.expectEvent(anna, 'ringing');
      const second = await slow.phones.expectEvent(ben, 'ringing');
      const third = await slow.phones.expectEvent('+491713920004', 'ringing');
      expect(Date.parse(second.time) - Date.parse(first.time)).toBeGreaterThan(150);
      expect(Date.parse(third.time) - Date.parse(second.time)).toBeGreaterThan(150);
    } finally {
      await slow.end();
    }
  });
});

describe('machine detection', () => {
  it.each([
    ['a human', phoneScripts.answers(), 'Enable', 'human'],
    ['somebody unclear', phoneScripts.answers({ answeredBy: 'unknown' }), 'Enable', 'unknown'],
    ['a voicemail', phoneScripts.isVoicemail(), 'Enable', 'machine_start'],
    ['the end of a voicemail’s greeting', phoneScripts.isVoicemail(), 'DetectMessageEnd', 'machine_end_beep'],
  ])('finds %s in the background', async (_who, script, mode, answeredBy) => {
    stage.application.on('/stay', '<Say>Hello</Say><Pause length="600"/>');
    await stage.phones.phone(anna).reacts(script);
    const sid = await stage.order(anna, '/stay', {
      MachineDetection: mode,
      AsyncAmd: 'true',
      AsyncAmdStatusCallback: `${stage.application.url}/amd-${answeredBy}`,
    });
    const told = await stage.application.received(`/amd-${answeredBy}`);
    expect(told.form).toMatchObject({ CallSid: sid, AccountSid: account.accountSid, AnsweredBy: answeredBy });
    expect(Number(told.form['MachineDetectionDuration'])).toBeGreaterThan(0);
    const [call] = await stage.phones.calls(anna);
    expect(call?.answeredBy).toBe(answeredBy);
  });

  it('holds the script up when it is not asynchronous', async () => {
    stage.application.on('/after-detection', '<Say>Hello</Say>');
    await stage.phones.phone(anna).isVoicemail();
    await stage.order(anna, '/after-detection', { MachineDetection: 'Enable' });
    await stage.phones.expectEvent(anna, 'detected');
    await stage.phones.expectHeard(anna, /Hello/);
    const asked = stage.application.to('/after-detection').at(-1)?.form;
    expect(asked).toMatchObject({ AnsweredBy: 'machine_start' });
  });
});
