import type { DirectoryActivities } from '../../activities/contract.js';
import type { Cases } from '../../cases/cases.js';
import type { Intake, Store } from '../../db/store.js';
import type { IncidentId, OrganisationId, TravellerId } from '../../domain/identifiers.js';
import type { IncidentReport, IncidentSource, OrganisationChoice } from '../../domain/incident/incident.js';
import { serviceFor } from '../../domain/incident/routing.js';
import { unavailable } from '../../domain/errors.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import type { Actor } from '../../domain/timeline.js';
import type { HelpAsked, IncidentStart } from '../../workflows/incident/incident.messages.js';
import type { BackgroundWork } from '../background-work.js';
import { asStartDocument, incidentStartSchema } from './case-starts.js';
import { hasStarted, type IntakeKeeping, type KeptIntake, type Repetition } from './intake-keeping.js';
import { derivedIdentifier, hashBody } from './identifiers.js';
import { ifKnown, isNotFound, isUnavailable } from './time-limit.js';

export interface IncidentOpeningDependencies {
  readonly intakeKeeping: IntakeKeeping;
  readonly intakes: Pick<Store['intakes'], 'markStarted'>;
  readonly incidents: Pick<Cases['incidents'], 'start' | 'startWithHelp' | 'tellHelp'>;
  readonly directory: Pick<DirectoryActivities, 'loadIncidentDirectory'>;
  readonly background: BackgroundWork;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A call for help, from whatever source (I1). */
export interface CallForHelp {
  readonly incidentId: IncidentId;
  readonly organisationId: OrganisationId;
  readonly report: Omit<IncidentReport, 'organisationId'>;
  readonly source: IncidentSource;
  readonly reportedBy: Actor;
  readonly callerPhone?: string;
  readonly callerWaiting: boolean;
  readonly callBack: boolean;
  /** The traveller is under duress (I14). */
  readonly silent?: true;
  /** Present only where the caller's number is known in several organisations. */
  readonly organisationChosenBy?: OrganisationChoice;
  /** Of the request's body, which a repeated request must have too; absent where the ID alone says that it is the same. */
  readonly bodyHash?: string;
}

export interface OpenedIncident {
  /** `accepted`: it is stored, and the sweeper starts it as soon as Temporal answers. */
  readonly opened: 'started' | 'exists' | 'accepted';
  /** As it was first reported. */
  readonly start: IncidentStart;
  readonly intake: Intake;
}

/** Whose calls a report will begin: enough to look up who is on the ladders. */
export type LadderQuery = Pick<IncidentStart, 'incidentId' | 'organisationId' | 'kind'> & {
  readonly travellerId?: TravellerId | undefined;
};

/** Who is on the ladders, as far as that was told in time. */
export type HandedLadders = Pick<IncidentStart, 'directory'>;

export interface OpeningOptions {
  /** Who will be called, if they are being read already. */
  readonly ladders?: Promise<HandedLadders>;
  /** Told as soon as this call for help cannot be lost any more: it is stored, or its incident knows of it. */
  readonly onKept?: (() => void) | undefined;
}

export interface IncidentOpening {
  /**
   * Looks up who will be called, beside whatever else a report waits for. Never fails: the workflow looks by itself when
   * this does not come in time.
   */
  readLadders(query: LadderQuery): Promise<HandedLadders>;
  /**
   * Keeps the words, then starts the workflow. Repeating it changes nothing, also when Temporal has forgotten the workflow
   * since: the intake knows that it was started.
   *
   * @throws DomainError `unavailable` only when neither MongoDB nor Temporal answers: then nothing is kept, and the
   *   caller is told so.
   */
  open(scope: Scope, call: CallForHelp, options?: OpeningOptions): Promise<OpenedIncident>;
  /** The same, and tells a running workflow that help was asked for. Behind an incident that is over a new one is opened. */
  openWithHelp(call: CallForHelp, help: HelpAsked, options?: Pick<OpeningOptions, 'onKept'>): Promise<void>;
}

export function createIncidentOpening({
  intakeKeeping,
  intakes,
  incidents,
  directory,
  background,
  now,
}: IncidentOpeningDependencies): IncidentOpening {
  async function readLadders({
    incidentId,
    organisationId,
    travellerId,
    kind,
  }: LadderQuery): Promise<HandedLadders> {
    const service = serviceFor(kind);
    const query = { organisationId, incidentId, service };
    const content = await ifKnown(directoryPatience, () =>
      directory.loadIncidentDirectory(travellerId === undefined ? query : { ...query, travellerId }),
    );
    return content === undefined ? {} : { directory: { service, readAt: now(), content } };
  }

  function markStarted(kept: KeptIntake): void {
    if (kept.kept === 'sealed') return;
    const { id } = kept.intake;
    background.run('noting that a case has started', () =>
      intakes.markStarted(deskScope, id, new Date(now())),
    );
  }

  /** Tells an incident that was started before. Temporal may have forgotten it: then it is over, and must not begin anew. */
  async function tell(incidentId: IncidentId, help: HelpAsked): Promise<'told' | 'over'> {
    try {
      await incidents.tellHelp(incidentId, help);
      return 'told';
    } catch (error) {
      if (isNotFound(error)) return 'over';
      throw error;
    }
  }

  async function openOrTell(
    call: CallForHelp,
    help: HelpAsked,
    onKept: OpeningOptions['onKept'],
  ): Promise<'told' | 'over'> {
    const asked = asIntake(call, now());
    const kept = await intakeKeeping.keep(deskScope, asked.intake, repetitionOf(call));
    if (hasStarted(kept)) return tell(call.incidentId, help);
    if (kept.kept === 'stored') onKept?.();
    const start = (kept.kept === 'stored' ? firstStart(kept.intake) : undefined) ?? asked.start;
    const told = await incidents.startWithHelp(sealedInto(start, kept), help);
    markStarted(kept);
    return told;
  }

  return {
    readLadders,

    async open(scope, call, { ladders, onKept } = {}) {
      const asked = asIntake(call, now());
      const keep = async () => {
        const kept = await intakeKeeping.keep(scope, asked.intake, repetitionOf(call));
        if (kept.kept === 'stored') onKept?.();
        return kept;
      };
      const [kept, handed] = await Promise.all([keep(), ladders ?? readLadders(asked.start)]);
      const intake = kept.kept === 'stored' ? kept.intake : asked.intake;
      const start = firstStart(intake) ?? asked.start;
      if (hasStarted(kept)) return { opened: 'exists', start, intake };
      try {
        const opened = await incidents.start({ ...sealedInto(start, kept), ...handed });
        onKept?.();
        markStarted(kept);
        return { opened, start, intake };
      } catch (error) {
        if (kept.kept === 'stored' && isUnavailable(error)) return { opened: 'accepted', start, intake };
        throw error;
      }
    },

    async openWithHelp(call, help, { onKept } = {}) {
      for (let time = 0; time <= mostTimesAgain; time += 1) {
        if ((await openOrTell(again(call, time), help, onKept)) === 'told') {
          onKept?.();
          return;
        }
      }
      throw unavailable('An incident for this call for help');
    },
  };
}

/** Nobody who reports waits longer for what only makes their calls begin sooner. Milliseconds. */
const directoryPatience = 300;

/** A link may be pressed long after its incident has ended, and again after the next one has. */
const mostTimesAgain = 20;

/** The n-th further call for help behind the same question: an incident of its own, the same one however often it is tried. */
function again(call: CallForHelp, time: number): CallForHelp {
  if (time === 0) return call;
  return { ...call, incidentId: derivedIdentifier('inc', 'again', call.incidentId, String(time)) };
}

function repetitionOf({ bodyHash }: CallForHelp): Repetition {
  return bodyHash === undefined ? 'any-body' : 'same-body';
}

function sealedInto(start: IncidentStart, kept: KeptIntake): IncidentStart {
  return kept.kept === 'sealed' ? { ...start, sealed: kept.sealed } : start;
}

/** A repeated report keeps the moment of the first: the override's deadline counts from there. */
function firstStart(intake: Intake): IncidentStart | undefined {
  const parsed = incidentStartSchema.safeParse(intake.start);
  return parsed.success ? parsed.data : undefined;
}

function asIntake(call: CallForHelp, at: number): { readonly start: IncidentStart; readonly intake: Intake } {
  const { incidentId, organisationId, report, bodyHash = hashBody(report), callerPhone } = call;
  const start: IncidentStart = {
    incidentId,
    organisationId,
    ...(report.travellerId === undefined ? {} : { travellerId: report.travellerId }),
    source: call.source,
    kind: report.kind,
    threat: report.threat,
    reportedBy: call.reportedBy,
    reportedAt: at,
    callerWaiting: call.callerWaiting,
    callBack: call.callBack,
    ...(call.silent === undefined ? {} : { silent: call.silent }),
    ...(call.organisationChosenBy === undefined ? {} : { organisationChosenBy: call.organisationChosenBy }),
  };
  const intake: Intake = {
    id: incidentId,
    organisationId,
    kind: 'incident',
    bodyHash,
    report,
    ...(callerPhone === undefined ? {} : { callerPhone }),
    start: asStartDocument(start),
    createdAt: new Date(at),
  };
  return { start, intake };
}
