import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryMongo, type TemporaryMongo } from '../../db/store.fixture.js';
import type { StatusCallId } from '../../domain/identifiers.js';
import { openPlay, reset, toni, type Play } from '../testing/play.js';
import { desk, until } from '../testing/stage.js';

let mongo: TemporaryMongo;
let play: Play;
beforeAll(async () => {
  mongo = await temporaryMongo();
  play = await openPlay({ mongo });
});
beforeEach(() => {
  reset(play.stage);
  play.stage.cases.away = true;
});
afterAll(async () => {
  await play.stage.close();
  await mongo.remove();
});

const notYet = /noch nicht angekommen|not received your call for help yet/;

let messages = 0;
const text = async (body: string, from: string = toni) => {
  const MessageSid = `SM-written-${(messages += 1)}`;
  const message = { MessageSid, From: from, To: desk.emergencyNumber, Body: body };
  return (await play.stage.webhook('/telephony/inbound/text', message)).text;
};

const press = (statusCall: StatusCallId) => {
  const { stage, organisationId, travellerId } = play;
  const target = { role: 'traveller', id: travellerId } as const;
  const question = { ask: 'status', organisationId, caseId: statusCall, target } as const;
  const token = stage.links.sign(question, new Date(Date.now() + 60_000));
  return stage.ask('POST', `/a/${token}`, new URLSearchParams({ answer: 'help' }).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
};

describe('help that is asked for in writing while Temporal is away', () => {
  it('is received as soon as it is stored, by text and by link (I1, I4)', async () => {
    expect(await text('HELP', '+493023125061')).toContain('We have received your call for help');
    const page = await press('stc_stored12345');
    expect(page.text).toContain('Ihr Hilferuf ist angekommen');
    play.stage.cases.away = false;
    await until(() => play.stage.cases.started.has('inc_stored12345'), 10_000);
  });

  describe('and MongoDB too', () => {
    beforeAll(() => mongo.stop());

    it('is not said to be received by text: the number to call is told, and it goes on being tried (I1, I4)', async () => {
      const reply = await text('HELP', '+493023125062');
      expect(reply).toMatch(notYet);
      expect(reply).toContain('+49 30 23125000');
      expect(reply).not.toContain('We have received');
      const count = play.stage.cases.started.size;
      play.stage.cases.away = false;
      await until(() => play.stage.cases.started.size > count, 15_000);
    });

    it('is not said to be received by link: the button is there again, and it goes on being tried (I1, I4)', async () => {
      const page = await press('stc_unstored123');
      expect(page.text).not.toContain('Ihr Hilferuf ist angekommen');
      expect(page.text).toContain('value="help"');
      expect(page.text).toMatch(/nicht weitergegeben|could not be passed on/);
      expect(play.stage.cases.started.has('inc_unstored123')).toBe(false);
      play.stage.cases.away = false;
      await until(() => play.stage.cases.started.has('inc_unstored123'), 15_000);
    });
  });
});
