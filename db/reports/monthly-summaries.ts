import { trusted } from 'mongoose';
import { monthAfter, monthOf, monthsBetween, timeOfMonth } from '../../domain/calendar-month.js';
import { conflict } from '../../domain/errors.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import {
  isPast,
  isToBeComputed,
  summarisingOf,
  summaryVersion,
  type MonthlySummary,
  type SummaryOf,
  type SummaryStanding,
} from '../../domain/reports/monthly-summary.js';
import type { ReportKind } from '../../domain/reports/report-plan.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { Models } from '../models/models.js';
import type { MonthlySummaryDocument } from '../models/monthly-summary.js';
import type { MonthlySummaryRepository, SummarySubject } from '../report-store.js';
import { assertMayTouch } from '../scope-filter.js';
import { createReportFacts, type FactTime, type ReadFacts } from './report-facts.js';

/** What was counted of a time. */
interface Counted<Kind extends ReportKind> {
  readonly summary: SummaryOf[Kind];
  readonly records: number;
  readonly isOpen: boolean;
}

/** The time of a month, and how far it is settled. */
type Frame = Pick<MonthlySummary, 'timeZone' | 'from' | 'to' | 'settledThrough'>;

/** So often somebody else may write the same month first. */
const mostTries = 5;

export function createMonthlySummaryRepository(
  models: Pick<Models, 'monthlySummaries' | 'cases' | 'timelineEntries' | 'support'>,
  within: Within,
): MonthlySummaryRepository {
  const facts = createReportFacts(models, within);
  async function count<Kind extends ReportKind>(kind: Kind, time: FactTime): Promise<Counted<Kind>> {
    const { summarise, merge } = summarisingOf(kind);
    const read: ReadFacts<Kind> = facts[kind];
    let counted: Counted<Kind> = { summary: summarise([]), records: 0, isOpen: false };
    if (time.from >= time.to) return counted;
    for await (const page of read(time)) {
      counted = {
        summary: merge(counted.summary, summarise(page.facts)),
        records: counted.records + page.facts.length,
        isOpen: counted.isOpen || page.isOpen,
      };
    }
    return counted;
  }

  function find<Kind extends ReportKind>(organisationId: OrganisationId, kind: Kind, month: string) {
    return within('background', (maxTimeMS) =>
      models.monthlySummaries
        .findOne({ _id: keyOf(organisationId, kind, month) }, null, { maxTimeMS })
        .lean<MonthlySummaryDocument<Kind>>(),
    );
  }

  /**
   * What is settled keeps its time, whatever becomes of the organisation's time zone; and a month begins where a settled one
   * before it has ended, so that nothing is counted twice or left out.
   */
  async function frameOf<Kind extends ReportKind>(
    { organisationId, kind, timeZone }: SummarySubject<Kind>,
    month: string,
    stored: MonthlySummaryDocument<Kind> | null,
  ): Promise<Frame> {
    if (stored?.settled !== undefined) return stored;
    const before = await find(organisationId, kind, monthAfter(month, -1));
    const { from, to } = timeOfMonth(month, timeZone);
    const begin = before?.settled === undefined ? new Date(from) : before.to;
    return { timeZone, from: begin, to: new Date(to), settledThrough: begin };
  }

  /**
   * Counts a month and stores it, settled through the moment.
   *
   * @returns false when somebody else has written it meanwhile.
   */
  async function compute<Kind extends ReportKind>(
    subject: SummarySubject<Kind>,
    month: string,
    stored: MonthlySummaryDocument<Kind> | null,
    now: Date,
    settleThrough?: Date,
  ): Promise<boolean> {
    const { organisationId, kind } = subject;
    const { merge, summarise } = summarisingOf(kind);
    const frame = await frameOf(subject, month, stored);
    if (settleThrough !== undefined && stored?.isQuiet === true && isCountedIn(stored, frame)) {
      return settleWhole(stored, frame);
    }
    const cut = latest(frame.settledThrough, earliest(settleThrough ?? frame.settledThrough, frame.to));
    const newlySettled = await count(kind, { organisationId, from: frame.settledThrough, to: cut });
    if (
      stored !== null &&
      newlySettled.records === 0 &&
      settleThrough !== undefined &&
      isCountedIn(stored, frame)
    ) {
      // There is nothing to settle: what is known of the rest stays as it is, for whoever reads the report.
      const { _id, ...known } = stored;
      return write({ ...known, settled: known.settled ?? summarise([]), settledThrough: cut });
    }
    const running = await count(kind, { organisationId, from: cut, to: frame.to });
    const settled = merge(stored?.settled ?? summarise([]), newlySettled.summary);
    const settledRecords = (stored?.settledRecords ?? 0) + newlySettled.records;
    const records = settledRecords + running.records;
    const written = {
      ...{ organisationId, kind, month },
      ...frame,
      computedAt: now,
      version: summaryVersion,
    };
    // Something was deleted that was not settled before: what is known is more than can be counted now.
    if (stored !== null && now >= frame.to && records < stored.records) return settleWhole(stored, frame);
    const isSettled = cut > frame.from;
    return write({
      ...written,
      summary: merge(settled, running.summary),
      ...(isSettled ? { settled } : {}),
      settledThrough: cut,
      isQuiet: !running.isOpen && isPast(frame.to, now),
      records,
      settledRecords,
      revision: stored?.revision ?? 0,
    });
  }

  /** What was counted of a month that is over counts for good. */
  async function settleWhole<Kind extends ReportKind>(
    { _id, ...stored }: MonthlySummaryDocument<Kind>,
    frame: Frame,
  ): Promise<boolean> {
    const { summary, records } = stored;
    return write({
      ...{ ...stored, ...frame, settledThrough: frame.to, isQuiet: true },
      ...{ settled: summary, settledRecords: records },
    });
  }

  /** @param summary with the revision that it takes the place of; 0 where there was none. */
  async function write<Kind extends ReportKind>({
    revision,
    ...summary
  }: Omit<MonthlySummaryDocument<Kind>, '_id'>): Promise<boolean> {
    const { organisationId, kind, month } = summary;
    const _id = keyOf(organisationId, kind, month);
    const model = models.monthlySummaries;
    return within('background', async () => {
      if (revision > 0) {
        const { matchedCount } = await model.updateOne(
          { _id, revision },
          { $set: { ...summary, revision: revision + 1 } },
        );
        return matchedCount === 1;
      }
      try {
        await model.insertOne({ _id, ...summary, revision: 1 });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    });
  }

  async function standingsOf(
    { organisationId, kind }: SummarySubject,
    from: string,
    to: string,
  ): Promise<ReadonlyMap<string, SummaryStanding>> {
    const found = await within('background', (maxTimeMS) =>
      models.monthlySummaries
        .find(
          { organisationId, kind, month: trusted({ $gte: from, $lte: to }) },
          { month: 1, settledThrough: 1, to: 1, computedAt: 1, version: 1, isQuiet: 1 },
          { maxTimeMS },
        )
        .lean<(SummaryStanding & Pick<MonthlySummary, 'month'>)[]>(),
    );
    return new Map(found.map((standing) => [standing.month, standing]));
  }

  async function untilWritten(attempt: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < mostTries; tries += 1) if (await attempt()) return;
    throw conflict('The monthly summary is being computed by others; please repeat.');
  }

  /** When the first of what is counted and still there was opened; undefined when there is nothing. */
  async function rawDataSince({ organisationId, kind }: SummarySubject): Promise<Date | undefined> {
    const first = await within('background', (maxTimeMS) =>
      kind === 'support-cases'
        ? models.support.cases
            .findOne({}, { openedAt: 1 }, { maxTimeMS })
            .sort({ openedAt: 1, _id: 1 })
            .lean<{ openedAt: Date }>()
        : models.cases
            .findOne(
              { organisationId, case: kind === 'status-calls' ? 'status-call' : 'incident' },
              { openedAt: 1 },
              { maxTimeMS },
            )
            .sort({ openedAt: 1, _id: 1 })
            .lean<{ openedAt: Date }>(),
    );
    return first?.openedAt;
  }

  return {
    async refresh(subject, { from, to }, now, freshMilliseconds) {
      const { organisationId, kind, timeZone } = subject;
      const since = await rawDataSince(subject);
      if (since === undefined) return;
      const first = latest(from ?? '', monthOf(since.getTime(), timeZone));
      const last = earliest(to ?? monthOf(now.getTime(), timeZone), monthOf(now.getTime(), timeZone));
      const standings = await standingsOf(subject, first, last);
      for (const month of monthsBetween(first, last)) {
        if (!isToBeComputed(standings.get(month), now, freshMilliseconds)) continue;
        await untilWritten(async () => {
          const stored = await find(organisationId, kind, month);
          if (!isToBeComputed(stored ?? undefined, now, freshMilliseconds)) return true;
          return compute(subject, month, stored, now);
        });
      }
    },

    async months(scope, organisationId, kind, { from, to }) {
      assertMayTouch(scope, organisationId);
      const found = await within('other', (maxTimeMS) =>
        models.monthlySummaries
          .find({ organisationId, kind, month: trusted({ $gte: from, $lte: to }) }, null, { maxTimeMS })
          .sort({ month: 1 })
          .lean<MonthlySummaryDocument<typeof kind>[]>(),
      );
      return found.map(toSummary);
    },

    async settle(subject, before, now) {
      const { organisationId, kind, timeZone } = subject;
      const through = earliest(before, now);
      const since = await rawDataSince(subject);
      if (since === undefined) return;
      // A month may have begun by another clock.
      const first = monthAfter(monthOf(since.getTime(), timeZone), -1);
      for (const month of monthsBetween(first, monthOf(through.getTime(), timeZone))) {
        await untilWritten(async () => {
          const stored = await find(organisationId, kind, month);
          const isSettled = stored !== null && stored.settledThrough >= earliest(through, stored.to);
          return isSettled || compute(subject, month, stored, now, through);
        });
      }
    },
  };
}

/** It was the same time, counted in the same way. */
function isCountedIn({ version, from, to }: MonthlySummaryDocument, frame: Frame): boolean {
  const isSameTime = from.getTime() === frame.from.getTime() && to.getTime() === frame.to.getTime();
  return version === summaryVersion && isSameTime;
}

function toSummary<Kind extends ReportKind>({
  organisationId,
  kind,
  month,
  timeZone,
  from,
  to,
  summary,
  settledThrough,
  computedAt,
}: MonthlySummaryDocument<Kind>): MonthlySummary<Kind> {
  return { organisationId, kind, month, timeZone, from, to, summary, settledThrough, computedAt };
}

function keyOf(organisationId: OrganisationId, kind: ReportKind, month: string): string {
  return `${organisationId}/${kind}/${month}`;
}

function earliest<Value extends Date | string>(one: Value, other: Value): Value {
  return one <= other ? one : other;
}

function latest<Value extends Date | string>(one: Value, other: Value): Value {
  return one >= other ? one : other;
}
