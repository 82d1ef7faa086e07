import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskScope } from '../../domain/scope.js';
import type { SpendingRepository } from '../store.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';

const day = '2026-11-21';

describe('what an organisation spends on a day (security rules)', () => {
  let temporary: TemporaryStore;
  let spending: SpendingRepository;
  beforeAll(async () => {
    temporary = await temporaryStore();
    spending = temporary.store.spending;
  });
  afterAll(() => temporary.remove());

  it('never passes the cap, however many spend at the same moment', async () => {
    const allowed = await Promise.all(
      Array.from({ length: 50 }, () => spending.spend('org_capped01', day, 20, 300)),
    );
    expect(allowed.filter(Boolean)).toHaveLength(15);
    expect(await spending.spentOn(deskScope, 'org_capped01', day)).toBe(300);
  });

  it('is counted beyond the cap where there is none, and begins anew the next day', async () => {
    expect(await spending.spend('org_capped01', day, 20, undefined)).toBe(true);
    expect(await spending.spentOn(deskScope, 'org_capped01', day)).toBe(320);
    expect(await spending.spend('org_capped01', day, 20, 300)).toBe(false);
    expect(await spending.spend('org_capped01', '2026-11-22', 20, 300)).toBe(true);
    expect(await spending.spentOn(deskScope, 'org_others01', day)).toBe(0);
  });

  it('loses nothing when many spend without a cap on a new day', async () => {
    await Promise.all(Array.from({ length: 50 }, () => spending.spend('org_freely01', day, 3, undefined)));
    expect(await spending.spentOn(deskScope, 'org_freely01', day)).toBe(150);
  });
});
