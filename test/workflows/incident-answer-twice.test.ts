import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttemptResult } from '../../domain/attempt.js';
import { playIncident } from './incident-story.js';
import { actor, anna, ben, frieda, provider } from './people.js';
import { presses1, ringsOut, inTurn, type Answer } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

/** The attempt is completed by this answer, and whoever completed it does not get to know. */
const answers =
  (answerId: string, result: AttemptResult): Answer =>
  () => ({ means: 'key', ...result, answerId });
const yes: AttemptResult = { reason: 'acknowledged' };

describe('an answer whose attempt was completed, and that comes once more because the reply was lost', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('is acknowledged once; a later answer of the same person counts as another one (I6, I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, answers('CA1-attempt-2', yes));
        return {};
      },
      async ({ desk, pass, acknowledges, view }) => {
        await pass('10 seconds');
        expect(desk.events('acknowledged')).toHaveLength(1);
        const before = await view();
        await pass('1 minute');
        expect(await acknowledges(anna, 'internal', 'key', 'CA1-attempt-2')).toEqual({
          accepted: 'acknowledged',
          again: true,
        });
        await pass('10 seconds');
        expect(desk.events('acknowledged')).toHaveLength(1);
        expect((await view()).acknowledgements).toEqual(before.acknowledgements);

        expect(await acknowledges(anna, 'internal', 'link', 'pressed later')).toEqual({
          accepted: 'already-acknowledged',
        });
        expect(await acknowledges(ben, 'internal', 'sms', 'another person')).toEqual({
          accepted: 'acknowledged',
        });
        await pass('10 seconds');
        expect(desk.events('acknowledged').map(({ by }) => by)).toEqual([
          actor(anna),
          actor(anna),
          actor(ben),
        ]);
      },
    );
  });

  it('still counts anew once its acknowledgement has expired (I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, acknowledgementExpirySeconds: 60 };
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, inTurn(answers('SM1-inc', yes), ringsOut));
        return {};
      },
      async ({ desk, pass, acknowledges, view }) => {
        await pass('2 minutes');
        expect(desk.events('acknowledgement-expired')).toHaveLength(1);
        expect(await acknowledges(anna, 'internal', 'sms', 'SM2-inc')).toEqual({ accepted: 'acknowledged' });
        expect((await view()).acknowledgements).toMatchObject([{ by: actor(anna) }]);
      },
    );
  });

  it('takes the incident without a word about somebody else who has (I3)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, answers('CA1-attempt-1', yes));
        return {};
      },
      async ({ desk, pass, acknowledges }) => {
        await pass('10 seconds');
        expect(await acknowledges(provider, 'provider', 'key', 'CA1-attempt-1')).toMatchObject({
          again: true,
        });
        expect(await acknowledges(provider, 'provider', 'link', 'pressed later')).toEqual({
          accepted: 'already-acknowledged',
        });
        expect(desk.events('taken')).toHaveLength(1);
      },
    );
  });

  it('is declined, and ratified, once (I6, I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, overrideDelaySeconds: 0 };
        desk.authorising = [frieda];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, answers('CA1-attempt-2', { reason: 'declined' }));
        desk.whenCalled(frieda, answers('CA9-attempt-9', { ...yes, answer: 'ratified' }));
        return { threat: 'immediate' };
      },
      async ({ desk, pass, declines, ratifies }) => {
        await pass('30 seconds');
        expect(desk.events('ratification-given')).toHaveLength(1);
        await declines(anna, 'internal', 'CA1-attempt-2');
        await ratifies(frieda, 'ratified', 'CA9-attempt-9');
        await pass('10 seconds');
        expect(desk.events('declined')).toEqual([]);
        expect(desk.events('ratification-given')).toHaveLength(1);
        await declines(anna, 'internal', 'by text');
        await pass('10 seconds');
        expect(desk.events('declined')).toHaveLength(1);
      },
    );
  });

  it('counts once when it overtakes the attempt that it completed', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.stopsComeTooLate = true;
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, pass, until, acknowledges }) => {
        await until(() => desk.isOnThePhone(anna));
        expect(await acknowledges(anna, 'internal', 'key', 'CA1-attempt-2')).toEqual({
          accepted: 'acknowledged',
        });
        desk.says(anna, { ...yes, means: 'key', answerId: 'CA1-attempt-2' });
        await until(() => !desk.isOnThePhone(anna));
        await pass('10 seconds');
        expect(desk.events('attempt-ended')).toHaveLength(2);
        expect(desk.events('acknowledged')).toHaveLength(1);
      },
    );
  });

  it('is known in the next run of a long history, too', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, contactsNeeded: 2, roundDelaySeconds: 30 };
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, answers('CA1-attempt-2', yes));
        return { longHistory: 30 };
      },
      async ({ desk, pass, acknowledges, histories }) => {
        await pass('10 minutes');
        expect((await histories()).length).toBeGreaterThan(1);
        const before = desk.events('acknowledged').length;
        expect(await acknowledges(anna, 'internal', 'key', 'CA1-attempt-2')).toMatchObject({ again: true });
        await pass('10 seconds');
        expect(desk.events('acknowledged')).toHaveLength(before);
      },
    );
  });
});
