import type { Logger } from 'pino';
import type { DeskLines } from '../db/contact-book/contact-book.js';
import type { Store } from '../db/store.js';
import type { Mailer } from '../providers/mail/mailer.js';
import type { Telephony } from '../providers/telephony/telephony.js';
import type { MailTemplates } from '../wording/mail/mail-templates.js';
import { describeError } from '../domain/describe-error.js';
import type { InboundAddresses } from './telephony/inbound-addresses.js';
import type { UnseenCase } from './unseen-cases.js';
import type { LateRetention } from './use-cases/late-retention.js';
import { ifKnown } from './use-cases/time-limit.js';

/** What the auditor sees: nobody guards themselves, so this runs in another process than the one that may be late. */
export interface AuditFindings {
  /** Cases whose next action is overdue. Undefined: MongoDB is away, nobody can tell. */
  readonly overdue:
    | readonly { readonly caseId: string; readonly organisationId: string; readonly dueAt: number }[]
    | undefined;
  /** Support cases whose next action is overdue: told by mail only. Undefined as above. */
  readonly overdueSupport: readonly { readonly caseId: string; readonly dueAt: number }[] | undefined;
  /** Support cases that no workflow ran for, and that are taken up from what is stored: told by mail only. */
  readonly lostSupport: readonly LostSupportCase[];
  /** Organisations of which not everything has been deleted, or erased, for too long: told by mail only. */
  readonly lateRetention: readonly LateRetention[];
  /** Cases that were reported and of which nothing is known since. Undefined as above. */
  readonly unseen: readonly UnseenCase[] | undefined;
  /** Temporal does not answer, or no worker has asked it for work, for longer than the grace. */
  readonly engineIsAway: boolean;
  /** MongoDB has not answered for longer than the grace: nobody sees how cases stand, and who is late. */
  readonly databaseIsAway: boolean;
}

export interface LostSupportCase {
  readonly caseId: string;
  /** Epoch milliseconds. */
  readonly openedAt: number;
}

/** All is well, as far as somebody has looked. */
export const nothingFound: AuditFindings = {
  overdue: [],
  overdueSupport: [],
  lostSupport: [],
  lateRetention: [],
  unseen: [],
  engineIsAway: false,
  databaseIsAway: false,
};

/** Tells the desk of an alarm, by call and mail, past everything that may be late itself. */
export interface AlarmTelling {
  /** Tells what was not told in the last ten minutes; never fails. */
  tell(findings: AuditFindings): Promise<void>;
}

export interface AlarmTellingDependencies {
  readonly telephony: Pick<Telephony, 'placeCall' | 'liveCallsTo'>;
  readonly mailer: Mailer;
  readonly mailTemplates: MailTemplates;
  readonly texts: Pick<Store['texts'], 'claimSending'>;
  readonly addresses: InboundAddresses;
  readonly desk: DeskLines;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const silenceMilliseconds = 10 * 60_000;
const ringSeconds = 45;
/** What services claim as their own alarms, among those of cases. */
const engine = 'case-engine';
const database = 'database';
const services: readonly string[] = [engine, database];

/** That a case was lost is told although it was told a moment ago that it is late. */
function lostKey(caseId: string): string {
  return `lost/${caseId}`;
}

export function createAlarmTelling(dependencies: AlarmTellingDependencies): AlarmTelling {
  const { telephony, mailer, mailTemplates, texts, addresses, desk, log, now } = dependencies;
  const told = { call: new Map<string, number>(), mail: new Map<string, number>() };

  /** Claims of this process: what it could not tell at the first try it tries again. */
  const own = new Set<string>();

  async function claim(key: string): Promise<boolean> {
    if (own.has(key)) return true;
    // While MongoDB is away an alarm told twice is better than none.
    if ((await ifKnown(500, () => texts.claimSending(key))) === false) return false;
    own.add(key);
    setTimeout(() => own.delete(key), silenceMilliseconds).unref();
    return true;
  }

  /** What is to be told now: not told by this process lately, nor, as far as MongoDB knows, by another. */
  async function untold(way: 'call' | 'mail', subjects: readonly string[]): Promise<readonly string[]> {
    for (const [subject, at] of told[way]) if (now() - at >= silenceMilliseconds) told[way].delete(subject);
    const period = Math.floor(now() / silenceMilliseconds);
    const claims = await Promise.all(
      subjects
        .filter((subject) => !told[way].has(subject))
        .map(async (subject) => ({ subject, isOurs: await claim(`alarm/${way}/${subject}/${period}`) })),
    );
    return claims.filter(({ isOurs }) => isOurs).map(({ subject }) => subject);
  }

  function noteTold(way: 'call' | 'mail', subjects: readonly string[]): void {
    for (const subject of subjects) told[way].set(subject, now());
  }

  async function call(subjects: readonly string[]): Promise<void> {
    // Never two live calls to one number: whoever is on the phone there is called a round later.
    const live = await ifKnown(5_000, () => telephony.liveCallsTo(desk.dutyPhone));
    if (live !== undefined && live.length > 0) return;
    const news = await untold('call', subjects);
    if (news.length === 0) return;
    const placement = await telephony.placeCall({
      to: desk.dutyPhone,
      from: desk.emergencyNumber,
      answerUrl: addresses.alarm(
        news.filter((subject) => !services.includes(subject)).length,
        news.includes(engine) ? engine : database,
      ),
      statusUrl: addresses.alarmStatus(),
      ringSeconds,
    });
    // An unknown outcome may have rung: it is not ordered twice.
    if (placement.placed === 'no') log.error({ why: placement.why }, 'The alarm could not be called');
    else noteTold('call', news);
  }

  async function mail(
    subjects: readonly string[],
    {
      overdue,
      overdueSupport,
      lostSupport,
      lateRetention,
      unseen,
      engineIsAway,
      databaseIsAway,
    }: AuditFindings,
  ): Promise<void> {
    const news = await untold('mail', subjects);
    if (news.length === 0) return;
    const rendered = mailTemplates.render('alarm', desk.language, {
      organisation: desk.name,
      emergencyNumber: desk.emergencyNumber,
      overdue: [...(overdue ?? []), ...(overdueSupport ?? [])].map(({ caseId, dueAt }) => ({
        reference: caseId,
        dueAt,
      })),
      unseen: (unseen ?? []).map(({ caseId, since }) => ({ reference: caseId, reportedAt: since })),
      lateRetention: lateRetention.map(({ organisationId, since }) => ({ reference: organisationId, since })),
      lost: lostSupport.map(({ caseId, openedAt }) => ({ reference: caseId, openedAt })),
      timeZone: 'UTC',
      engineAnswers: !engineIsAway,
      databaseAnswers: !databaseIsAway,
    });
    const delivery = await mailer.send({ to: desk.dutyEmail, ...rendered }, `alarm-${now()}`);
    if (!delivery.sent) log.error({ why: delivery.why }, 'The alarm could not be mailed');
    else noteTold('mail', news);
  }

  return {
    async tell(findings) {
      const subjects = [
        ...[...(findings.overdue ?? []), ...(findings.unseen ?? [])].map(({ caseId }) => caseId),
        ...(findings.engineIsAway ? [engine] : []),
        ...(findings.databaseIsAway ? [database] : []),
      ];
      const quiet = [
        ...(findings.overdueSupport ?? []).map(({ caseId }) => caseId),
        ...findings.lostSupport.map(({ caseId }) => lostKey(caseId)),
        ...findings.lateRetention.map(({ organisationId }) => organisationId),
      ];
      const results = await Promise.allSettled([call(subjects), mail([...subjects, ...quiet], findings)]);
      for (const result of results) {
        if (result.status === 'rejected')
          log.error(describeError(result.reason), 'An alarm could not be told');
      }
    },
  };
}
