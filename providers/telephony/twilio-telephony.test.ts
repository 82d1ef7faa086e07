import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { PhoneNumber } from '../../domain/phone-number.js';
import { phoneNumberSchema } from '../../domain/phone-number.js';
import type { Reply, RestServer } from './testing/rest-server.js';
import {
  answer,
  callResource,
  callSid,
  fallback,
  from,
  orderedAt,
  primary,
  refuse,
  startRestServer,
  telephonyAt,
  to,
} from './testing/rest-server.js';
import { createTwilioTelephony } from './twilio-telephony.js';

const servers: RestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function twilioThat(reply: Reply): Promise<RestServer> {
  const server = await startRestServer(reply);
  servers.push(server);
  return server;
}

describe('finding out what became of a call', () => {
  it('looks a call up by its SID', async () => {
    const { requests, baseUrl } = await twilioThat((_, response) => {
      answer(response, 200, callResource({ status: 'in-progress', answered_by: 'machine_start' }));
    });
    expect(await telephonyAt(baseUrl).lookUpCall({ sid: callSid, account: fallback.accountSid })).toEqual({
      sid: callSid,
      account: fallback.accountSid,
      to,
      from,
      state: 'in-progress',
      answeredBy: 'machine',
      createdAt: new Date('2026-11-21T10:00:00Z'),
    });
    expect(requests[0]?.path).toBe(`/2010-04-01/Accounts/${fallback.accountSid}/Calls/${callSid}.json`);
  });

  it('knows no call that Twilio does not know', async () => {
    const { baseUrl } = await twilioThat((_, response) => {
      refuse(response, 404, 20404);
    });
    const telephony = telephonyAt(baseUrl);
    expect(await telephony.lookUpCall({ sid: callSid, account: primary.accountSid })).toBeUndefined();
    expect(await telephony.lookUpCall({ sid: callSid, account: `AC${'9'.repeat(32)}` })).toBeUndefined();
  });

  it('throws when Twilio is away, so that the look-up is repeated', async () => {
    const { baseUrl } = await twilioThat((_, response) => {
      refuse(response, 503, 20503);
    });
    const telephony = telephonyAt(baseUrl);
    const search = {
      account: primary.accountSid,
      to,
      from,
      placedAfter: orderedAt,
      claimed: new Set<string>(),
    };
    await expect(telephony.lookUpCall({ sid: callSid, account: primary.accountSid })).rejects.toMatchObject({
      kind: 'unavailable',
    });
    await expect(telephony.findCall(search)).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(telephony.liveCallsTo(to)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('keeps phone numbers out of the errors that end in histories', async () => {
    const { baseUrl } = await twilioThat((_, response) => {
      answer(response, 400, { status: 400, code: 21219, message: `The number ${to} is unverified` });
    });
    const failed = telephonyAt(baseUrl).lookUpCall({ sid: callSid, account: primary.accountSid });
    const error: unknown = await failed.catch((caught: unknown) => caught);
    expect(error).toMatchObject({ cause: { message: 'Twilio: refused with HTTP 400, code 21219' } });
    expect(inspect(error, { depth: 10 })).not.toContain(to.slice(3));
  });

  it('finds the oldest unclaimed call since the order, by whole seconds and without a day filter', async () => {
    const sid = (letter: string) => `CA${letter.repeat(32)}`;
    const { requests, baseUrl } = await twilioThat((_, response) => {
      answer(response, 200, {
        calls: [
          callResource({ sid: sid('d'), date_created: 'Sat, 21 Nov 2026 10:00:09 +0000' }),
          callResource({ sid: sid('c'), date_created: 'Sat, 21 Nov 2026 10:00:00 +0000' }),
          callResource({ sid: sid('b'), date_created: 'Sat, 21 Nov 2026 10:00:00 +0000' }),
          callResource({ sid: sid('a'), date_created: 'Sat, 21 Nov 2026 09:59:59 +0000' }),
        ],
        next_page_uri: null,
      });
    });
    const telephony = telephonyAt(baseUrl);
    const search = { account: primary.accountSid, to, from, placedAfter: orderedAt };
    const find = async (...claimed: string[]) =>
      (await telephony.findCall({ ...search, claimed: new Set(claimed) }))?.sid;
    expect(await find(sid('b'))).toBe(sid('c'));
    expect(await find(sid('b'), sid('c'))).toBe(sid('d'));
    expect(await find(sid('b'), sid('c'), sid('d'))).toBeUndefined();
    const { query } = requests[0] ?? { query: new URLSearchParams() };
    expect([query.get('To'), query.get('From')]).toEqual([to, from]);
    expect([...query.keys()].filter((name) => name.startsWith('StartTime'))).toEqual([]);
  });

  it('finds no call that a script has dialled, and none that is over when only a live one is wanted', async () => {
    const sid = (letter: string) => `CA${letter.repeat(32)}`;
    const { baseUrl } = await twilioThat((_, response) => {
      answer(response, 200, {
        calls: [
          callResource({ sid: sid('d'), status: 'ringing', direction: 'outbound-dial' }),
          callResource({ sid: sid('c'), status: 'ringing' }),
          callResource({ sid: sid('b'), status: 'busy' }),
          callResource({ sid: sid('a'), status: 'ringing', direction: 'inbound' }),
        ],
        next_page_uri: null,
      });
    });
    const telephony = telephonyAt(baseUrl);
    const search = {
      account: primary.accountSid,
      to,
      from,
      placedAfter: orderedAt,
      claimed: new Set<string>(),
    };
    expect((await telephony.findCall(search))?.sid).toBe(sid('c'));
    expect((await telephony.findCall({ ...search, onlyLive: true }))?.sid).toBe(sid('c'));
    const claimed = new Set([sid('c')]);
    expect((await telephony.findCall({ ...search, claimed }))?.sid).toBe(sid('b'));
    expect(await telephony.findCall({ ...search, claimed, onlyLive: true })).toBeUndefined();
  });

  it('lists the live calls of every account (X1)', async () => {
    const { baseUrl } = await twilioThat((request, response) => {
      const status = request.query.get('Status');
      const calls =
        request.account === fallback.accountSid && status === 'ringing' ? [callResource({ status })] : [];
      answer(response, 200, { calls, next_page_uri: null });
    });
    expect(await telephonyAt(baseUrl).liveCallsTo(to)).toMatchObject([
      { sid: callSid, account: fallback.accountSid, state: 'ringing' },
    ]);
  });

  it('takes an account that lets us no longer in for one without calls', async () => {
    const { baseUrl } = await twilioThat((request, response) => {
      if (request.account === primary.accountSid) refuse(response, 401, 20003);
      else answer(response, 200, { calls: [], next_page_uri: null });
    });
    const telephony = telephonyAt(baseUrl);
    expect(await telephony.liveCallsTo(to)).toEqual([]);
    const search = { to, from, placedAfter: orderedAt, claimed: new Set<string>() };
    expect(await telephony.findCall({ ...search, account: primary.accountSid })).toBeUndefined();
  });
});

describe('stopping and redirecting', () => {
  const handle = { sid: callSid, account: primary.accountSid };
  const script = [{ do: 'say', text: 'Anna has taken over.', language: 'en' }] as const;

  function twilioWithCallIn(status: string) {
    return twilioThat((request, response) => {
      answer(
        response,
        200,
        callResource({ status: request.form.get('Status') === 'completed' ? 'completed' : status }),
      );
    });
  }

  it('cancels a call that still rings, and no more (I7)', async () => {
    const { requests, baseUrl } = await twilioWithCallIn('canceled');
    await telephonyAt(baseUrl).stopCall(handle, script);
    expect(requests.map(({ form }) => Object.fromEntries(form))).toEqual([{ Status: 'canceled' }]);
  });

  it('tells somebody who is already talking who has taken over (I7)', async () => {
    const { requests, baseUrl } = await twilioWithCallIn('in-progress');
    await telephonyAt(baseUrl).stopCall(handle, script);
    expect(requests[1]?.form.get('Twiml')).toContain('Anna has taken over.');
  });

  it('hangs up where there is nothing to tell', async () => {
    const { requests, baseUrl } = await twilioWithCallIn('in-progress');
    await telephonyAt(baseUrl).stopCall(handle);
    expect(requests[1]?.form.get('Status')).toBe('completed');
  });

  it('is content with a call that is over', async () => {
    const { baseUrl } = await twilioThat((_, response) => {
      refuse(response, 400, 21220);
    });
    const telephony = telephonyAt(baseUrl);
    await expect(telephony.stopCall(handle)).resolves.toBeUndefined();
    await expect(telephony.redirectCall(handle, script)).resolves.toBe(false);
  });

  it('throws when Twilio is away', async () => {
    const { baseUrl } = await twilioThat((_, response) => response.destroy());
    await expect(telephonyAt(baseUrl).stopCall(handle)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('refuses a script that Twilio would refuse', async () => {
    const { requests, baseUrl } = await twilioWithCallIn('in-progress');
    const long = [{ do: 'say', text: 'x'.repeat(4000), language: 'en' }] as const;
    await expect(telephonyAt(baseUrl).redirectCall(handle, long)).rejects.toThrow(RangeError);
    expect(requests).toEqual([]);
  });
});

describe('sendText', () => {
  const text = { to, from, body: 'Sind Sie in Sicherheit? 1 = OK, 2 = Hilfe' };
  const messageSid = `SM${'d'.repeat(32)}`;

  it('sends a text', async () => {
    const { requests, baseUrl } = await twilioThat((_, response) => {
      answer(response, 201, { sid: messageSid });
    });
    expect(await telephonyAt(baseUrl).sendText(text)).toEqual({
      sent: 'yes',
      text: { sid: messageSid, account: primary.accountSid },
    });
    expect(Object.fromEntries(requests[0]?.form ?? [])).toEqual({ To: to, From: from, Body: text.body });
  });

  it.each([
    [21610, 'opted-out'],
    [21614, 'number-refused'],
    [21211, 'number-refused'],
  ])('reports %d as %s and leaves it at that', async (code, why) => {
    const { requests, baseUrl } = await twilioThat((_, response) => {
      refuse(response, 400, code);
    });
    expect(await telephonyAt(baseUrl).sendText(text)).toEqual({ sent: 'no', why, code });
    expect(requests).toHaveLength(1);
  });

  it('texts by the second account when the first cannot (X1)', async () => {
    const ownNumber: PhoneNumber = phoneNumberSchema.parse('+4930901829');
    const { requests, baseUrl } = await twilioThat((request, response) => {
      if (request.account === primary.accountSid) refuse(response, 403, 20005);
      else answer(response, 201, { sid: messageSid });
    });
    const telephony = createTwilioTelephony({
      accounts: [primary, { ...fallback, ownNumber }],
      baseUrl,
      requestTimeoutMilliseconds: 2000,
    });
    expect(await telephony.sendText(text)).toEqual({
      sent: 'yes',
      text: { sid: messageSid, account: fallback.accountSid },
    });
    expect(requests[1]?.form.get('From')).toBe(ownNumber);
  });

  it('throws when Twilio is busy, so that the text is tried again', async () => {
    const { baseUrl } = await twilioThat((_, response) => {
      refuse(response, 429, 20429);
    });
    await expect(telephonyAt(baseUrl).sendText(text)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('tells that a text may have been sent, and by which account, when the reply is lost', async () => {
    const { requests, baseUrl } = await twilioThat((_, response) => {
      refuse(response, 503, 20503);
    });
    expect(await telephonyAt(baseUrl).sendText(text)).toEqual({
      sent: 'unknown',
      account: primary.accountSid,
      from,
      orderedAt,
    });
    expect(requests).toHaveLength(1);
  });

  it('reports a refusal of every account', async () => {
    const { baseUrl } = await twilioThat((_, response) => {
      refuse(response, 400, 21606);
    });
    expect(await telephonyAt(baseUrl).sendText(text)).toEqual({
      sent: 'no',
      why: 'provider-rejected',
      code: 21606,
    });
  });
});
