import { documentsOf } from '../../dev/services/mongodb/documents-of.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TextTrace } from '../../domain/text-trace.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await temporaryStore();
});
afterAll(() => temporary.remove());

const trace: TextTrace = {
  id: 'SM1',
  account: 'AC1',
  organisationId: 'org_company1',
  caseId: 'inc_example1',
  personId: 'con_anna0001',
  number: '+493023125011',
  at: new Date('2026-11-30T10:00:00Z'),
};

describe('traces of texts (R2)', () => {
  it('are kept once, and the first one stays', async () => {
    const { textTraces } = temporary.store;
    await textTraces.keep(trace);
    await textTraces.keep({ ...trace, caseId: 'inc_another1' });
    expect(await textTraces.knownAmong(['SM1', 'SM2'])).toEqual(new Set(['SM1']));
    const { id: _id, ...rest } = trace;
    const { uri, database } = temporary.at;
    const documents = await documentsOf(uri, 'text_traces', database);
    expect(documents).toEqual([{ _id, ...rest }]);
  });

  it('travel sealed, and are kept from that', async () => {
    const { textTraces } = temporary.store;
    const soughtBy = { ownNumber: '+493023125000', origin: 'reply' } as const;
    const sealed = textTraces.seal({ ...trace, id: 'reply:SM2', soughtBy });
    expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain(trace.number);
    await textTraces.keepSealed(sealed);
    await textTraces.keepSealed(sealed);
    expect(await textTraces.knownAmong(['reply:SM2'])).toEqual(new Set(['reply:SM2']));
    await expect(textTraces.keepSealed('AAAA')).rejects.toThrow();
  });
});
