import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createAuditTrail } from '../api/audit/audit-trail.js';
import { createBackgroundWork } from '../api/background-work.js';
import { completeSettings } from '../api/use-cases/organisation-settings.js';
import { createReadinessCheck } from '../api/use-cases/readiness-check.js';
import { createMetrics } from '../api/metrics.js';
import { temporaryStore, type TemporaryStore } from '../db/store.fixture.js';
import { unavailable } from '../domain/errors.js';
import { organisationInputSchema } from '../domain/organisation/organisation.js';
import { deskScope } from '../domain/scope.js';
import { createWording } from '../wording/wording.js';
import { auditOf, type Command } from './command.js';
import { createAuditCommand } from './commands/audit.js';
import { createAdminCommand } from './commands/create-admin.js';
import { doctorCommand } from './commands/doctor.js';
import { readinessCommand } from './commands/readiness.js';
import { seedCommand } from './commands/seed.js';
import { commandOperator, runRecorded, type RecordingDependencies } from './recorded.js';

const operator = { account: 'anna', host: 'desk-1' };
const organisationId = 'org_examined1';

let temporary: TemporaryStore;
let printed: string[];
let dependencies: RecordingDependencies;
beforeAll(async () => {
  temporary = await temporaryStore();
  const { store } = temporary;
  const log = pino({ level: 'silent' });
  const trail = createAuditTrail({
    audit: store.audit,
    background: createBackgroundWork({ log }),
    metrics: createMetrics(),
    log,
  });
  dependencies = { trail: () => Promise.resolve(trail), operator, now: Date.now };
  const settings = completeSettings(organisationInputSchema.parse({ name: 'Example' }));
  await store.organisations.create(deskScope, organisationId, settings);
  printed = [];
});
afterAll(() => temporary.remove());

const print = (line: string) => printed.push(line);
const links = {
  make: () => Promise.resolve({ url: 'https://desk.example.org/account', expiresAt: new Date() }),
};

/** Of an organisation without people no channel is tested. */
const noTests = { request: () => Promise.reject(new Error('Nobody is to be tested.')) };

/** Every command, with arguments by which it does what it is for. */
function commands(): readonly (readonly [Command, readonly string[]])[] {
  const { store } = temporary;
  const desk = {
    name: 'Desk',
    language: 'en',
    phone: '+493023125001',
    email: 'desk@beistand.example',
    dutyPhone: '+4917139200001',
    dutyEmail: 'duty@beistand.example',
    emergencyNumber: '+493023125000',
  } as const;
  const check = createReadinessCheck({ store, desk, diallingRules: { own: [] } });
  return [
    [
      createAuditCommand({
        openAudit: () => Promise.resolve({ audit: store.audit, close: () => Promise.resolve() }),
        write: print,
        now: Date.now,
      }),
      ['verify'],
    ],
    [
      createAdminCommand(() => Promise.resolve({ users: store.users, links, print })),
      ['--email', 'lead@example.org', '--name', 'Leader Grasmuecke'],
    ],
    [
      doctorCommand(
        () => {
          throw new Error('There is no configuration.');
        },
        () => Promise.resolve([]),
        () => [],
        print,
      ),
      [],
    ],
    [
      readinessCommand(
        () => Promise.resolve({ check, requests: noTests, wording: createWording(), now: Date.now }),
        print,
      ),
      [organisationId],
    ],
    [seedCommand(() => Promise.resolve({ store, links, print })), []],
  ];
}

async function entriesOf(action: string) {
  const { items } = await temporary.store.audit.list(deskScope, { limit: 200, action });
  // Those of one millisecond are listed by identifier, in which the tenth stands before the ninth.
  return [...items]
    .reverse()
    .sort((one, other) =>
      one.organisationId === other.organisationId ? one.sequence - other.sequence : one.at - other.at,
    );
}

describe('every command (X5)', () => {
  it('stands in the audit trail with who gave it, on which machine, and what it changed, or says why not', async () => {
    const files = await readdir(join(import.meta.dirname, 'commands'));
    const names = files.filter((file) => !file.includes('.test.')).map((file) => file.replace('.ts', ''));
    expect(commands().map(([{ name }]) => name)).toEqual(names.sort());
    for (const [command, args] of commands()) {
      await runRecorded(command, args, dependencies);
      const entries = await entriesOf(command.name);
      const isExcused = 'nothing' in auditOf(command, args);
      expect([command.name, entries.length > 0]).toEqual([command.name, !isExcused]);
      for (const entry of entries) {
        expect(entry).toMatchObject({
          by: { by: 'command-line', account: 'anna' },
          from: { host: 'desk-1' },
        });
      }
    }
    expect((await entriesOf('create-admin')).map(({ stage, what: { kind } }) => [stage, kind])).toEqual([
      ['asked', 'user'],
      ['done', 'user'],
    ]);
    expect((await entriesOf('seed')).map(({ what }) => what.kind)).toEqual([
      'organisation',
      'organisation',
      'traveller',
      'partner-account',
      ...Array.from({ length: 6 }, () => 'user'),
    ]);
    expect(await entriesOf('readiness')).toMatchObject([{ organisationId, stage: 'done' }]);
    const [readiness] = commands().find(([{ name }]) => name === 'readiness') ?? [];
    if (readiness === undefined) throw new Error('There is no such command.');
    // A test of a channel is a change: that it was asked for is recorded before.
    await runRecorded(readiness, [organisationId, '--test', '/internalContacts/0/email'], dependencies);
    expect((await entriesOf('readiness')).slice(1)).toMatchObject([
      { stage: 'asked', what: { kind: 'channel' } },
      { stage: 'refused', result: '2' },
    ]);
  });

  it('keeps what it writes of people sealed, under their own keys', async () => {
    const [, made] = await entriesOf('create-admin');
    expect(made?.values).toMatchObject([{ after: { name: 'Leader Grasmuecke', role: 'desk-lead' } }]);
    const { values: _opened, ...signed } = made ?? { values: [] };
    expect(JSON.stringify(signed)).not.toContain('Grasmuecke');
  });

  it('is recorded too when it is refused', async () => {
    const [command, args] = commands().find(([{ name }]) => name === 'create-admin') ?? [];
    if (command === undefined || args === undefined) throw new Error('There is no such command.');
    await expect(runRecorded(command, args, dependencies)).rejects.toThrow();
    expect(await runRecorded(command, ['--email', 'nonsense', '--name', 'X'], dependencies)).toBe(2);
    const results = (await entriesOf('create-admin')).slice(2).map(({ stage, result }) => [stage, result]);
    expect(results).toEqual([
      ['asked', undefined],
      ['refused', 'error'],
      ['asked', undefined],
      ['refused', '2'],
    ]);
  });

  it('changes and shows nothing that cannot be recorded', async () => {
    const away = { ...dependencies, trail: () => Promise.reject(unavailable('The audit trail')) };
    printed = [];
    const users = async () => (await temporary.store.users.list(deskScope, { limit: 200 })).items.length;
    const before = await users();
    for (const [command] of commands().filter(([{ audit }]) => !('nothing' in audit))) {
      const args =
        command.name === 'create-admin' ? ['--email', 'b@example.org', '--name', 'B'] : [organisationId];
      await expect(runRecorded(command, args, away)).rejects.toThrow('The audit trail');
    }
    expect(printed).toEqual([]);
    expect(await users()).toBe(before);
  });

  it('cannot do what it does not say of itself', async () => {
    const silent: Command = {
      name: 'silent',
      usage: 'silent',
      audit: { nothing: 'it says so' },
      run: (_args, notes) => {
        notes.changed({ organisationId, what: { kind: 'organisation' } });
        return Promise.resolve(0);
      },
    };
    await expect(runRecorded(silent, [], dependencies)).rejects.toThrow('does not say of itself');
  });

  it('knows who runs it', () => {
    const { account, host } = commandOperator();
    expect([account.length > 0, host.length > 0]).toEqual([true, true]);
  });
});
