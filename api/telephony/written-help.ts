import type { Target } from '../../domain/target.js';
import {
  incidentIdOfStatusCall,
  travellerIdSchema,
  type OrganisationId,
  type StatusCallId,
} from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import type { Wording } from '../../wording/wording.js';
import type { BackgroundWork } from '../background-work.js';
import type { CallersIncidents } from '../use-cases/callers-incidents.js';
import type { CallForHelp, IncidentOpening } from '../use-cases/incident-opening.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { Listeners } from './listeners.js';

/** Help asked for by text or link: nobody is on the line, so the caller is called back and joined with whoever takes it (I3). */
export interface WrittenHelp {
  /** Opens the incident; goes on in the background until it works. */
  open(call: CallForHelp, lifeInDanger: boolean): Promise<Keeping>;
  /** "Help" as the written answer to a status call. */
  answerStatusCall(help: {
    readonly organisationId: OrganisationId;
    readonly statusCallId: StatusCallId;
    readonly target: Target;
    readonly lifeInDanger: boolean;
    readonly words?: string;
    readonly callerPhone?: string;
  }): Promise<Keeping>;
}

/**
 * Whether a call for help outlives this process: its words are stored, or its incident knows of it. `not-yet`: nobody could
 * keep it within the patience, so nobody may be told that it was received.
 */
export type Keeping = 'kept' | 'not-yet';

/** How long a person waits to be told that their call for help has been received. Milliseconds. */
const patience = 4_000;

export function createWrittenHelp({
  opening,
  callersIncidents,
  background,
  listeners,
  wording,
}: {
  readonly opening: IncidentOpening;
  readonly callersIncidents: Pick<CallersIncidents, 'remember'>;
  readonly background: BackgroundWork;
  readonly listeners: Pick<Listeners, 'anybody'>;
  readonly wording: Wording;
}): WrittenHelp {
  async function open(call: CallForHelp, lifeInDanger: boolean): Promise<Keeping> {
    if (call.callerPhone !== undefined) callersIncidents.remember(call.callerPhone, call.incidentId);
    const keeping = new Promise<'kept'>((resolve) => {
      const onKept = () => {
        resolve('kept');
      };
      background.runUntilItWorks('opening an incident', async () => {
        // The status call's own workflow may have opened it a moment before: then the incident is told of the wish.
        if (call.source === 'status-call') {
          await opening.openWithHelp(
            call,
            { callerWaiting: false, callBack: true, lifeInDanger },
            { onKept },
          );
        } else {
          await opening.open(deskScope, call, { onKept });
        }
      });
    });
    return (await ifKnown(patience, () => keeping)) ?? 'not-yet';
  }

  return {
    open,
    async answerStatusCall({ organisationId, statusCallId, target, lifeInDanger, words, callerPhone }) {
      const { language } = await listeners.anybody(organisationId);
      const travellerId = travellerIdSchema.safeParse(target.id).data;
      return open(
        {
          incidentId: incidentIdOfStatusCall(statusCallId),
          organisationId,
          report: {
            kind: 'security',
            threat: lifeInDanger ? 'immediate' : 'unknown',
            summary: words ?? wording.text(language, 'report.statusHelp'),
            ...(travellerId === undefined ? {} : { travellerId }),
          },
          source: 'status-call',
          reportedBy: { by: 'target', target },
          ...(callerPhone === undefined ? {} : { callerPhone }),
          callerWaiting: false,
          callBack: true,
        },
        lifeInDanger,
      );
    },
  };
}
