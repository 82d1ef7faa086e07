import type { UpdateDefinition } from '@temporalio/common';
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  currentUpdateInfo,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { IncidentView } from '../../domain/case-record.js';
import { callerOf } from '../../domain/target.js';
import { Attempts } from '../attempts.js';
import { beginTrack, type TrackData } from '../escalation/escalation.course.js';
import { EscalationQueue } from '../escalation/escalation.queue.js';
import { Journal, type JournalData } from '../journal.js';
import { Notices, type NoticesData } from '../notices.js';
import { recordCase, Recorder } from '../recorder.js';
import { Approvals } from './incident.approvals.js';
import { OrderedCalls } from './incident.calls.js';
import { IncidentCase } from './incident.case.js';
import { DirectoryReading } from './incident.directory.js';
import * as messages from './incident.messages.js';
import type { IncidentStart } from './incident.messages.js';
import { answerOrderMessages } from './incident.orders.js';
import { reject } from './incident.rejection.js';
import { beginIncident, nextDeadline, overrideIsDue, type IncidentData } from './incident.state.js';
import { createIncidentTracks, type IncidentTrackName } from './incident.tracks.js';
import { viewOf } from './incident.view.js';

/** What an incident takes along when its history has grown long enough to start a new one. */
export interface IncidentCarryOver {
  readonly data: IncidentData;
  readonly journal: JournalData;
  readonly tracks: Readonly<Record<IncidentTrackName, TrackData>>;
  readonly notices: NoticesData;
  readonly attemptsMade: number;
}

/** A new run begins after so many events even if the server does not suggest it yet: replay decides how fast an answer is. */
const longHistory = 4_000;
/** Since then the desk is told that nobody can be called. */
const deskIsTold = 'desk-told-of-nobody-to-call';
/** Since then it is told that a call-back is given up. */
const callBackIsTold = 'told-of-call-back-given-up';
/** So much longer than that a history may grow while no moment comes in which nothing is under way. */
const patienceForQuiet = 2;

/**
 * One call for help, from its report to its closure and the end of its reopen window (I1). Two ladders run side by side:
 * the provider side until a human takes the incident, and the internal contacts until somebody acknowledges; beside them
 * the override's clock, the caller's call-back and the ratification. Nothing of it gives up by itself.
 */
export async function incident(start: IncidentStart, carried?: IncidentCarryOver): Promise<void> {
  const journal = new Journal(carried?.journal, () => Date.now());
  const data = carried?.data ?? beginIncident(start);
  const trackData = carried?.tracks ?? {
    provider: beginTrack(),
    internal: beginTrack(),
    'call-back': beginTrack(),
    ratification: beginTrack(),
  };
  const noticesData = carried?.notices ?? { pending: [], sent: 0 };
  const { organisationId, incidentId } = data.start;
  const subject = { case: 'incident', incidentId } as const;
  const enoughEvents = start.longHistory ?? longHistory;
  let pausing = false;
  const isPausing = () => pausing;

  const isSilent = () => data.silent !== undefined;
  const isOpen = () => data.state === 'open';
  const notices = new Notices({
    organisationId,
    subject,
    journal,
    data: noticesData,
    isPausing,
    isOpen,
    isSilent,
  });
  const theCase = new IncidentCase(data, journal, notices);
  const directory = new DirectoryReading(theCase, start.directory);
  /** An update that brings an answer has its ID; the attempt that asked may have brought the same one. */
  const isNewAnswer = () => theCase.isNewAnswer(currentUpdateInfo()?.id);
  const attempts = new Attempts({ organisationId, subject, journal, made: carried?.attemptsMade ?? 0, view });
  const recorder = new Recorder(journal, view, isPausing, recordCase);
  const authorisingQueue = new EscalationQueue();
  const tracks = createIncidentTracks(
    {
      incident: theCase,
      tracks: trackData,
      authorisingQueue,
      tellsDesk: () => patched(deskIsTold),
      tellsOfCallBack: () => patched(callBackIsTold),
      isPausing,
    },
    attempts,
    directory,
  );
  const orderedCalls = new OrderedCalls({
    incident: theCase,
    attempts,
    isCallingBack: () => tracks['call-back'].isBusy,
    isPausing,
  });
  const approvals = new Approvals({
    incident: theCase,
    attempts,
    queue: authorisingQueue,
    directory,
    isPausing,
  });
  /** Whatever calls people: the ladders, what operators order, and the questions about costs. */
  const callers = [...Object.values(tracks), orderedCalls, approvals];

  handleMessages();
  directory.holdFirstRecord();
  if (carried === undefined) report();
  void tracks.provider.run();
  void tracks.internal.run();
  void tracks['call-back'].run();
  void tracks.ratification.run();
  void orderedCalls.run();
  void approvals.run();
  void notices.keepSending();
  void notices.keepRepeating();
  void recorder.keepRecording();
  void watchClock();

  // Waiting for the last attempt to end would keep the other ladders waiting, so a moment is awaited in which nothing is
  // under way anyway.
  do {
    pausing = false;
    await condition(() => isOver() || (historyIsLong() && isQuiet()) || historyIsTooLong());
    if (isOver()) return;
    pausing = true;
    // Looked at once more after each wait: what woke up in the same moment may have begun something in between.
    while (!mayContinueAsNew()) await condition(mayContinueAsNew);
  } while (notices.isBusy && !historyIsTooLong());
  await continueAsNew<typeof incident>(data.start, {
    data,
    journal: journal.toData(),
    tracks: trackData,
    notices: noticesData,
    attemptsMade: attempts.made,
  });

  function report(): void {
    const { source, kind, threat, reportedAt, silent, organisationChosenBy: by } = start;
    const forced = silent === undefined ? {} : { silent };
    journal.tell({ type: 'reported', source, kind, threat, ...forced }, reportedAt);
    if (by !== undefined) journal.tell({ type: 'organisation-chosen', by }, reportedAt);
    if (start.sealed !== undefined) journal.keepText(start.sealed);
  }

  function handleMessages(): void {
    setHandler(messages.currentRecord, () => journal.peek(view()));
    setHandler(messages.conferencePresence, (presence) => {
      theCase.conversation.presence(presence, Date.now());
    });
    setHandler(messages.conferenceRoomOver, ({ room }) => {
      theCase.conversation.roomOver(room, Date.now());
    });
    setHandler(messages.bridging, (news) => {
      theCase.conversation.bridging(news, Date.now());
    });
    setHandler(messages.helpAsked, (help) => {
      theCase.helpAsked(help, Date.now());
      const caller = callerOf(start.travellerId);
      if (help.lifeInDanger) theCase.dangerNamed({ by: 'target', target: caller }, Date.now());
    });
    answer(messages.acknowledge, mustBeOpen, ({ by, means, as }): messages.AcknowledgeAnswer => {
      if (!isNewAnswer()) return { accepted: 'acknowledged', again: true };
      const deed = { by, means, now: Date.now() };
      if (as === 'internal') return theCase.acknowledge(deed);
      return as === 'mandate' ? theCase.takeMandate(deed) : theCase.take(deed);
    });
    answer(messages.decline, mustBeOpen, ({ by, means, as }) => {
      if (!isNewAnswer()) return;
      theCase.decline({ by, means, now: Date.now() });
      if (by.by === 'target') tracks[as].noteDecline(by.target);
    });
    answer(messages.setThreat, mustBeOpen, ({ threat, by, means }) => {
      const overrideAt = theCase.setThreat(threat, by, Date.now(), means);
      return overrideAt === undefined ? {} : { overrideAt };
    });
    answer(messages.fireOverride, mustNotHaveFired, ({ by, ceiling }) => {
      theCase.fireOverride({
        basis: 'operator',
        by,
        now: Date.now(),
        ...(ceiling === undefined ? {} : { ceiling }),
      });
    });
    answer(messages.route, mustBeOpen, ({ by, service }) => {
      theCase.reroute(service, by, Date.now());
    });
    answer(messages.addNote, mustExist, ({ sealed, ...note }) => {
      if (sealed !== undefined) journal.keepText(sealed);
      theCase.note(note, Date.now());
    });
    answer(messages.markContactsReached, mustBeOpen, ({ by, contacts }) => {
      theCase.markReached(contacts, by, Date.now());
    });
    answer(messages.callPerson, mustBeOpen, (call) => orderedCalls.call(call, Date.now()));
    answer(messages.callBack, mustBeOpen, (call) => {
      if (isSilent() && call.despiteDuress === undefined) {
        reject(
          'CallerUnderDuress',
          'The caller is under duress. An operator of the desk can have them called all the same, with despiteDuress.',
        );
      }
      return orderedCalls.callBack(call, Date.now());
    });
    answerOrderMessages({
      incident: theCase,
      answer,
      mustBeOpen,
      mustExist,
      mustHaveFired,
      directory,
    });
    answer(messages.close, mustBeOpen, ({ by, outcome }) => ({
      reopenUntil: theCase.close(outcome, by, Date.now()),
    }));
    answer(messages.reopen, mustBeClosed, ({ by }) => {
      theCase.reopen(by, Date.now());
    });
  }

  /**
   * A message may arrive before the organisation's policy is known, even before the workflow's first step: it waits for
   * that, and is judged again, since another message may have come first.
   *
   * @param prepare what is to be done before it is judged.
   */
  function answer<Answer, Message>(
    definition: UpdateDefinition<Answer, [Message]>,
    mustHold: () => void,
    handle: (message: Message) => Answer,
    prepare?: () => Promise<void>,
  ): void {
    const handler = async (message: Message): Promise<Answer> => {
      await condition(() => directory.wasRead);
      if (prepare !== undefined) await prepare();
      // After a gap the clock may be late: what was due before this message comes first.
      theCase.passDeadlines(Date.now());
      mustHold();
      return handle(message);
    };
    const validator = (_message: Message): void => {
      mustHold();
    };
    setHandler<Answer, [Message], UpdateDefinition<Answer, [Message]>>(definition, handler, { validator });
  }

  function mustExist(): void {
    if (data.state === 'archived') reject('IncidentClosed', 'The incident is over.');
  }

  function mustBeOpen(): void {
    if (data.state !== 'open') reject('IncidentClosed', 'The incident is closed.');
  }

  function mustBeClosed(): void {
    if (data.state !== 'closed') reject('IncidentNotClosed', 'Only a closed incident can be reopened.');
    if (data.reopenUntil !== undefined && Date.now() >= data.reopenUntil) {
      reject('IncidentNotClosed', 'The time in which it could be reopened is over.');
    }
  }

  function mustNotHaveFired(): void {
    mustBeOpen();
    if (data.override.state === 'fired')
      reject('OverrideAlreadyFired', 'The override has been fired already.');
  }

  function mustHaveFired(): void {
    if (data.override.state !== 'fired') reject('NothingToRatify', 'No override has been fired.');
  }

  async function watchClock(): Promise<never> {
    await condition(() => directory.wasRead);
    for (;;) {
      theCase.passDeadlines(Date.now());
      const deadline = nextDeadline(data, Date.now());
      const hasMoved = () => nextDeadline(data, Date.now()) !== deadline || overrideIsDue(data, Date.now());
      if (deadline === undefined) await condition(hasMoved);
      else await condition(hasMoved, Math.max(1, deadline - Date.now()));
    }
  }

  function view(): IncidentView {
    const nextActions = callers.flatMap(({ nextActionAt }) => nextActionAt ?? []);
    const rounds = { provider: trackData.provider.state.round, internal: trackData.internal.state.round };
    return viewOf(
      data,
      { nextActionAt: nextActions.length === 0 ? undefined : Math.min(...nextActions), rounds },
      Date.now(),
    );
  }

  function isQuiet(): boolean {
    return !notices.isBusy && mayContinueAsNew();
  }

  /** No call waits for a notice: one that is under way in a run that is too long, the next run sends again under its key. */
  function mayContinueAsNew(): boolean {
    return callers.every(({ isBusy }) => !isBusy) && !recorder.isBusy && allHandlersFinished();
  }

  /** Over only when everything that happened is known to be stored: a timeline never loses its end. */
  function isOver(): boolean {
    return (
      data.state === 'archived' &&
      journal.isClean &&
      noticesData.pending.length === 0 &&
      isQuiet() &&
      allHandlersFinished()
    );
  }

  function historyIsLong(): boolean {
    return workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > enoughEvents;
  }

  function historyIsTooLong(): boolean {
    return workflowInfo().historyLength > enoughEvents * patienceForQuiet;
  }
}
