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
  /** Opens the incident; goes on in the background until it works. True when it is open within the patience. */
  open(call: CallForHelp, lifeInDanger: boolean): Promise<boolean>;
  /** "Help" as the written answer to a status call. */
  answerStatusCall(help: {
    readonly organisationId: OrganisationId;
    readonly statusCallId: StatusCallId;
    readonly target: Target;
    readonly lifeInDanger: boolean;
    readonly words?: string;
    readonly callerPhone?: string;
  }): Promise<boolean>;
}

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
  async function open(call: CallForHelp, lifeInDanger: boolean): Promise<boolean> {
    if (call.callerPhone !== undefined) callersIncidents.remember(call.callerPhone, call.incidentId);
    const work = background.untilItWorks('opening an incident', async () => {
      // The status call's own workflow may have opened it a moment before: then the incident is told of the wish.
      if (call.source === 'status-call') {
        await opening.openWithHelp(call, { callerWaiting: false, callBack: true, lifeInDanger });
      } else {
        await opening.open(deskScope, call);
      }
      return true;
    });
    return (await ifKnown(patience, () => work)) ?? false;
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
