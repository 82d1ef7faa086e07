import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { completeSettings } from '../../api/use-cases/organisation-settings.js';
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
  let printed: string[];
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
    const dependencies = { check, wording: createWording(), now: Date.now };
    return readinessCommand(() => Promise.resolve(dependencies), print).run(args, takeNotes());
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

  it('tells how it is used', async () => {
    expect(await run('org_ready1', '--at', 'noon')).toBe(2);
    expect(await run()).toBe(2);
    await expect(run('org_nobody')).rejects.toThrow('There is no such organisation');
  });
});
