import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryMongo, type TemporaryMongo } from '../../db/store.fixture.js';
import { script } from '../testing/play.js';
import { desk, setStage, until, type Stage } from '../testing/stage.js';

const dora = '+493023125120';

let mongo: TemporaryMongo;
let stage: Stage;
beforeAll(async () => {
  mongo = await temporaryMongo();
  stage = await setStage({ mongo });
  for (const name of ['One company', 'Another company']) {
    const { body } = await stage.ask('POST', '/v1/organisations', { name, language: 'en' });
    const { id: organisationId } = body as { readonly id: string };
    await stage.ask('POST', '/v1/travellers', { organisationId, name: 'Dora', phones: [dora] });
  }
  await stage.contactBook.refresh();
  await mongo.stop();
});
afterAll(async () => {
  await stage.close();
  await mongo.remove();
});

describe('a caller who is known in several organisations, while MongoDB is away', () => {
  it('is asked in time, and joins what this process has opened for them when they call again (I4, I5)', async () => {
    const call = async (sid: string, address: string, more: Readonly<Record<string, string>> = {}) => {
      const form = { CallSid: sid, From: dora, To: desk.emergencyNumber, CallStatus: 'in-progress', ...more };
      const begun = performance.now();
      const played = script((await stage.webhook(address, form)).text);
      // The provider gives up after 15 s, and the caller before.
      expect(performance.now() - begun).toBeLessThan(4_000);
      return played;
    };
    const answerUrl = ({ text }: { readonly text: string }) =>
      (/action="([^"]+)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&');

    const question = await call('CA-away-1', '/telephony/inbound/voice');
    expect(question.text).toMatch(/several organisations.*press 1.*press 2/s);
    const menu = await call('CA-away-1', answerUrl(question), { Digits: '2' });
    expect((await call('CA-away-1', answerUrl(menu), { Digits: '1' })).verbs).toContain('Dial');
    await until(() => stage.cases.started.size > 0);
    const [opened] = stage.cases.started.values();
    expect(opened?.organisationChosenBy).toBe('caller');

    const again = await call('CA-away-2', '/telephony/inbound/voice');
    expect(again.text).toContain(`>incident-${String(opened?.incidentId)}</Conference>`);
  });
});
