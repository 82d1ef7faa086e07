import { describe, expect, it } from '@jest/globals';
import type { TextTrace } from '../../domain/text-trace.js';
import { unavailable } from '../../domain/errors.js';
import type { TextHandle, TextSearch } from '../../providers/telephony/telephony.js';
import { createOutsideDeletion } from './outside-deletion.js';

const trace: TextTrace = {
  id: 'SM1',
  account: 'AC1',
  organisationId: 'org_company1',
  number: '+493023125011',
  at: new Date('2026-11-30T10:00:00Z'),
};
const soughtBy = { ownNumber: '+493023125000', origin: 'reply' } as const;

/** Removes texts where the provider has these ones, and traces are kept of those. */
function deletionWith({
  found = [],
  known = [],
  refuses = false,
  givenUp = [],
}: {
  readonly found?: readonly string[];
  readonly known?: readonly string[];
  readonly refuses?: boolean;
  readonly givenUp?: readonly string[];
}) {
  const forgotten: TextHandle[] = [];
  const left: number[] = [];
  const searches: TextSearch[] = [];
  const outside = createOutsideDeletion({
    histories: {
      isRunning: () => Promise.resolve(false),
      remove: () => Promise.resolve(),
    },
    telephony: {
      forgetCall(call) {
        forgotten.push(call);
        return Promise.resolve();
      },
      isGivenUp: (account) => givenUp.includes(account),
      forgetText(text) {
        if (refuses) return Promise.reject(unavailable('The telephony provider'));
        forgotten.push(text);
        return Promise.resolve();
      },
      findTexts(search) {
        searches.push(search);
        return Promise.resolve(found.map((sid) => ({ sid, account: search.account })));
      },
    },
    textTraces: { knownAmong: (ids) => Promise.resolve(new Set(ids.filter((id) => known.includes(id)))) },
    tellLeft: (count) => {
      left.push(count);
    },
  });
  return { outside, forgotten, searches, left };
}

describe('texts outside of the database (R2)', () => {
  it('are deleted by their SID', async () => {
    const { outside, forgotten, searches } = deletionWith({});
    await outside.removeTexts([trace]);
    expect(forgotten).toEqual([{ sid: 'SM1', account: 'AC1' }]);
    expect(searches).toEqual([]);
  });

  it('are looked for where the SID never came, and are not taken for others that are known', async () => {
    const { outside, forgotten, searches } = deletionWith({ found: ['SM2', 'SM3', 'SM4'], known: ['SM2'] });
    await outside.removeTexts([{ ...trace, id: 'reply:SM1', soughtBy }]);
    expect(searches).toEqual([
      { account: 'AC1', from: '+493023125000', to: trace.number, origin: 'reply', orderedAt: trace.at },
    ]);
    expect(forgotten).toEqual([{ sid: 'SM3', account: 'AC1' }]);
  });

  it('need nothing where the provider has none', async () => {
    const { outside, forgotten } = deletionWith({ found: ['SM2'], known: ['SM2'] });
    await outside.removeTexts([{ ...trace, id: 'reply:SM1', soughtBy }]);
    expect(forgotten).toEqual([]);
  });

  it('keep whoever deletes from going on while the provider refuses', async () => {
    const { outside } = deletionWith({ refuses: true });
    await expect(outside.removeTexts([trace])).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('calls and texts at accounts that were given up (R2)', () => {
  it('are left to the provider and counted; those of other accounts go', async () => {
    const { outside, forgotten, searches, left } = deletionWith({ givenUp: ['AC1'] });
    await outside.removeTexts([
      trace,
      { ...trace, id: 'reply:SM1', soughtBy },
      { ...trace, id: 'SM2', account: 'AC2' },
    ]);
    await outside.removeCalls([
      { sid: 'CA1', account: 'AC1' },
      { sid: 'CA2', account: 'AC2' },
    ]);
    await outside.removeCalls([{ sid: 'CA3', account: 'AC2' }]);
    expect(forgotten.map(({ sid }) => sid)).toEqual(['SM2', 'CA2', 'CA3']);
    expect(searches).toEqual([]);
    expect(left).toEqual([2, 1]);
  });
});
