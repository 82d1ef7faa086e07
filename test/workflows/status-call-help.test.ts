import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { traveller } from './people.js';
import { ringsOut, type Answer } from './scripted-desk.js';
import { playStatusCall } from './status-call-story.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const asksForHelp: Answer = () => ({ reason: 'acknowledged', means: 'key', answer: 'help' });

describe('"Help" as the answer to a status call', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('by key opens the incident; the traveller is on the line, so nobody calls them back (I2, I3)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.whenCalled(traveller, asksForHelp);
      },
      async ({ desk, until, hasEnded, id, incidentId }) => {
        await until(hasEnded);
        expect(desk.helped).toEqual([
          {
            organisationId: 'org_story1',
            statusCallId: id,
            travellerId: 'trv_dora11',
            incidentId,
            lifeInDanger: false,
            callBack: false,
          },
        ]);
        expect(desk.view).toMatchObject({ state: 'answered', answer: 'help', incidentId });
      },
    );
  });

  it('by key 9 says that a life is in danger (I3, I8)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.whenCalled(traveller, () => ({
          reason: 'acknowledged',
          means: 'key',
          answer: 'help',
          lifeInDanger: true,
        }));
      },
      async ({ desk, until, hasEnded }) => {
        await until(hasEnded);
        expect(desk.helped).toMatchObject([{ lifeInDanger: true, callBack: false }]);
      },
    );
  });

  it.each(['sms', 'link'] as const)(
    'by %s opens the incident, and the traveller is called back (I2, I3)',
    async (means) => {
      await playStatusCall(
        server,
        (desk) => {
          desk.whenCalled(traveller, desk.staysOnThePhone);
        },
        async ({ desk, until, answers, hasEnded }) => {
          await until(() => desk.isOnThePhone(traveller));
          await answers('help', means);
          await until(hasEnded);
          expect(desk.stops).toMatchObject([{ why: { why: 'superseded' } }]);
          expect(desk.helped).toMatchObject([{ callBack: true }]);
        },
      );
    },
  );

  it('after an OK that is not stored yet still opens the incident; after "Help" an OK does not take it back (I2)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.mongoIsAway = true;
        desk.whenCalled(traveller, () => ({ reason: 'acknowledged', means: 'key', answer: 'ok' }));
      },
      async ({ desk, until, pass, answers, view, hasEnded }) => {
        await until(async () => (await view()).answer === 'ok');
        await answers('help', 'sms');
        await until(() => desk.helped.length === 1);
        await answers('ok', 'sms');
        expect(await view()).toMatchObject({ state: 'answered', answer: 'help' });
        desk.mongoIsAway = false;
        await pass('5 minutes');
        expect(await hasEnded()).toBe(true);
        expect(desk.events('status-answered').map(({ answer }) => answer)).toEqual(['ok', 'help']);
        expect(desk.helped).toHaveLength(1);
      },
    );
  });

  it('is passed on until it has arrived, however long that takes (I1, I3)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.helpFailures = 40;
        desk.whenCalled(traveller, asksForHelp);
      },
      async ({ desk, pass, hasEnded }) => {
        await pass('2 minutes');
        expect(desk.helped).toHaveLength(0);
        expect(await hasEnded()).toBe(false);
        await pass('10 minutes');
        expect(desk.helped).toHaveLength(1);
        expect(await hasEnded()).toBe(true);
      },
    );
  });

  it('in the very moment in which the last round is over is heard, or refused so that it goes another way (I2)', async () => {
    await playStatusCall(
      server,
      (desk) => {
        desk.whenCalled(traveller, ringsOut);
        desk.statusPolicy = { ...desk.statusPolicy, rounds: 1, replySeconds: 0 };
        desk.mongoIsAway = true;
      },
      async ({ desk, until, answers, view }) => {
        await until(async () => (await view()).state === 'unreached');
        await expect(answers('help', 'sms')).rejects.toMatchObject({
          kind: 'conflict',
          message: 'The status call is over.',
        });
        expect(desk.helped).toHaveLength(0);
      },
    );
  });
});
