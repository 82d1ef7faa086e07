import type { Store } from '../../db/store.js';
import { ChangedMeanwhileError, DomainError, invalidInput, notFound } from '../../domain/errors.js';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
import { isSameReport, reportPlanErrors, type ReportName } from '../../domain/reports/report-plan.js';
import { brokenReports, describeBrokenReport } from '../../domain/retention/broken-reports.js';
import { dataClassesOf } from '../../domain/retention/data-class.js';
import { retentionPolicyOf } from '../../domain/retention/retention-policy.js';
import type { RetentionSettings } from '../../domain/retention/retention-settings.js';
import type { Scope } from '../../domain/scope.js';

export interface RetentionSavingDependencies {
  readonly store: Pick<Store, 'organisations' | 'retentionSettings'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Either side of the settings, the other one staying as it is. */
export type RetentionChange = Pick<RetentionSettings, 'periods'> | Pick<RetentionSettings, 'reports'>;

export interface RetentionSaving {
  /** @throws DomainError `not-found`: there is no such organisation. */
  read(scope: Scope, organisationId: OrganisationId): Promise<RetentionSettings>;
  /**
   * Saves periods or a plan, unless reports would break that are not confirmed by name (E4).
   *
   * @param ifRevision what the client has named; undefined: nothing.
   * @throws DomainError `not-found`, `invalid-input` for what the organisation cannot have, `conflict` for reports that would
   *   break. ChangedMeanwhileError when somebody has saved since.
   */
  save(
    scope: Scope,
    organisationId: OrganisationId,
    change: RetentionChange,
    confirmed: readonly ReportName[],
    ifRevision: number | undefined,
  ): Promise<{ readonly before: RetentionSettings; readonly saved: RetentionSettings }>;
}

export function createRetentionSaving({ store, now }: RetentionSavingDependencies): RetentionSaving {
  async function read(scope: Scope, organisationId: OrganisationId): Promise<RetentionSettings> {
    // Cases of partners are the desk's, whether or not its organisation has settings of its own.
    const isThere =
      organisationId === deskOrganisationId ||
      (await store.organisations.find(scope, organisationId)) !== undefined;
    if (!isThere) throw notFound('organisation');
    return store.retentionSettings.find(scope, organisationId);
  }

  return {
    read,
    async save(scope, organisationId, change, confirmed, ifRevision) {
      const before = await read(scope, organisationId);
      if (ifRevision !== undefined && ifRevision !== before.revision) {
        throw new ChangedMeanwhileError('retention settings');
      }
      const wanted = { ...before, ...change };
      refuseWhatItCannotHave(wanted);
      refuseBrokenReports(wanted, confirmed);
      return { before, saved: await store.retentionSettings.replace(scope, wanted, new Date(now())) };
    },
  };
}

function refuseWhatItCannotHave({ organisationId, periods, reports }: RetentionSettings): void {
  const known: readonly string[] = dataClassesOf(organisationId);
  const errors = [
    ...Object.keys(periods)
      .filter((each) => !known.includes(each))
      .map((each) => ({
        path: `/periods/${each}`,
        message: 'is a class of which only the desk’s organisation has data',
      })),
    ...reportPlanErrors(reports, organisationId).map(({ path, message }) => ({
      path: `/reports${path}`,
      message,
    })),
  ];
  if (errors.length > 0) throw invalidInput('The body of the request is not valid.', errors);
}

function refuseBrokenReports(
  { periods, reports }: RetentionSettings,
  confirmed: readonly ReportName[],
): void {
  const broken = brokenReports(retentionPolicyOf(periods), reports).filter(
    ({ report }) => !confirmed.some((each) => isSameReport(each, report)),
  );
  if (broken.length === 0) return;
  throw new DomainError(
    'conflict',
    'Data would be deleted before reports are made of them. Name those reports in `confirm` to save it all the same.',
    broken.map(describeBrokenReport),
  );
}
