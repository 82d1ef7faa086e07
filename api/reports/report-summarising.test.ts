import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newIncidentId, view } from '../../db/repositories/case-records.fixture.js';
import { supportMessage, supportOpening } from '../../db/repositories/support-records.fixture.js';
import { temporaryStore, type TemporaryStore } from '../../db/store.fixture.js';
import { deskOrganisationId } from '../../domain/desk-organisation.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import {
  organisationInputSchema,
  organisationSettingsSchema,
} from '../../domain/organisation/organisation.js';
import type { ReportKind } from '../../domain/reports/report-plan.js';
import { deskScope } from '../../domain/scope.js';
import { createReportSummarising } from './report-summarising.js';

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await temporaryStore();
});
afterAll(() => temporary.remove());

async function months(organisationId: OrganisationId, kind: ReportKind): Promise<readonly string[]> {
  const period = { from: '2026-01', to: '2026-12' };
  const found = await temporary.store.monthlySummaries.months(deskScope, organisationId, kind, period);
  return found.map(({ month, computedAt }) => `${month} ${computedAt.toISOString()}`);
}

describe('summarising (R3)', () => {
  it('goes through all organisations, from their first month on, and leaves alone what cannot change', async () => {
    const { store } = temporary;
    const organisationId = 'org_summar01';
    const settings = organisationSettingsSchema.parse(
      organisationInputSchema.parse({ name: 'One', timeZone: 'Pacific/Kiritimati' }),
    );
    await store.organisations.create(deskScope, organisationId, settings);
    const openedAt = Date.parse('2026-01-31T12:00:00Z');
    const shown = view(newIncidentId(), { organisationId, state: 'archived', openedAt });
    await store.cases.record({ revision: 1, view: shown, entries: [], sealedTexts: [] });
    const opening = supportOpening({ openedAt: new Date('2026-04-03T10:00:00Z') });
    await store.supportCases.open(deskScope, opening, supportMessage(opening));
    const first = '2026-04-20T00:00:00.000Z';
    const second = '2026-04-20T01:00:00.000Z';
    for (const now of [first, '2026-04-20T00:30:00.000Z', second]) {
      await createReportSummarising({ store, now: () => Date.parse(now) })();
    }
    // In Kiritimati it was February already. Its month is over, and nothing in it is open.
    expect(await months(organisationId, 'incidents')).toEqual([
      `2026-02 ${first}`,
      `2026-03 ${first}`,
      `2026-04 ${second}`,
    ]);
    expect(await months(organisationId, 'status-calls')).toEqual([]);
    expect(await months(deskOrganisationId, 'support-cases')).toEqual([`2026-04 ${second}`]);
  });
});
