import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setMailStage, type MailStage } from './mail-stage.fixture.js';
import { createMailWatch } from './mail-watch.js';

let mails: MailStage;

beforeAll(async () => {
  mails = await setMailStage();
});
afterAll(() => mails.stage.close());

describe('the watch over mails that came in (C4)', () => {
  it('counts those that wait, and tells of those that wait for too long', async () => {
    const { store, dependencies } = mails.stage;
    const { metrics } = dependencies;
    const told: unknown[] = [];
    let ahead = 0;
    const watch = createMailWatch({
      receivedMails: store.receivedMails,
      metrics,
      log: { error: (facts: unknown) => told.push(facts) },
      now: () => Date.now() + ahead,
    });
    await mails.receive({ from: 'stranger@example.net' });
    await mails.take({ from: 'stranger@example.net' });
    await watch();
    expect(told).toEqual([]);
    const { text } = await metrics.expose();
    expect(text).toContain('beistand_inbound_mails_standing{state="received"} 1');
    expect(text).toContain('beistand_inbound_mails_standing{state="review"} 1');
    ahead = 6 * 60_000;
    await watch();
    expect(told).toMatchObject([{ state: 'received', count: 1 }]);
    ahead = 25 * 3_600_000;
    await watch();
    expect(told.slice(1)).toMatchObject([{ state: 'received' }, { state: 'review', count: 1 }]);
  });
});
