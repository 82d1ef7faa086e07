import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrganisationId, TravellerId } from '../../domain/identifiers.js';
import type { OrganisationSettings } from '../../domain/organisation/organisation.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import type { TravellerInput } from '../../domain/organisation/traveller.js';
import type { Scope } from '../../domain/scope.js';
import { deskScope } from '../../domain/scope.js';
import type { MongoStore } from '../connection.js';
import type { TemporaryStore } from '../store.fixture.js';
import { temporaryStore } from '../store.fixture.js';

let temporary: TemporaryStore;
let store: MongoStore;
beforeAll(async () => {
  temporary = await temporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.remove());

function scopeOf(organisationId: OrganisationId): Scope {
  return { of: 'organisation', organisationId };
}

function settings(name: string, changes: Partial<OrganisationSettings> = {}): OrganisationSettings {
  return organisationSettingsSchema.parse({
    name,
    providers: { assistance: { by: 'desk' }, backups: [] },
    internalContacts: [{ id: 'con_anna0001', name: 'Anna', phones: ['+4930901820'] }],
    authorisingPersons: [],
    ...changes,
  });
}

describe('organisations (E1, E2, E3, E5)', () => {
  it('are stored with all their settings', async () => {
    const created = await store.organisations.create(deskScope, 'org_stored01', settings('Stored'));
    expect(created).toMatchObject({ id: 'org_stored01', revision: 1, settings: settings('Stored') });
    expect(await store.organisations.find(deskScope, 'org_stored01')).toEqual(created);
    expect(await store.organisations.find(deskScope, 'org_nowhere1')).toBeUndefined();
  });

  it('are created once', async () => {
    await store.organisations.create(deskScope, 'org_once0001', settings('Once'));
    await expect(
      store.organisations.create(deskScope, 'org_once0001', settings('Twice')),
    ).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('are saved only over the revision that was read', async () => {
    await store.organisations.create(deskScope, 'org_saved001', settings('One'));
    const saves = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        store.organisations.save(deskScope, 'org_saved001', settings(`Two ${index}`), 1),
      ),
    );
    expect(saves.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const save of saves) {
      if (save.status === 'rejected') expect(save.reason).toMatchObject({ kind: 'conflict' });
    }
    const saved = await store.organisations.save(deskScope, 'org_saved001', settings('Three'));
    expect(saved).toMatchObject({ revision: 3, settings: { name: 'Three' } });
    expect(await store.organisations.save(deskScope, 'org_nowhere1', settings('None'))).toBeUndefined();
    expect(await store.organisations.save(deskScope, 'org_nowhere1', settings('None'), 1)).toBeUndefined();
  });

  it('do not share an inbound number', async () => {
    const inboundNumber = '+4930901899';
    await store.organisations.create(deskScope, 'org_inbound1', settings('One', { inboundNumber }));
    await store.organisations.create(deskScope, 'org_inbound2', settings('Two'));
    await expect(
      store.organisations.save(deskScope, 'org_inbound2', settings('Two', { inboundNumber })),
    ).rejects.toMatchObject({ kind: 'conflict' });
    await store.organisations.save(deskScope, 'org_inbound1', settings('One'));
    const saved = await store.organisations.save(
      deskScope,
      'org_inbound2',
      settings('Two', { inboundNumber }),
    );
    expect(saved?.settings.inboundNumber).toBe(inboundNumber);
  });

  it('do not exist for each other', async () => {
    await store.organisations.create(deskScope, 'org_apart001', settings('One'));
    const foreign = scopeOf('org_apart002');
    expect(await store.organisations.find(foreign, 'org_apart001')).toBeUndefined();
    expect(await store.organisations.save(foreign, 'org_apart001', settings('Taken'))).toBeUndefined();
    expect((await store.organisations.list(foreign, { limit: 50 })).items).toEqual([]);
    expect(await store.organisations.changedSince(foreign, new Date(0))).toEqual([]);
    await expect(
      store.organisations.create(foreign, 'org_apart003', settings('Foreign')),
    ).rejects.toMatchObject({ kind: 'not-found' });
    const own = await store.organisations.list(scopeOf('org_apart001'), { limit: 50 });
    expect(own.items.map(({ id }) => id)).toEqual(['org_apart001']);
  });

  it('are listed page by page, each once', async () => {
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.organisations.list(deskScope, { limit: 2, ...(cursor && { cursor }) });
      listed.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    const all = await store.organisations.changedSince(deskScope, new Date(0));
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed).toHaveLength(all.length);
  });

  it('refuse a cursor that is not theirs, and say which field is wrong', async () => {
    const forged = [
      'nonsense',
      '',
      Buffer.from('{"$gt":""}').toString('base64url'),
      Buffer.from('[1,{"$gt":""}]').toString('base64url'),
      Buffer.from('["2026","org_stored01"]').toString('base64url'),
      Buffer.from('[1e99,"org_stored01"]').toString('base64url'),
    ];
    for (const cursor of forged) {
      await expect(store.organisations.list(deskScope, { limit: 2, cursor })).rejects.toMatchObject({
        kind: 'invalid-input',
        fields: [{ path: '/cursor' }],
      });
    }
  });

  it('are found by the moment of their last change', async () => {
    await store.organisations.create(deskScope, 'org_change01', settings('One'));
    const { updatedAt } = await store.organisations.create(deskScope, 'org_change02', settings('Two'));
    const saved = await store.organisations.save(deskScope, 'org_change01', settings('One again'));
    const changed = await store.organisations.changedSince(deskScope, updatedAt);
    expect(changed.map(({ id }) => id)).toEqual(expect.arrayContaining(['org_change01', 'org_change02']));
    const none = await store.organisations.changedSince(
      deskScope,
      new Date((saved?.updatedAt.getTime() ?? 0) + 1),
    );
    expect(none).toEqual([]);
  });
});

describe('travellers (X4)', () => {
  const traveller: TravellerInput = {
    organisationId: 'org_travel01',
    name: 'Anna',
    phones: ['+4930901830', '+4930901831'],
    email: 'anna@example.org',
    language: 'hu',
  };
  const own = scopeOf('org_travel01');
  const foreign = scopeOf('org_foreign1');

  it('are stored, changed as a whole and found', async () => {
    const id: TravellerId = 'trv_anna0001';
    await store.travellers.create(own, id, traveller);
    expect(await store.travellers.find(own, id)).toEqual({ id, ...traveller });
    const fewer: TravellerInput = { organisationId: 'org_travel01', name: 'Anna', phones: [] };
    expect(await store.travellers.save(own, id, fewer)).toEqual({ id, ...fewer });
    expect(await store.travellers.find(own, id)).toEqual({ id, ...fewer });
    await expect(store.travellers.create(own, id, traveller)).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('are found by any of their numbers', async () => {
    await store.travellers.create(own, 'trv_ben00001', {
      ...traveller,
      phones: ['+4930901840', '+4930901841'],
    });
    await store.travellers.create(deskScope, 'trv_carla001', {
      ...traveller,
      organisationId: 'org_foreign1',
      phones: ['+4930901841'],
    });
    const ids = async (scope: Scope, phone: string) =>
      (await store.travellers.findByPhone(scope, phone)).map(({ id }) => id).sort();
    expect(await ids(deskScope, '+4930901841')).toEqual(['trv_ben00001', 'trv_carla001']);
    expect(await ids(own, '+4930901841')).toEqual(['trv_ben00001']);
    expect(await ids(own, '+4930901840')).toEqual(['trv_ben00001']);
    expect(await ids(own, '+4930901849')).toEqual([]);
  });

  it('do not exist for a foreign organisation, and do not move to one', async () => {
    const id: TravellerId = 'trv_apart001';
    await store.travellers.create(own, id, traveller);
    expect(await store.travellers.find(foreign, id)).toBeUndefined();
    expect(await store.travellers.save(foreign, id, traveller)).toBeUndefined();
    const moved = { ...traveller, organisationId: 'org_foreign1' } as const;
    expect(await store.travellers.save(foreign, id, moved)).toBeUndefined();
    expect(await store.travellers.save(deskScope, id, moved)).toBeUndefined();
    await expect(store.travellers.create(foreign, 'trv_apart002', traveller)).rejects.toMatchObject({
      kind: 'not-found',
    });
    const listed = await store.travellers.list(foreign, { limit: 50, organisationId: 'org_travel01' });
    expect(listed.items).toEqual([]);
    expect((await store.travellers.find(own, id))?.organisationId).toBe('org_travel01');
  });

  it('are listed page by page within one organisation', async () => {
    const organisationId: OrganisationId = 'org_pages001';
    const ids = Array.from({ length: 7 }, (_, index): TravellerId => `trv_pages00${index}`);
    for (const id of ids) await store.travellers.create(deskScope, id, { ...traveller, organisationId });
    const first = await store.travellers.list(deskScope, { limit: 4, organisationId });
    expect(first.nextCursor).toBeDefined();
    const second = await store.travellers.list(scopeOf(organisationId), {
      limit: 4,
      ...(first.nextCursor && { cursor: first.nextCursor }),
    });
    expect(second.nextCursor).toBeUndefined();
    expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual(ids);
  });
});

describe('tokens (X3)', () => {
  it('are found by their hash only', async () => {
    const token = {
      id: 'tok_desk0001',
      scope: deskScope,
      name: 'demo',
      hash: 'a'.repeat(64),
      createdAt: new Date('2026-11-21T10:00:00Z'),
    } as const;
    await store.tokens.create(deskScope, token);
    expect(await store.tokens.findByHash(token.hash)).toEqual(token);
    expect(await store.tokens.findByHash('b'.repeat(64))).toBeUndefined();
    await expect(store.tokens.create(deskScope, { ...token, id: 'tok_desk0002' })).rejects.toMatchObject({
      kind: 'conflict',
    });
    const scoped = {
      ...token,
      id: 'tok_org00001',
      scope: scopeOf('org_travel01'),
      hash: 'c'.repeat(64),
    } as const;
    await store.tokens.create(deskScope, scoped);
    expect(await store.tokens.findByHash(scoped.hash)).toEqual(scoped);
  });
});
