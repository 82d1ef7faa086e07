import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import {
  account,
  anna,
  ben,
  fallbackAccount,
  fallbackHotline,
  hotline,
  setStage,
  type Stage,
} from '../testing/stage.js';

/** How the product redirects the official package: same paths, another host. */
class SimulatorRequests extends twilio.RequestClient {
  readonly #base: string;
  constructor(base: string) {
    super({ timeout: 2000 });
    this.#base = base;
  }
  override request: twilio.RequestClient['request'] = (options) => {
    const uri = options.uri.replace('https://api.twilio.com', this.#base);
    return super.request(Object.assign({}, options, { uri }));
  };
}

let stage: Stage;
let client: twilio.Twilio;
let answerUrl: string;

beforeAll(async () => {
  stage = await setStage();
  answerUrl = `${stage.application.url}/voice`;
  client = twilio(account.accountSid, account.authToken, {
    httpClient: new SimulatorRequests(stage.simulator.url),
  });
});
beforeEach(async () => {
  await stage.phones.reset();
});
afterAll(async () => {
  await stage.end();
});

function errorOf(promise: Promise<unknown>): Promise<{ status?: number; code?: number; message: string }> {
  return promise.then(
    () => {
      throw new Error('This should have been refused.');
    },
    (error: unknown) => {
      if (!(error instanceof Error)) throw new Error('Not an error');
      return error;
    },
  );
}

describe('Calls.json', () => {
  it('creates a call and shows it in every form of the resource', async () => {
    await stage.phones.phone(anna).isAnsweredByHand();
    const created = await client.calls.create({ to: anna, from: hotline, url: answerUrl });
    expect(created.sid).toMatch(/^CA[0-9a-f]{32}$/);
    expect(created.status).toBe('queued');
    expect(created.direction).toBe('outbound-api');
    expect(created.to).toBe(anna);
    expect(created.from).toBe(hotline);
    expect(created.accountSid).toBe(account.accountSid);
    expect(created.subresourceUris['recordings']).toContain(`/Calls/${created.sid}/Recordings.json`);

    await stage.phones.expectEvent(anna, 'ringing');
    const fetched = await client.calls(created.sid).fetch();
    expect(fetched.status).toBe('ringing');
    expect(fetched.answeredBy).toBeNull();
    expect(Math.abs(fetched.dateCreated.getTime() - Date.now())).toBeLessThan(5000);

    const listed = await client.calls.list({ to: anna, from: hotline, status: 'ringing' });
    expect(listed.map((call) => call.sid)).toEqual([created.sid]);
    expect(await client.calls.list({ to: ben })).toEqual([]);
  });

  it('leaves the dates of the reply to an order null, as Twilio does', async () => {
    const created = await client.calls.create({ to: anna, from: hotline, url: answerUrl });
    expect(created.dateCreated).toBeNull();
  });

  it('finds a queued call by its numbers, but not by its start time', async () => {
    const slow = await setStage({ callsPerSecond: 0.01 });
    try {
      const impatient = twilio(account.accountSid, account.authToken);
      impatient.api.baseUrl = slow.simulator.url;
      const order = { from: hotline, url: answerUrl };
      await impatient.calls.create({ ...order, to: ben });
      const queued = await impatient.calls.create({ ...order, to: anna });
      expect((await impatient.calls(queued.sid).fetch()).status).toBe('queued');
      const today = new Date();
      expect(await impatient.calls.list({ to: anna, startTimeAfter: today })).toEqual([]);
      expect(await impatient.calls.list({ to: anna })).toHaveLength(1);
      await slow.phones.expectEvent(ben, 'ringing');
      expect(await impatient.calls.list({ to: ben, startTimeAfter: today })).toHaveLength(1);
      await impatient.calls(queued.sid).update({ status: 'canceled' });
      expect((await impatient.calls(queued.sid).fetch()).status).toBe('canceled');
    } finally {
      await slow.end();
    }
  });

  it('pages through long lists, newest first', async () => {
    const sids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      sids.push((await client.calls.create({ to: anna, from: hotline, url: answerUrl })).sid);
    }
    const first = await client.calls.page({ to: anna, pageSize: 2 });
    expect(first.instances.map((call) => call.sid)).toEqual([sids[4], sids[3]]);
    // A call that comes in between does not shift the later pages.
    await client.calls.create({ to: anna, from: hotline, url: answerUrl });
    const second = await first.nextPage();
    expect(second?.instances.map((call) => call.sid)).toEqual([sids[2], sids[1]]);
    const everything = await client.calls.list({ to: anna, pageSize: 2 });
    expect(everything).toHaveLength(6);
  });

  const order = { to: anna, from: hotline, url: 'https://example.com/voice' };
  it.each([
    ['a number that is none', { ...order, to: '030123' }, 21211],
    ['a caller that is no number', { ...order, from: 'desk' }, 21212],
    ['a caller that the account does not own', { ...order, from: ben }, 21210],
    ['a caller that another account owns', { ...order, from: fallbackHotline }, 21210],
    ['an address that is none', { ...order, url: 'nowhere' }, 21205],
  ])('refuses %s', async (_what, refused, code) => {
    const error = await errorOf(client.calls.create(refused));
    expect(error).toMatchObject({ status: 400, code });
    expect(await stage.phones.calls()).toEqual([]);
  });

  it('refuses orders without To, From or Url', async () => {
    const post = async (form: Record<string, string>): Promise<number> => {
      const response = await fetch(
        `${stage.simulator.url}/2010-04-01/Accounts/${account.accountSid}/Calls.json`,
        {
          method: 'POST',
          body: new URLSearchParams(form),
          headers: {
            Authorization: `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}`,
          },
        },
      );
      const body = (await response.json()) as { code: number; more_info: string; status: number };
      expect(response.status).toBe(400);
      expect(body.status).toBe(400);
      expect(body.more_info).toBe(`https://www.twilio.com/docs/errors/${body.code}`);
      return body.code;
    };
    expect(await post({ From: hotline, Url: answerUrl })).toBe(21201);
    expect(await post({ To: anna, Url: answerUrl })).toBe(21213);
    expect(await post({ To: anna, From: hotline })).toBe(21205);
  });

  it('refuses wrong credentials and other accounts', async () => {
    const at = (sid: string, token: string): twilio.Twilio => {
      const stranger = twilio(sid, token);
      stranger.api.baseUrl = stage.simulator.url;
      return stranger;
    };
    const wrongToken = at(account.accountSid, 'wrong');
    expect(await errorOf(wrongToken.calls.list())).toMatchObject({ status: 401, code: 20003 });
    const call = await client.calls.create({ to: anna, from: hotline, url: answerUrl });
    const other = at(fallbackAccount.accountSid, fallbackAccount.authToken);
    expect(await errorOf(other.calls(call.sid).fetch())).toMatchObject({ status: 404, code: 20404 });
    const crossing = other.api.v2010.accounts(account.accountSid).calls(call.sid);
    expect(await errorOf(crossing.fetch())).toMatchObject({ status: 401 });
  });

  it('reports unknown resources as Twilio does', async () => {
    const error = await errorOf(client.calls(`CA${'0'.repeat(32)}`).fetch());
    expect(error).toMatchObject({ status: 404, code: 20404 });
    expect(error.message).toContain('was not found');
  });
});

describe('updating a call', () => {
  it('cancels a ringing call, which cannot be redirected', async () => {
    const call = await client.calls.create({ to: anna, from: hotline, url: answerUrl });
    await stage.phones.expectEvent(anna, 'ringing');
    const redirect = client.calls(call.sid).update({ url: answerUrl });
    expect(await errorOf(redirect)).toMatchObject({ status: 400, code: 21220 });
    const canceled = await client.calls(call.sid).update({ status: 'canceled' });
    expect(canceled.status).toBe('canceled');
    await stage.phones.expectEnded(anna, { status: 'canceled' });
    expect(await errorOf(client.calls(call.sid).update({ status: 'completed' }))).toMatchObject({
      code: 21220,
    });
  });

  it('redirects a call in progress, which cancelling does not touch, and completes it', async () => {
    stage.application.on('/long', '<Say>First</Say><Pause length="600"/>');
    stage.application.on('/other', '<Say>Second</Say><Pause length="600"/>');
    await stage.phones.phone(anna).answers();
    const call = await client.calls.create({ to: anna, from: hotline, url: `${stage.application.url}/long` });
    await stage.phones.expectHeard(anna, /First/);
    expect((await client.calls(call.sid).update({ status: 'canceled' })).status).toBe('in-progress');
    await client.calls(call.sid).update({ url: `${stage.application.url}/other` });
    await stage.phones.expectHeard(anna, /Second/);
    await client
      .calls(call.sid)
      .update({ twiml: '<Response><Say>Third</Say><Pause length="600"/></Response>' });
    await stage.phones.expectHeard(anna, /Third/);
    expect((await client.calls(call.sid).update({ status: 'completed' })).status).toBe('completed');
    await stage.phones.expectEnded(anna, { status: 'completed' });
    const over = await client.calls(call.sid).fetch();
    expect(Number(over.duration)).toBeGreaterThan(0);
    expect(over.endTime).toBeInstanceOf(Date);
  });

  it('deletes the record of a call that is over', async () => {
    await stage.phones.phone(anna).isBusy();
    const call = await client.calls.create({ to: anna, from: hotline, url: answerUrl });
    await stage.phones.expectEnded(anna, { status: 'busy' });
    expect(await client.calls(call.sid).remove()).toBe(true);
    expect(await errorOf(client.calls(call.sid).fetch())).toMatchObject({ status: 404 });
  });
});

describe('recordings', () => {
  it('are empty, since there is no sound', async () => {
    expect(await client.recordings.list()).toEqual([]);
    expect(await errorOf(client.recordings(`RE${'0'.repeat(32)}`).remove())).toMatchObject({ status: 404 });
  });
});
