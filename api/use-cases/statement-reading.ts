import type { Billed, Page, PageRequest, Store } from '../../db/store.js';
import type { IncidentView } from '../../domain/case-record.js';
import { notFound } from '../../domain/errors.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { CaseFee } from '../../domain/organisation/case-fees.js';
import type { OrganisationSettings } from '../../domain/organisation/organisation.js';
import type { Scope } from '../../domain/scope.js';
import { makeStatement, type Statement, type StatementTime } from '../../domain/statements/statement.js';
import { timeOfMonth } from '../../domain/calendar-month.js';

export interface ReadStatement extends Statement {
  readonly organisationId: OrganisationId;
  /** `yyyy-mm`. */
  readonly month: string;
  readonly time: StatementTime;
  readonly settings: OrganisationSettings;
}

export interface StatementReading {
  /**
   * What an organisation's incidents cost in a month of its time zone.
   *
   * @throws DomainError `not-found` for an organisation that does not exist, or is not theirs to see.
   */
  read(scope: Scope, organisationId: OrganisationId, month: string): Promise<ReadStatement>;
}

const pageSize = 200;
const versionsAtOnce = 20;

export function createStatementReading({
  store,
}: {
  readonly store: Pick<Store, 'organisations' | 'settingsVersions' | 'cases'>;
}): StatementReading {
  /**
   * The contracts that have counted since the moment, the latest first. Every saved version of the settings is kept, so a
   * statement stays what it was when fees are changed.
   */
  async function contractsSince(scope: Scope, organisationId: OrganisationId, moment: number) {
    const current = await store.organisations.find(scope, organisationId);
    if (current === undefined) throw notFound('organisation');
    const contracts = [{ since: current.updatedAt.getTime(), fees: current.settings.caseFees ?? [] }];
    let before = current.revision;
    while ((contracts.at(-1)?.since ?? 0) > moment) {
      const older = await store.settingsVersions.list(scope, organisationId, {
        limit: versionsAtOnce,
        before,
      });
      for (const { savedAt, settings } of older) {
        contracts.push({ since: savedAt.getTime(), fees: settings.caseFees ?? [] });
      }
      const last = older.at(-1);
      if (last === undefined) break;
      before = last.revision;
    }
    return { settings: current.settings, contracts };
  }

  return {
    async read(scope, organisationId, month) {
      const found = await store.organisations.find(scope, organisationId);
      if (found === undefined) throw notFound('organisation');
      const time = timeOfMonth(month, found.settings.timeZone);
      const billed = { organisationId, from: new Date(time.from), to: new Date(time.to) };
      const [{ settings, contracts }, opened, older] = await Promise.all([
        contractsSince(scope, organisationId, time.from),
        everyPage(billed, (query) => store.cases.incidentsOpened(scope, query)),
        everyPage(billed, (query) => store.cases.olderIncidentsWithOrders(scope, query)),
      ]);
      // What was opened before the settings were first saved falls under the first of them.
      const feesAt = (moment: number): readonly CaseFee[] =>
        (contracts.find(({ since }) => since <= moment) ?? contracts.at(-1))?.fees ?? [];
      const statement = makeStatement([...older, ...opened], time, feesAt);
      return { ...statement, organisationId, month, time, settings };
    },
  };
}

async function everyPage(
  billed: Billed,
  read: (query: PageRequest & Billed) => Promise<Page<IncidentView>>,
): Promise<readonly IncidentView[]> {
  const all: IncidentView[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ ...billed, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}
