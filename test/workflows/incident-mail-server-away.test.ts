import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { anna, provider } from './people.js';
import { presses1, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

describe('an incident whose mails do not get out, since the mail server is away', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  const taken = (desk: ScriptedDesk) => {
    desk.mailIsAway = true;
    desk.whenCalled(provider, presses1);
    desk.whenCalled(anna, presses1);
    return {};
  };
  const facts = (desk: ScriptedDesk) => desk.noticesOf('incident-reported');
  /** What the timeline tells of the mail with the facts to the provider. */
  const outcomes = (desk: ScriptedDesk) =>
    desk
      .events('notices-sent')
      .filter(({ notice }) => notice === 'incident-reported')
      .flatMap(({ results }) => results)
      .filter(({ target }) => target.id === provider.target.id)
      .map(({ outcome }) => outcome);

  it('sends them when it is back: by mail alone, as the same mail, once (I3)', async () => {
    await playIncident(server, taken, async ({ desk, pass, now }) => {
      await pass('8 minutes');
      const before = facts(desk).length;
      // After 30 seconds, 1, 2 and 4 minutes.
      expect(before).toBe(5);
      desk.mailIsAway = false;
      await pass('20 minutes');
      expect(facts(desk)).toHaveLength(before + 1);
      const [first, ...again] = facts(desk);
      expect(first?.only).toBeUndefined();
      for (const notice of again) {
        expect(notice).toMatchObject({ key: first?.key, only: 'email', to: first?.to });
      }
      expect(outcomes(desk)).toEqual(['unavailable', 'sent']);
      const since = desk.recorded.entries.at(0)?.at ?? 0;
      expect((await now()) - since).toBeGreaterThan(20 * 60_000);
    });
  });

  it('keeps no other notice waiting while one of them is tried again (I3)', async () => {
    await playIncident(server, taken, async ({ desk, pass, until, fires }) => {
      await pass('20 seconds');
      desk.mailIsStuck = true;
      await pass('11 seconds');
      expect(desk.hanging).toBe(1);
      desk.mailIsStuck = false;
      await fires();
      await until(() => desk.events('notices-sent').some(({ notice }) => notice === 'override-fired'));
      expect(desk.hanging).toBe(1);
      expect(outcomes(desk)).toEqual(['unavailable']);
    });
  });

  it('goes on with it in a new run (I1, I3)', async () => {
    await playIncident(
      server,
      (desk) => ({ ...taken(desk), longHistory: 20 }),
      async ({ desk, pass, histories }) => {
        await pass('25 minutes');
        expect((await histories()).length).toBeGreaterThan(1);
        desk.mailIsAway = false;
        await pass('31 minutes');
        expect(outcomes(desk)).toEqual(['unavailable', 'sent']);
        expect(new Set(facts(desk).map(({ key }) => key)).size).toBe(1);
      },
    );
  });

  it('gives up after a day, and says so (I3, I10)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, acknowledgementExpirySeconds: 1_000_000 };
        return taken(desk);
      },
      async ({ desk, pass }) => {
        await pass('25 hours');
        expect(outcomes(desk)).toEqual(['unavailable', 'failed']);
        const tried = facts(desk).length;
        await pass('2 hours');
        expect(facts(desk)).toHaveLength(tried);
      },
    );
  });

  it('gives up when it is closed, which waits for no mail (I1, I3)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, reopenWindowSeconds: 60 };
        return taken(desk);
      },
      async ({ desk, pass, closes, handle }) => {
        await pass('100 seconds');
        await closes();
        await pass('70 seconds');
        expect((await handle.describe()).status.name).toBe('COMPLETED');
        expect(outcomes(desk)).toEqual(['unavailable', 'failed']);
        const tried = facts(desk).length;
        await pass('1 hour');
        expect(facts(desk)).toHaveLength(tried);
        const closed = desk.events('notices-sent').filter(({ notice }) => notice === 'closed');
        expect(closed.flatMap(({ results }) => results.map(({ outcome }) => outcome))).not.toContain(
          'unavailable',
        );
      },
    );
  });
});
