import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Intake } from '../db/store.js';
import { unavailable } from '../domain/errors.js';
import type { Mail } from '../providers/mail/mailer.js';
import type { CallOrder, Placement } from '../providers/telephony/telephony.js';
import { createMailTemplates } from '../wording/mail/mail-templates.js';
import { createWording } from '../wording/wording.js';
import { createAlarmTelling } from './alarm-telling.js';
import { createAuditor } from './auditor.js';
import { createMetrics } from './metrics.js';
import { createInboundAddresses } from './telephony/inbound-addresses.js';
import { casesInMemory, type CasesInMemory } from './testing/cases-in-memory.js';
import { desk } from './testing/stage.js';

const minute = 60_000;
const log = pino({ level: 'silent' });
let now: number;
let cases: CasesInMemory;
let overdue: { caseId: string; organisationId: 'org_abcdef'; nextActionAt: Date }[];
let overdueSupport: { caseId: 'sup_abcdef'; nextActionAt: Date }[];
let reported: Pick<Intake, 'id' | 'organisationId' | 'createdAt' | 'startedAt'>[];
let recorded: Set<string>;
let mongoAway: boolean;
let placed: CallOrder[];
let placement: Placement;
let isOnThePhone: boolean;
let mails: Mail[];
let claimed: Set<string>;

beforeEach(() => {
  now = Date.parse('2026-11-21T08:00:00Z');
  cases = casesInMemory();
  overdue = [];
  overdueSupport = [];
  reported = [];
  recorded = new Set();
  mongoAway = false;
  placed = [];
  placement = { placed: 'yes', call: { sid: 'CA1', account: 'AC1' } };
  isOnThePhone = false;
  mails = [];
  claimed = new Set();
});

const fromMongo = <Answer>(answer: () => Answer): Promise<Answer> =>
  mongoAway ? Promise.reject(unavailable('The database')) : Promise.resolve(answer());

function audit({ heartbeatUrl }: { readonly heartbeatUrl?: string } = {}) {
  const alarms = createAlarmTelling({
    telephony: {
      placeCall: (order) => {
        placed.push(order);
        return Promise.resolve(placement);
      },
      liveCallsTo: (to) =>
        Promise.resolve(
          isOnThePhone
            ? [
                {
                  sid: 'CA2',
                  account: 'AC1',
                  to,
                  from: to,
                  state: 'ringing',
                  answeredBy: 'unknown',
                  createdAt: new Date(now),
                } as const,
              ]
            : [],
        ),
    },
    mailer: {
      send: (mail) => {
        mails.push(mail);
        return Promise.resolve({ sent: true, messageId: '1' });
      },
    },
    mailTemplates: createMailTemplates(createWording()),
    texts: {
      claimSending: (key) =>
        fromMongo(() => {
          const isNew = !claimed.has(key);
          claimed.add(key);
          return isNew;
        }),
    },
    addresses: createInboundAddresses({ publicUrl: 'https://desk.example.org' }),
    desk,
    log,
    now: () => now,
  });
  return createAuditor({
    projection: {
      overdue: (before) => fromMongo(() => overdue.filter(({ nextActionAt }) => nextActionAt < before)),
      recordedAmong: (ids) => fromMongo(() => new Set(ids.filter((id) => recorded.has(id)))),
    },
    intakes: {
      awaitingCase: (before, limit) =>
        fromMongo(() => reported.filter(({ createdAt }) => createdAt < before).slice(0, limit)),
      noteCases: (ids) =>
        fromMongo(() => {
          const noted = new Set(ids);
          reported = reported.filter(({ id }) => !noted.has(id));
        }),
    },
    supportCases: {
      overdue: (before) =>
        fromMongo(() => overdueSupport.filter(({ nextActionAt }) => nextActionAt < before)),
    },
    health: cases.health,
    alarms,
    metrics: createMetrics(),
    log,
    graceMilliseconds: minute,
    ...(heartbeatUrl === undefined ? {} : { heartbeatUrl }),
    now: () => now,
  });
}

const dueBefore = (milliseconds: number) => [
  { caseId: 'inc_late1', organisationId: 'org_abcdef' as const, nextActionAt: new Date(now - milliseconds) },
];

describe('overdue cases (I10)', () => {
  it('are told to the desk’s duty number and mail once they are late beyond the grace', async () => {
    const auditor = audit();
    overdue = dueBefore(minute / 2);
    await auditor.round();
    expect(auditor.alarmed).toBe(false);
    now += minute;
    await auditor.round();
    expect(auditor.alarmed).toBe(true);
    expect(placed).toMatchObject([{ to: desk.dutyPhone, from: desk.emergencyNumber }]);
    expect(placed[0]?.answerUrl).toBe('https://desk.example.org/telephony/alarm?count=1&away=database');
    expect(mails).toMatchObject([{ to: desk.dutyEmail }]);
    expect(mails[0]?.text).toContain('inc_late1');
  });

  it('are told again only after ten minutes', async () => {
    const auditor = audit();
    overdue = dueBefore(2 * minute);
    for (let rounds = 0; rounds < 9; rounds += 1) {
      await auditor.round();
      now += minute;
    }
    expect([placed.length, mails.length]).toEqual([1, 1]);
    now += 2 * minute;
    await auditor.round();
    expect([placed.length, mails.length]).toEqual([2, 2]);
  });

  it('are told by one of several API processes', async () => {
    overdue = dueBefore(2 * minute);
    await Promise.all([audit().round(), audit().round(), audit().round()]);
    expect([placed.length, mails.length]).toEqual([1, 1]);
  });

  it('are called again in the next round when the call was refused, and mailed all the same', async () => {
    const auditor = audit();
    overdue = dueBefore(2 * minute);
    placement = { placed: 'no', why: 'provider-rejected' };
    await auditor.round();
    placement = { placed: 'yes', call: { sid: 'CA1', account: 'AC1' } };
    await auditor.round();
    await auditor.round();
    expect([placed.length, mails.length]).toEqual([2, 1]);
  });

  it('wait while the duty phone has a call', async () => {
    const auditor = audit();
    overdue = dueBefore(2 * minute);
    isOnThePhone = true;
    await auditor.round();
    expect(placed).toEqual([]);
    isOnThePhone = false;
    await auditor.round();
    expect(placed).toHaveLength(1);
  });

  it('end the alarm when they have moved on', async () => {
    const auditor = audit();
    overdue = dueBefore(2 * minute);
    await auditor.round();
    overdue = [];
    await auditor.round();
    expect(auditor.alarmed).toBe(false);
  });
});

describe('overdue support cases (C9)', () => {
  it('are told by mail, call nobody out of bed, and leave the API ready', async () => {
    const auditor = audit();
    overdueSupport = [{ caseId: 'sup_abcdef', nextActionAt: new Date(now - minute / 2) }];
    await auditor.round();
    expect(mails).toEqual([]);
    now += minute;
    await auditor.round();
    expect([placed, auditor.alarmed]).toEqual([[], false]);
    expect(mails).toMatchObject([{ to: desk.dutyEmail }]);
    expect(mails[0]?.text).toContain('sup_abcdef');
  });
});

describe('cases that are in no list (I10)', () => {
  const report = (id: string, started: boolean): void => {
    const at = new Date(now);
    reported.push({
      id,
      organisationId: 'org_abcdef',
      createdAt: at,
      ...(started ? { startedAt: at } : {}),
    });
  };

  /** An auditor that has been at work for a while. */
  async function usualAuditor() {
    const auditor = audit();
    for (let rounds = 0; rounds < 3; rounds += 1) {
      await auditor.round();
      now += minute;
    }
    return auditor;
  }

  it('are told by name: those that nobody has started, and those that have never been recorded', async () => {
    const auditor = await usualAuditor();
    report('inc_unstarted', false);
    report('stc_stuck', true);
    report('inc_well', true);
    recorded.add('inc_well');
    now += minute / 2;
    await auditor.round();
    expect(auditor.alarmed).toBe(false);
    now += minute;
    await auditor.round();
    expect(auditor.alarmed).toBe(true);
    expect(placed[0]?.answerUrl).toContain('count=2');
    expect(mails[0]?.text).toContain('inc_unstarted');
    expect(mails[0]?.text).toContain('stc_stuck');
    expect(mails[0]?.text).not.toContain('inc_well');
  });

  it('are looked at until they have been recorded, and no longer', async () => {
    const auditor = await usualAuditor();
    report('inc_late', true);
    now += 2 * minute;
    await auditor.round();
    expect(auditor.alarmed).toBe(true);
    recorded.add('inc_late');
    await auditor.round();
    expect(auditor.alarmed).toBe(false);
    expect(reported).toEqual([]);
  });

  it('are told too when there is only a workflow: the report came while MongoDB was away', async () => {
    const auditor = await usualAuditor();
    cases.running = ['inc_nowhere', 'inc_well'].map((caseId) => ({ caseId, startedAt: new Date(now) }));
    recorded.add('inc_well');
    now += minute / 2;
    await auditor.round();
    expect(auditor.alarmed).toBe(false);
    now += minute;
    await auditor.round();
    expect(auditor.alarmed).toBe(true);
    expect(mails[0]?.text).toContain('inc_nowhere');
    expect(mails[0]?.text).not.toContain('inc_well');
  });

  it('have their time from the moment that they were started, not reported', async () => {
    const auditor = await usualAuditor();
    report('inc_swept', false);
    now += 2 * minute;
    reported = reported.map((each) => ({ ...each, startedAt: new Date(now - minute / 2) }));
    await auditor.round();
    expect(auditor.alarmed).toBe(false);
  });

  it('are no alarm of their own while the case engine is away, and get their time afterwards', async () => {
    const auditor = await usualAuditor();
    cases.away = true;
    report('inc_waiting', false);
    now += 2 * minute;
    await auditor.round();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).not.toContain('inc_waiting');
    cases.away = false;
    now += minute / 2;
    await auditor.round();
    expect(auditor.alarmed).toBe(false);
    now += minute;
    await auditor.round();
    expect(auditor.alarmed).toBe(true);
    expect(mails.at(-1)?.text).toContain('inc_waiting');
  });

  it('get their time after the start of an auditor, too', async () => {
    report('inc_waiting', false);
    now += 10 * minute;
    const auditor = audit();
    await auditor.round();
    expect(auditor.alarmed).toBe(false);
    now += 2 * minute;
    await auditor.round();
    expect(auditor.alarmed).toBe(true);
  });
});

describe('the case engine (design: nobody guards themselves)', () => {
  it.each([
    ['does not answer', (): void => void (cases.away = true)],
    ['has no workers', (): void => void (cases.pollers = 0)],
  ])('raises the alarm when it %s for longer than the grace, without MongoDB too', async (_what, fail) => {
    const auditor = audit();
    await auditor.round();
    fail();
    mongoAway = true;
    now += minute / 2;
    await auditor.round();
    expect(auditor.alarmed).toBe(false);
    now += minute;
    await auditor.round();
    expect(auditor.alarmed).toBe(true);
    expect(placed[0]?.answerUrl).toContain('count=0');
    expect(mails[0]?.subject).toContain('case engine');
    await auditor.round();
    expect([placed.length, mails.length]).toEqual([1, 1]);
  });
});

describe('MongoDB (design: nobody guards themselves)', () => {
  it('raises the alarm when it is away for longer than the grace, and no heartbeat says that all is well', async () => {
    const auditor = audit();
    await auditor.round();
    mongoAway = true;
    now += minute / 2;
    await auditor.round();
    expect(auditor.alarmed).toBe(false);
    now += minute;
    await auditor.round();
    expect(auditor.alarmed).toBe(true);
    expect(placed[0]?.answerUrl).toContain('count=0&away=database');
    expect(mails[0]?.subject).toContain('database');
    await auditor.round();
    expect([placed.length, mails.length]).toEqual([1, 1]);
  });

  it('leaves cases their time to record themselves when it is back', async () => {
    const auditor = audit();
    await auditor.round();
    mongoAway = true;
    overdue = dueBefore(2 * minute);
    now += minute / 2;
    await auditor.round();
    mongoAway = false;
    now += minute / 2;
    await auditor.round();
    expect(auditor.alarmed).toBe(false);
    now += minute;
    await auditor.round();
    expect(auditor.alarmed).toBe(true);
    expect(mails[0]?.text).toContain('inc_late1');
  });
});

describe('the heartbeat', () => {
  let server: Server;
  let beats = 0;
  beforeEach(async () => {
    beats = 0;
    server = createServer((_request, response) => {
      beats += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('beats only while all is well', async () => {
    const { port } = server.address() as AddressInfo;
    const auditor = audit({ heartbeatUrl: `http://127.0.0.1:${port}/beat` });
    await auditor.round();
    expect(beats).toBe(1);
    mongoAway = true;
    await auditor.round();
    expect(beats).toBe(1);
    mongoAway = false;
    now += 2 * minute;
    overdue = dueBefore(2 * minute);
    await auditor.round();
    expect(beats).toBe(1);
  });
});
