import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { unavailable } from '../../domain/errors.js';
import type { PersonErasureId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { openPurgeStage, type PurgeStage } from '../retention/testing/purge-stage.js';
import { createPersonErasureActivities } from './person-erasure-activities.js';

const organisationId = 'org_nightly001';
const by = { by: 'user', userId: 'usr_manager001' } as const;

let stage: PurgeStage;
beforeAll(async () => {
  stage = await openPurgeStage();
});
afterAll(() => stage.close());

async function asked(id: PersonErasureId, personId: `trv_${string}`): Promise<void> {
  await stage.store.travellers.create(deskScope, personId, { organisationId, name: 'Toni', phones: [] });
  await stage.store.personErasures.create(
    deskScope,
    {
      ...{ id, organisationId, personId, requestedBy: by, requestedAt: new Date() },
      ...{ reason: 'Asked for it', bodyHash: '' },
    },
    { id: personId, organisationId, names: ['Toni'], phones: [], emails: [] },
  );
}

describe('erasures of the night (R4)', () => {
  it('are tried all, although one of them cannot be', async () => {
    const { store, raw } = stage;
    await asked('era_unreadable', 'trv_unreadable');
    await asked('era_readable01', 'trv_readable01');
    await raw
      .collection<{ _id: string }>('person_erasures')
      .updateOne({ _id: 'era_unreadable' }, { $set: { sealedTraces: 'sealed by nobody' } });
    const activities = createPersonErasureActivities({
      store,
      histories: {
        isRunning: () => Promise.resolve(false),
        remove: () => Promise.resolve(),
      },
      telephony: {
        forgetCall: () => Promise.resolve(),
        forgetText: () => Promise.resolve(),
        findTexts: () => Promise.resolve([]),
        isGivenUp: () => false,
      },
      now: Date.now,
    });
    const retry = () => new MockActivityEnvironment().run(() => activities.retryErasures({ organisationId }));
    // So that it is tried again in the same night.
    await expect(retry()).rejects.toThrow();
    expect(await store.personErasures.unfinished(deskScope, organisationId)).toEqual(['era_unreadable']);
    expect(await store.travellers.find(deskScope, 'trv_readable01')).toBeUndefined();
    const read = await store.personErasures.find(deskScope, organisationId, 'era_readable01');
    expect(read).toMatchObject({ state: 'complete', report: { kept: [] } });
  });
});

describe('an erasure with a text that the provider does not delete now (R4)', () => {
  it('erases everything else, and is tried again', async () => {
    const { store } = stage;
    const id = 'era_refused001';
    const personId = 'trv_refused001';
    await asked(id, personId);
    await store.textTraces.keep({
      ...{ id: 'SM-refused', account: 'AC1', organisationId, number: '+4915100000061' },
      ...{ personId, at: new Date() },
    });
    let refuses = true;
    const activities = createPersonErasureActivities({
      store,
      histories: { isRunning: () => Promise.resolve(false), remove: () => Promise.resolve() },
      telephony: {
        forgetCall: () => Promise.resolve(),
        forgetText: () =>
          refuses ? Promise.reject(unavailable('The telephony provider')) : Promise.resolve(),
        findTexts: () => Promise.resolve([]),
        isGivenUp: () => false,
      },
      now: Date.now,
    });
    const erase = () =>
      new MockActivityEnvironment().run(() => activities.erasePerson({ id, organisationId }));
    await expect(erase()).rejects.toMatchObject({ type: 'unavailable' });
    expect(await store.travellers.find(deskScope, personId)).toBeUndefined();
    expect(await store.textTraces.knownAmong(['SM-refused'])).toEqual(new Set(['SM-refused']));
    refuses = false;
    await erase();
    expect(await store.textTraces.knownAmong(['SM-refused'])).toEqual(new Set());
    const ended = await store.personErasures.find(deskScope, organisationId, id);
    expect(ended).toMatchObject({ state: 'complete' });
  });
});

describe('a number that came while an erasure waited (R4)', () => {
  it('is still known when the traveller is gone and something of it has to wait', async () => {
    const { store, raw } = stage;
    const id = 'era_numbered01';
    const personId = 'trv_numbered01';
    const phone = '+4915100000062';
    await asked(id, personId);
    await raw
      .collection<{ _id: string }>('travellers')
      .updateOne({ _id: personId }, { $set: { phones: [phone] } });
    const leases = raw.collection<{ _id: string; kind: string; expiresAt: Date }>('number_leases');
    await leases.insertOne({ _id: phone, kind: 'call', expiresAt: new Date(Date.now() + 3_600_000) });
    const activities = createPersonErasureActivities({
      store,
      histories: { isRunning: () => Promise.resolve(false), remove: () => Promise.resolve() },
      telephony: {
        forgetCall: () => Promise.resolve(),
        forgetText: () => Promise.resolve(),
        findTexts: () => Promise.resolve([]),
        isGivenUp: () => false,
      },
      now: Date.now,
    });
    const erase = () =>
      new MockActivityEnvironment().run(() => activities.erasePerson({ id, organisationId }));
    await erase();
    expect(await store.travellers.find(deskScope, personId)).toBeUndefined();
    expect(await store.personErasures.find(deskScope, organisationId, id)).toMatchObject({
      state: 'waiting',
    });
    await leases.updateOne({ _id: phone }, { $set: { expiresAt: new Date(0) } });
    await erase();
    expect(await leases.countDocuments({ _id: phone })).toBe(0);
    expect(await store.personErasures.find(deskScope, organisationId, id)).toMatchObject({
      state: 'complete',
    });
  });
});
