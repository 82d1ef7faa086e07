import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChannelTestId, OrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import type { ChannelTestRepository } from '../channel-test-store.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';

const channel = { contactId: 'con_annaaa', channel: 'voice', position: 0 } as const;
const address = '+4917139200011';
const requestedBy = { by: 'token', tokenId: 'tok_abcdef' } as const;
const at = Date.UTC(2026, 0, 14);

describe('tests of channels (I13)', () => {
  let temporary: TemporaryStore;
  let tests: ChannelTestRepository;
  beforeAll(async () => {
    temporary = await temporaryStore();
    tests = temporary.store.channelTests;
  });
  afterAll(() => temporary.remove());

  const put = (id: ChannelTestId, organisationId: OrganisationId, of = address) =>
    tests.put(deskScope, { id, organisationId, ...channel, requestedBy, requestedAt: new Date(at) }, of);
  const known = async (organisationId: OrganisationId, of = address) =>
    (await tests.known(deskScope, organisationId, [{ ...channel, address: of }]))[0];

  it('are stored once, whoever asks again', async () => {
    expect((await put('tst_once01', 'org_once01')).created).toBe(true);
    const again = await put('tst_once01', 'org_once01');
    expect(again).toMatchObject({
      created: false,
      test: { id: 'tst_once01', outcome: { state: 'requested' } },
    });
  });

  it('count for the number that was tested, and for no other', async () => {
    await put('tst_number', 'org_number');
    await tests.note('tst_number', { state: 'confirmed', at });
    expect(await known('org_number')).toMatchObject({ confirmedAt: at });
    expect(await known('org_number', '+4917139200012')).toBeUndefined();
    expect(await tests.isOf('tst_number', address)).toBe(true);
    expect(await tests.isOf('tst_number', '+4917139200012')).toBe(false);
    expect(JSON.stringify(await tests.find(deskScope, 'tst_number'))).not.toContain('4917139');
  });

  it('stay confirmed, whatever is told later, and a later test keeps the earlier confirmation', async () => {
    await put('tst_first1', 'org_twice1');
    await tests.note('tst_first1', { state: 'confirmed', at });
    await tests.note('tst_first1', { state: 'failed', at: at + 1, reason: 'busy' });
    expect(await known('org_twice1')).toMatchObject({ confirmedAt: at, last: { state: 'confirmed' } });
    await tests.put(
      deskScope,
      {
        id: 'tst_second',
        organisationId: 'org_twice1',
        ...channel,
        requestedBy,
        requestedAt: new Date(at + 10),
      },
      address,
    );
    await tests.note('tst_second', { state: 'unconfirmed', at: at + 20, reason: 'voicemail' });
    expect(await known('org_twice1')).toMatchObject({ confirmedAt: at, last: { reason: 'voicemail' } });
  });

  it('do not exist for another organisation', async () => {
    await put('tst_foreig', 'org_theirs');
    const foreign = { of: 'organisation', organisationId: 'org_others' } as const;
    expect(await tests.find(foreign, 'tst_foreig')).toBeUndefined();
    expect(await tests.known(foreign, 'org_theirs', [{ ...channel, address }])).toEqual([]);
    await tests.remove(foreign, 'tst_foreig');
    expect(await tests.find(deskScope, 'tst_foreig')).toBeDefined();
  });
});
