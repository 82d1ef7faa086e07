import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskOrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { beginRun, eager, openPurgeStage, type PurgeStage } from './testing/purge-stage.js';

const day = 86_400_000;

let stage: PurgeStage;
beforeAll(async () => {
  stage = await openPurgeStage();
});
afterAll(() => stage.close());

const operator = { by: 'user', userId: 'usr_operator01' } as const;
const applications = () => stage.raw.collection<{ _id: string }>('partner_applications');
const left = async () => (await applications().find().toArray()).map(({ _id }) => _id).sort();

/** An application of a year ago, as it lies in the database. */
async function application(_id: `app_${string}`, decision: object): Promise<void> {
  const form = { companyName: 'Example Ltd', contactName: 'Robin', email: 'robin@example.org' };
  const receivedAt = new Date(stage.clock.now - 365 * day);
  await applications().insertOne({ _id, ...{ form, bodyHash: '', receivedAt }, ...decision });
}

const daysAgo = (days: number) => ({
  decidedAt: new Date(stage.clock.now - days * day),
  decidedBy: operator,
});

async function run(organisationId: `org_${string}` = deskOrganisationId) {
  const begun = await beginRun(stage, organisationId, stage.clock.now);
  await stage.purgeWith(stage.store)(begun, 'support-cases', eager);
  return begun;
}

describe('applications to become a partner (R1, R2)', () => {
  it('go when they were declined so long ago as support cases are kept; others stay', async () => {
    await stage.keep(deskOrganisationId, { 'support-cases': { count: 30, unit: 'days' } });
    await application('app_declined01', { state: 'declined', reason: 'No', ...daysAgo(40) });
    await application('app_declined02', { state: 'declined', reason: 'No', ...daysAgo(20) });
    await application('app_declined03', { state: 'declined', reason: 'No', ...daysAgo(40) });
    await application('app_accepted01', { state: 'accepted', accountId: 'acc_example01', ...daysAgo(40) });
    await application('app_waiting001', { state: 'received' });
    const id = 'hld_applicant1';
    await stage.store.legalHolds.create(deskScope, {
      id,
      ...{ organisationId: deskOrganisationId, reason: 'Court' },
      ...{ createdAt: new Date(), createdBy: operator },
      subject: { of: 'person', id: 'app_declined03' },
    });

    await run('org_another001');
    expect(await left()).toHaveLength(5);
    const first = await run();
    const kept = ['app_accepted01', 'app_declined02', 'app_waiting001'];
    expect(await left()).toEqual([...kept, 'app_declined03'].sort());
    expect(
      await stage.store.retentionRuns.unsettled(deskScope, deskOrganisationId, 'support-cases', first.id),
    ).toEqual([]);

    await stage.raw
      .collection<{ _id: string }>('legal_holds')
      .updateOne({ _id: id }, { $set: { released: { at: new Date() } } });
    const second = await run();
    expect(await left()).toEqual(kept);
    const { classes } = await stage.certify(second);
    expect(classes.find(({ dataClass }) => dataClass === 'support-cases')?.count).toBe(1);
  });
});
