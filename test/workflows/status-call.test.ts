import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { traveller, unreachable } from './people.js';
import { inTurn, isVoicemail, ringsOut, type Answer } from './scripted-desk.js';
import { playStatusCall } from './status-call-story.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const saysOk: Answer = () => ({ reason: 'acknowledged', means: 'key', answer: 'ok' });

describe('a traveller who is asked for their status', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('and is well says so by key: nobody asks again, no incident is opened (I2)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.whenCalled(traveller, saysOk);
      },
      async ({ desk, until, hasEnded, id }) => {
        await until(hasEnded);
        expect(desk.calls).toMatchObject([
          { purpose: 'status', target: traveller.target, subject: { case: 'status-call', statusCallId: id } },
        ]);
        expect(desk.noticesOf('status-question')).toMatchObject([{ to: [traveller.target] }]);
        expect(desk.events('status-answered')).toEqual([
          { type: 'status-answered', answer: 'ok', means: 'key' },
        ]);
        expect(desk.helped).toHaveLength(0);
        expect(desk.view).toMatchObject({ case: 'status-call', state: 'answered', answer: 'ok', round: 1 });
        expect(desk.view).not.toHaveProperty('incidentId');
        expect(desk.recorded.hasGap).toBe(false);
      },
    );
  });

  it('and does not answer is asked again by policy, and counts as unreached after the last round (I2)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.whenCalled(traveller, inTurn(ringsOut, isVoicemail, ringsOut));
      },
      async ({ desk, pass, view, hasEnded, answers }) => {
        await pass('30 seconds');
        expect(desk.calls).toHaveLength(1);
        await pass('2 minutes');
        expect(desk.calls).toHaveLength(2);
        await pass('2 minutes');
        expect(desk.calls).toHaveLength(3);
        expect(desk.noticesOf('status-question')).toHaveLength(3);
        expect(await view()).toMatchObject({ state: 'asking', round: 3 });
        await pass('5 minutes');
        expect(await hasEnded()).toBe(false);
        await pass('6 minutes');
        expect(await hasEnded()).toBe(true);
        expect(desk.calls).toHaveLength(3);
        expect(desk.events('status-unreached')).toEqual([{ type: 'status-unreached', rounds: 3 }]);
        expect(desk.view).toMatchObject({ state: 'unreached' });
        expect(desk.view).not.toHaveProperty('nextActionAt');
        await expect(answers('ok', 'sms')).rejects.toMatchObject({ kind: 'not-found' });
      },
    );
  });

  it('and answers by text between two rounds is not called again (I2)', async () => {
    await playStatusCall(
      server,
      () => undefined,
      async ({ desk, pass, answers, until, hasEnded }) => {
        await pass('1 minute');
        await answers('ok', 'sms');
        await until(hasEnded);
        expect(desk.calls).toHaveLength(1);
        expect(desk.events('status-answered')).toEqual([
          { type: 'status-answered', answer: 'ok', means: 'sms' },
        ]);
      },
    );
  });

  it('and answers by link while the phone rings: that call is stopped (I2)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.whenCalled(traveller, desk.staysOnThePhone);
      },
      async ({ desk, until, answers, hasEnded }) => {
        await until(() => desk.isOnThePhone(traveller));
        await answers('ok', 'link');
        await until(() => desk.stops.length === 1);
        expect(desk.stops).toMatchObject([{ order: { purpose: 'status' }, why: { why: 'superseded' } }]);
        await until(hasEnded);
        expect(desk.events('attempt-ended')).toMatchObject([{ reason: 'expired', detail: 'stopped' }]);
      },
    );
  });

  it('in the time for replies after the last round is still heard (I2)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.statusPolicy = { ...desk.statusPolicy, rounds: 1 };
      },
      async ({ desk, pass, answers, until, hasEnded }) => {
        await pass('9 minutes');
        await answers('ok', 'link');
        await until(hasEnded);
        expect(desk.events('status-unreached')).toHaveLength(0);
        expect(desk.view).toMatchObject({ state: 'answered' });
      },
    );
  });

  it('on two phones is called on the second when the first is not answered (I2)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.caller = [
          { ...traveller, steps: [0, 1].map((position) => ({ channel: 'voice' as const, position })) },
        ];
        desk.whenCalled(traveller, inTurn(ringsOut, saysOk));
      },
      async ({ desk, until, hasEnded }) => {
        await until(hasEnded);
        expect(desk.calls.map(({ step }) => step.position)).toEqual([0, 1]);
        expect(desk.noticesOf('status-question')).toHaveLength(1);
      },
    );
  });

  it('and whose calls pass the spending cap is asked on the next phone and in writing; the timeline says why (I2)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.caller = [
          { ...traveller, steps: [0, 1].map((position) => ({ channel: 'voice' as const, position })) },
        ];
        desk.whenCalled(traveller, () => ({ reason: 'failed', detail: 'spend-cap-reached' }));
        desk.statusPolicy = { ...desk.statusPolicy, rounds: 1, replySeconds: 90 };
      },
      async ({ desk, pass, hasEnded }) => {
        await pass('2 minutes');
        expect(await hasEnded()).toBe(true);
        expect(desk.calls).toMatchObject([
          { step: { position: 0 }, lifeSafety: false },
          { step: { position: 1 }, lifeSafety: false },
        ]);
        expect(desk.noticesOf('status-question')).toHaveLength(1);
        expect(desk.events('attempt-ended')).toMatchObject([
          { reason: 'failed', detail: 'spend-cap-reached' },
          { reason: 'failed', detail: 'spend-cap-reached' },
        ]);
        expect(desk.events('status-unreached')).toHaveLength(1);
      },
    );
  });

  it('without a phone is asked in writing, and that is reported in each round (I2, I6)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.caller = [unreachable(traveller)];
        desk.statusPolicy = { ...desk.statusPolicy, rounds: 2, roundDelaySeconds: 0, replySeconds: 60 };
      },
      async ({ desk, pass, hasEnded }) => {
        await pass('2 minutes');
        expect(await hasEnded()).toBe(true);
        expect(desk.calls).toHaveLength(0);
        expect(desk.noticesOf('status-question')).toHaveLength(2);
        expect(desk.events('skipped')).toMatchObject([
          { track: 'status', round: 1, skips: [{ target: traveller.target, reason: 'no-usable-channel' }] },
          { track: 'status', round: 2, skips: [{ target: traveller.target, reason: 'no-usable-channel' }] },
        ]);
      },
    );
  });

  it('is not called where the policy wants texts only (I2)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.statusPolicy = { ...desk.statusPolicy, channels: ['sms'], rounds: 1, replySeconds: 60 };
      },
      async ({ desk, pass, hasEnded }) => {
        await pass('2 minutes');
        expect(await hasEnded()).toBe(true);
        expect(desk.calls).toHaveLength(0);
        expect(desk.noticesOf('status-question')).toHaveLength(1);
        expect(desk.events('skipped')).toHaveLength(0);
      },
    );
  });

  it('is asked on while MongoDB is away; the status call ends only when all of it is stored (I2, I10)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.mongoIsAway = true;
        desk.statusPolicy = { ...desk.statusPolicy, replySeconds: 60 };
      },
      async ({ desk, pass, hasEnded }) => {
        await pass('2 hours');
        expect(desk.calls).toHaveLength(3);
        expect(await hasEnded()).toBe(false);
        desk.mongoIsAway = false;
        await pass('6 minutes');
        expect(await hasEnded()).toBe(true);
        expect(desk.recorded.hasGap).toBe(false);
        expect(desk.events('attempt-ended')).toHaveLength(3);
        expect(desk.events('status-unreached')).toHaveLength(1);
      },
    );
  });
});
