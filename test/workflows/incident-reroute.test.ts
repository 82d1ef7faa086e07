import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { actor, anna, clinic, desk as deskLine, operator, person, provider } from './people.js';
import { presses1 } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const agency = person('travel-provider', 'con_agency');

describe('an incident and the provider it goes to', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it.each([
    ['medical', clinic],
    ['travel', agency],
    ['security', provider],
    ['other', provider],
  ] as const)(
    'a %s one calls the provider for it, who gets the facts in writing too (I3, I5)',
    async (kind, first) => {
      await playIncident(
        server,
        (desk) => {
          desk.providerOf.medical = [clinic, deskLine];
          desk.providerOf.travel = [agency, deskLine];
          return { kind };
        },
        async ({ desk, pass }) => {
          await pass('1 second');
          expect(desk.called('provider')).toEqual([first.target.id, deskLine.target.id]);
          expect(desk.noticesOf('incident-reported')[0]?.to[0]).toEqual(first.target);
        },
      );
    },
  );

  it('while the old one rings: that call is stopped, the new one is called at once and gets the facts (I5, I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.providerOf.medical = [clinic, deskLine];
        desk.whenCalled(provider, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, until, routes, view }) => {
        await until(() => desk.isOnThePhone(provider));
        await routes('medical');
        await until(() => desk.callsTo(clinic).length === 1);
        expect(desk.stops).toMatchObject([
          { order: { target: provider.target }, why: { why: 'superseded' } },
        ]);
        expect(desk.callsTo(provider)).toHaveLength(1);
        await until(() => desk.noticesOf('incident-reported').length === 2);
        expect(desk.noticesOf('incident-reported')[1]).toMatchObject({ to: [clinic.target] });
        await until(() => desk.events('routed').length === 1);
        expect(desk.events('routed')).toEqual([{ type: 'routed', service: 'medical', by: operator }]);
        expect((await view()).service).toBe('medical');
      },
    );
  });

  it('between two rounds: the new one is called at once (I5, I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, providerRoundDelaySeconds: 3600 };
        desk.providerOf.medical = [clinic, deskLine];
        return {};
      },
      async ({ desk, pass, until, routes }) => {
        await pass('1 minute');
        await routes('medical');
        await until(() => desk.callsTo(clinic).length === 1);
      },
    );
  });

  it('after it was taken: the new one has to take it too (I5, I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.providerOf.medical = [clinic, deskLine];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(clinic, presses1);
        return {};
      },
      async ({ desk, pass, routes, view }) => {
        await pass('1 minute');
        await routes('medical');
        await pass('10 minutes');
        expect(desk.called('provider')).toEqual([provider.target.id, clinic.target.id]);
        expect((await view()).takenBy).toEqual(actor(clinic));
      },
    );
  });

  it('to where it is already: nothing changes but the timeline (I5)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        return {};
      },
      async ({ desk, pass, routes, view }) => {
        await pass('1 minute');
        await routes('assistance');
        await pass('4 minutes');
        expect(desk.events('routed')).toHaveLength(1);
        expect(desk.callsTo(provider)).toHaveLength(1);
        expect(desk.noticesOf('incident-reported')).toHaveLength(1);
        expect((await view()).takenBy).toEqual(actor(provider));
      },
    );
  });

  it('and a yes of the old one that crosses with it: the new one is called all the same (I5)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.providerOf.medical = [clinic, deskLine];
        desk.whenCalled(provider, desk.staysOnThePhone);
        desk.stopsComeTooLate = true;
        return {};
      },
      async ({ desk, until, routes, view }) => {
        await until(() => desk.isOnThePhone(provider));
        await routes('medical');
        await until(() => desk.stops.length === 1);
        desk.says(provider, { reason: 'acknowledged', means: 'key' });
        await until(() => desk.callsTo(clinic).length === 1);
        expect(await view()).not.toHaveProperty('takenBy');
      },
    );
  });

  it('a booking question concerns no internal contact until it is more than that (I3, I5)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.providerOf.travel = [agency];
        desk.whenCalled(agency, presses1);
        desk.whenCalled(provider, presses1);
        return { kind: 'travel' };
      },
      async ({ desk, pass, until, routes }) => {
        await pass('1 hour');
        expect(desk.callsTo(anna)).toHaveLength(0);
        expect(desk.noticesOf('incident-reported')).toMatchObject([{ to: [agency.target] }]);
        await routes('assistance');
        await until(() => desk.callsTo(anna).length === 1);
      },
    );
  });

  it('a booking question in which a life comes into danger concerns them at once (I3, I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        return { kind: 'travel' };
      },
      async ({ desk, pass, until, setsThreat }) => {
        await pass('1 minute');
        expect(desk.callsTo(anna)).toHaveLength(0);
        await setsThreat('immediate');
        await until(() => desk.callsTo(anna).length === 1);
      },
    );
  });
});
