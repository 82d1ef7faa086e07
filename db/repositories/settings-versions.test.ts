import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';

const organisationId = 'org_versions1';
const foreign: Scope = { of: 'organisation', organisationId: 'org_foreign1' };
const by = { by: 'user', userId: 'usr_editor01' } as const;

function settings(name: string) {
  return organisationSettingsSchema.parse({
    name,
    providers: { assistance: { by: 'desk' }, backups: [] },
    internalContacts: [],
    authorisingPersons: [],
  });
}

describe('saved versions of settings (E5)', () => {
  let temporary: TemporaryStore;
  beforeAll(async () => {
    temporary = await temporaryStore();
  });
  afterAll(() => temporary.remove());

  it('are all there, each once, however many save at the same moment', async () => {
    const { organisations, settingsVersions } = temporary.store;
    await organisations.create(deskScope, organisationId, settings('first'), by);
    const names = Array.from({ length: 12 }, (_, index) => `save ${index}`);
    await Promise.all(
      names.map((name) => organisations.save(deskScope, organisationId, settings(name), undefined, by)),
    );
    const current = await organisations.find(deskScope, organisationId);
    expect(current?.revision).toBe(13);
    const kept = await settingsVersions.list(deskScope, organisationId, { limit: 100 });
    expect(kept.map(({ revision }) => revision)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(kept.every(({ savedBy }) => savedBy?.by === 'user')).toBe(true);
    const all = [...kept.map((version) => version.settings.name), current?.settings.name];
    expect(new Set(all)).toEqual(new Set(['first', ...names]));
  });

  it('are their own organisation’s only', async () => {
    const { settingsVersions } = temporary.store;
    expect(await settingsVersions.list(foreign, organisationId, { limit: 100 })).toEqual([]);
    expect(await settingsVersions.find(foreign, organisationId, 1)).toBeUndefined();
    expect(await settingsVersions.find(deskScope, organisationId, 1)).toMatchObject({ revision: 1 });
  });
});
