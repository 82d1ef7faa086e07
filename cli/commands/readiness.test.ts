import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { completeSettings } from '../../api/use-cases/organisation-settings.js';
import type { ChannelTestRequests } from '../../api/use-cases/channel-test-request.js';
import { createReadinessCheck } from '../../api/use-cases/readiness-check.js';
import { temporaryStore, type TemporaryStore } from '../../db/store.fixture.js';
import { organisationInputSchema } from '../../domain/organisation/organisation.js';
import { deskScope } from '../../domain/scope.js';
import { createWording } from '../../wording/wording.js';
import { takeNotes } from '../notes.fixture.js';
import { readinessCommand } from './readiness.js';

const anna = { name: 'Anna', phones: ['+4917139200011'] };
const payer = { name: 'Paula', email: 'paula@example.org' };

describe('npm run cli -- readiness (I13)', () => {
  let temporary: TemporaryStore;
  let notes: ReturnType<typeof takeNotes>;
  let printed: string[];
  let requested: Parameters<ChannelTestRequests['request']>[1][];
  beforeAll(async () => {
    temporary = await temporaryStore();
    const found = (id: 'org_ready1' | 'org_unread', settings: object) =>
      temporary.store.organisations.create(
        deskScope,
        id,
        completeSettings(organisationInputSchema.parse({ name: 'Example', ...settings })),
      );
    await found('org_ready1', { internalContacts: [anna], authorisingPersons: [payer] });
    await found('org_unread', { language: 'de' });
  });
  beforeEach(() => {
    printed = [];
    requested = [];
  });
  afterAll(() => temporary.remove());

  const run = (...args: readonly string[]) => {
    const print = (line: string) => printed.push(line);
    const desk = {
      name: 'Desk',
      language: 'en',
      phone: '+493023125001',
      email: 'desk@beistand.example',
      dutyPhone: '+4917139200001',
      dutyEmail: 'duty@beistand.example',
      emergencyNumber: '+493023125000',
    } as const;
    const check = createReadinessCheck({ store: temporary.store, desk, diallingRules: { own: [] } });
    const requests: Pick<ChannelTestRequests, 'request'> = {
      request(_scope, wanted) {
        requested.push(wanted);
        const { id, organisationId, contactId, channel, position, requestedBy } = wanted;
        const at = Date.now();
        const test = { id, organisationId, contactId, channel, position, requestedBy };
        return Promise.resolve({
          requested: 'started',
          test: { ...test, requestedAt: new Date(at), outcome: { state: 'requested', at } },
        });
      },
    };
    const dependencies = { check, requests, wording: createWording(), now: Date.now };
    notes = takeNotes();
    return readinessCommand(() => Promise.resolve(dependencies), print).run(args, notes);
  };

  it('tells the findings to people, and ends with 0 while none of them is an error', async () => {
    expect(await run('org_ready1', '--at', '2026-01-14T10:00:00Z')).toBe(0);
    expect(printed).toContain('Warning  /internalContacts/0/phones/0: Anna was never tested by call.');
  });

  it('ends with 1 when a finding is an error, and speaks the language of the organisation', async () => {
    expect(await run('org_unread')).toBe(1);
    expect(printed[0]).toBe('FEHLER  /internalContacts: Es gibt keine internen Notfallkontakte.');
  });

  it('prints the whole as JSON', async () => {
    expect(await run('org_unread', '--json', '--at', '2026-01-14T10:00:00Z')).toBe(1);
    expect(JSON.parse(printed.join('\n'))).toMatchObject({ at: '2026-01-14T10:00:00.000Z', ready: false });
  });

  it('tells of numbers that have texted STOP, and of who cannot approve by telephone', async () => {
    await temporary.store.texts.optOut('+4917139200011', true);
    expect(await run('org_ready1', '--json')).toBe(0);
    const { findings } = z
      .object({ findings: z.array(z.object({ code: z.string(), path: z.string(), sentence: z.string() })) })
      .parse(JSON.parse(printed.join('\n')));
    expect(findings).toContainEqual({
      code: 'texts-stopped',
      path: '/internalContacts/0/phones/0',
      sentence: 'Anna has texted STOP from this number, so texts do not reach them until they text START.',
    });
    expect(findings).toContainEqual({
      code: 'person-without-pin',
      path: '/authorisingPersons/0',
      sentence: 'Paula has no PIN, so they cannot approve anything by phone.',
    });
    await temporary.store.texts.optOut('+4917139200011', false);
    printed = [];
    await run('org_ready1');
    expect(printed.join('\n')).not.toContain('STOP');
  });

  it.each([
    ['calls', ['--test', '/internalContacts/0/phones/0'], 'voice'],
    ['texts', ['--test', '/internalContacts/0/phones/0', '--by', 'sms'], 'sms'],
    ['mails', ['--test', '/authorisingPersons/0/email'], 'email'],
  ])('%s somebody to test it, and records that', async (_what, args, channel) => {
    expect(await run('org_ready1', ...args)).toBe(0);
    expect(requested).toMatchObject([
      { organisationId: 'org_ready1', channel, position: 0, requestedBy: { by: 'token' } },
    ]);
    expect(printed[0]).toMatch(new RegExp(`^Test tst_\\w+ by ${channel} has begun`));
    expect(notes.taken).toMatchObject([
      { organisationId: 'org_ready1', what: { kind: 'channel' }, person: requested[0]?.contactId },
    ]);
  });

  it('tests nothing that does not stand in the settings, or is not used so', async () => {
    for (const args of [
      ['--test', '/internalContacts/0/phones/1'],
      ['--test', '/internalContacts/0/phones/0', '--by', 'email'],
      ['--test', '/internalContacts/0/phones/0', '--by', 'pigeon'],
      ['--test', '/internalContacts/0/phones/0', '--json'],
      ['--by', 'sms'],
    ]) {
      expect(await run('org_ready1', ...args)).toBe(2);
    }
    expect(requested).toEqual([]);
  });

  it('tells how it is used', async () => {
    expect(await run('org_ready1', '--at', 'noon')).toBe(2);
    expect(await run()).toBe(2);
    await expect(run('org_nobody')).rejects.toThrow('There is no such organisation');
  });
});
