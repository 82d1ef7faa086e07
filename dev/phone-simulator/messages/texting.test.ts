import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { account, anna, ben, hotline, setStage, type Stage } from '../testing/stage.js';

const service = `MG${'3'.repeat(32)}`;
let stage: Stage;
let client: twilio.Twilio;
beforeAll(async () => {
  stage = await setStage({
    accounts: [{ ...account, messagingServiceSid: service }],
    numbers: [{ accountSid: account.accountSid, phoneNumber: hotline }],
    helpAnswer: 'Emergency? Call +49 30 23125000.',
  });
  client = twilio(account.accountSid, account.authToken);
  client.api.baseUrl = stage.simulator.url;
});
beforeEach(async () => {
  await stage.phones.reset();
  await stage.phones.ownNumber({
    accountSid: account.accountSid,
    phoneNumber: hotline,
    smsUrl: `${stage.application.url}/sms`,
    smsFallbackUrl: '',
  });
  stage.application.on('/sms', '');
});
afterAll(async () => {
  await stage.end();
});

const text = (body: string, more = {}): ReturnType<typeof client.messages.create> =>
  client.messages.create({ to: anna, from: hotline, body, ...more });

describe('a text to a person', () => {
  it('is queued, sent and delivered, and each is told', async () => {
    const created = await text('Sind Sie in Sicherheit?', {
      statusCallback: `${stage.application.url}/text-status`,
    });
    expect(created).toMatchObject({
      status: 'queued',
      direction: 'outbound-api',
      to: anna,
      from: hotline,
      body: 'Sind Sie in Sicherheit?',
      numSegments: '1',
      errorCode: null,
    });
    expect(created.sid).toMatch(/^SM[0-9a-f]{32}$/);
    await stage.phones.expectText(anna, /Sicherheit/);
    await stage.application.received('/text-status', 1);
    const told = stage.application.to('/text-status').map((request) => request.form);
    expect(told.map((form) => form['MessageStatus'])).toEqual(['sent', 'delivered']);
    expect(told[0]).toMatchObject({ MessageSid: created.sid, SmsSid: created.sid, To: anna });
    expect((await client.messages(created.sid).fetch()).status).toBe('delivered');
    expect((await client.messages.list({ to: anna })).map((each) => each.sid)).toEqual([created.sid]);
    expect(await client.messages.list({ to: ben })).toEqual([]);
    await client.messages(created.sid).remove();
    expect(await client.messages.list({ to: anna })).toEqual([]);
  });

  it('can be ordered from a messaging service', async () => {
    const created = await client.messages.create({ to: anna, messagingServiceSid: service, body: 'Hi' });
    expect(created).toMatchObject({ status: 'accepted', messagingServiceSid: service, from: null });
    expect(await stage.phones.expectText(anna, /Hi/)).toMatchObject({ from: hotline });
  });

  it('may not arrive', async () => {
    await stage.phones.phone(anna).receivesTexts('undelivered');
    const created = await text('Lost', { statusCallback: `${stage.application.url}/lost` });
    expect((await stage.application.received('/lost', 1)).form).toMatchObject({
      MessageStatus: 'undelivered',
      ErrorCode: '30003',
    });
    expect(await client.messages(created.sid).fetch()).toMatchObject({ errorCode: 30003 });
    await stage.phones.expectNoTextTo(anna, { for: 0.1 });
  });

  it.each([
    ['to a number that is none', { to: 'anna' }, 21211],
    ['from a number that is not the account’s', { from: ben }, 21606],
    ['without words', { body: '' }, 21602],
    ['of more than 1600 characters', { body: 'x'.repeat(1601) }, 21617],
  ])('is refused %s', async (_why, wrong, code) => {
    await expect(text('Hello', wrong)).rejects.toMatchObject({ status: 400, code });
  });

  it('is refused to a landline', async () => {
    await stage.phones.phone(anna).receivesTexts('landline');
    await expect(text('Hello')).rejects.toMatchObject({ code: 21614 });
  });

  it.each([
    ['a'.repeat(160), '1'],
    ['a'.repeat(161), '2'],
    ['ő'.repeat(70), '1'],
    ['ő'.repeat(71), '2'],
  ])('counts its segments', async (body, segments) => {
    expect(await text(body)).toMatchObject({ numSegments: segments });
  });
});

describe('a text from a person', () => {
  it('reaches the handler, whose answers come back', async () => {
    stage.application.on(
      '/sms',
      '<Message>Help is on the way</Message><Message><Body>Stay\nthere</Body></Message>',
    );
    const { sid } = await stage.phones.phone(anna).texts(hotline, '2');
    await stage.phones.expectText(anna, /on the way/);
    await stage.phones.expectText(anna, /^Stay\nthere$/);
    const asked = stage.application.to('/sms').at(-1)?.form;
    expect(asked).toMatchObject({
      MessageSid: sid,
      SmsSid: sid,
      AccountSid: account.accountSid,
      From: anna,
      To: hotline,
      Body: '2',
      NumMedia: '0',
      NumSegments: '1',
      SmsStatus: 'received',
    });
    expect(asked).not.toHaveProperty('OptOutType');
  });

  it('STOP blocks texts from that number until START', async () => {
    const before = stage.application.to('/sms').length;
    await stage.phones.phone(anna).texts(hotline, 'stop ');
    await stage.phones.expectText(anna, /unsubscribed/);
    expect((await stage.application.received('/sms', before)).form).toMatchObject({ OptOutType: 'STOP' });
    await expect(text('Hello')).rejects.toMatchObject({ status: 400, code: 21610 });
    await text('Somebody else', { to: ben });
    await stage.phones.phone(anna).texts(hotline, 'START');
    await stage.phones.expectText(anna, /re-subscribed/);
    await text('Welcome back');
    await stage.phones.expectText(anna, /Welcome back/);
  });

  it('STOP drops the handler’s own answer', async () => {
    stage.application.on('/sms', '<Message>We stop</Message>');
    await stage.phones.phone(anna).texts(hotline, 'STOP');
    await stage.phones.expectText(anna, /unsubscribed/);
    await stage.phones.expectNoTextTo(anna, { for: 0.2 });
    const alerts = (await stage.phones.journal()).filter((event) => event.event === 'alert');
    expect(alerts.map((alert) => alert.code)).toContain(21610);
  });

  it('HELP gets the network’s answer and is forwarded', async () => {
    const before = stage.application.to('/sms').length;
    await stage.phones.phone(anna).texts(hotline, 'Help');
    expect(await stage.phones.expectText(anna, /Emergency/)).toMatchObject({ kind: 'network' });
    expect((await stage.application.received('/sms', before)).form).toMatchObject({
      OptOutType: 'HELP',
      Body: 'Help',
    });
    const words = await client.messages.list({ to: anna });
    expect(words).toEqual([]);
  });

  it.each(['please stop', 'help me', 'YES'])('%s is no reserved word', async (body) => {
    const before = stage.application.to('/sms').length;
    await stage.phones.phone(anna).texts(hotline, body);
    expect((await stage.application.received('/sms', before)).form).not.toHaveProperty('OptOutType');
    await stage.phones.expectNoTextTo(anna, { for: 0.1 });
  });

  it('reaches the fallback when the handler fails', async () => {
    stage.application.on('/sms', { status: 500 });
    stage.application.on('/sms-fallback', '<Message>We call you</Message>');
    await stage.phones.ownNumber({
      accountSid: account.accountSid,
      phoneNumber: hotline,
      smsFallbackUrl: `${stage.application.url}/sms-fallback`,
    });
    await stage.phones.phone(anna).texts(hotline, '2');
    await stage.phones.expectText(anna, /We call you/);
    expect((await stage.application.received('/sms-fallback')).form).toMatchObject({ ErrorCode: '11200' });
  });
});
