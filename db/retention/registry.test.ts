import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { phoneNumberSchema } from '../../domain/phone-number.js';
import { dataClasses } from '../../domain/retention/data-class.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';
import { collectionsWithoutPeriod } from './registry.js';

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await temporaryStore();
});
afterAll(() => temporary.remove());

const classified = () =>
  new Set(dataClasses.flatMap((each) => temporary.store.retentionClasses[each].collections));

describe('the registry of what is kept (E4, R1)', () => {
  it('has an entry for each class', () => {
    for (const dataClass of dataClasses) {
      expect(temporary.store.retentionClasses[dataClass].dataClass).toBe(dataClass);
    }
  });

  it('says of every collection what becomes of its data: in a class, or why in none', () => {
    const collections = temporary.store.collections();
    const known = [...classified(), ...Object.keys(collectionsWithoutPeriod)];
    expect({
      'collections that belong to no class': collections.filter((name) => !known.includes(name)),
      'collections that do not exist': known.filter((name) => !collections.includes(name)),
      'collections in a class and in none': Object.keys(collectionsWithoutPeriod).filter((name) =>
        classified().has(name),
      ),
    }).toEqual({
      'collections that belong to no class': [],
      'collections that do not exist': [],
      'collections in a class and in none': [],
    });
  });

  it('has calls of no case among status calls: tests of channels have a call and no case (R2)', async () => {
    const { store } = temporary;
    await store.calls.claim(
      { sid: 'CA-registry', account: 'AC1' },
      {
        key: { workflowId: 'channel-test:tst_registry1', activityId: 'attempt-1' },
        organisationId: 'org_registry1',
        target: { role: 'internal-contact', id: 'con_registry1' },
      },
      phoneNumberSchema.parse('+493023125010'),
    );
    const read = await store.retentionClasses['status-calls'].read(['CA-registry'], { named: false });
    expect(read).toMatchObject([{ id: 'CA-registry', dataClass: 'status-calls' }]);
  });

  it('gives a reason for each collection without a period', () => {
    expect(Object.values(collectionsWithoutPeriod).filter((reason) => reason.length < 10)).toEqual([]);
  });
});
