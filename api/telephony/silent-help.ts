import { usualLimits } from '../../db/limits.js';
import {
  incidentIdOfStatusCall,
  travellerIdSchema,
  type IncidentId,
  type OrganisationId,
  type StatusCallId,
} from '../../domain/identifiers.js';
import type { DuressCode } from '../../domain/organisation/duress-code.js';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { IncidentSource, OrganisationChoice } from '../../domain/incident/incident.js';
import type { Target } from '../../domain/target.js';
import type { Wording } from '../../wording/wording.js';
import type { BackgroundWork } from '../background-work.js';
import type { CallersIncidents } from '../use-cases/callers-incidents.js';
import type { IncidentOpening } from '../use-cases/incident-opening.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { Listeners } from './listeners.js';

/** Help asked for by the duress code (I14): nobody who listens or reads along must notice it. */
export interface SilentHelp {
  /** The organisation's code; undefined: it has none, or nobody can tell now. */
  codeOf(organisationId: OrganisationId): Promise<DuressCode | undefined>;
  /** The code as the answer to a status call: opens its incident in the background, until it works. */
  answerStatusCall(
    help: Omit<Silent, 'incidentId' | 'source'> & { readonly statusCallId: StatusCallId },
  ): void;
  /** The code in a text that nobody has asked for. */
  open(help: Silent): void;
}

interface Silent {
  readonly incidentId: IncidentId;
  readonly organisationId: OrganisationId;
  readonly target: Target;
  readonly source: IncidentSource;
  readonly lifeInDanger: boolean;
  readonly callerPhone?: string;
  readonly organisationChosenBy?: OrganisationChoice;
}

/**
 * Whoever listens would notice that an answer takes much longer; but the contact book waits for MongoDB first and looks into
 * its own copy then, and both have to fit. Milliseconds.
 */
const patience = 2 * usualLimits.dial;

export function createSilentHelp({
  contactBook,
  opening,
  callersIncidents,
  background,
  listeners,
  wording,
}: {
  readonly contactBook: Pick<ContactBook, 'organisation'>;
  readonly opening: Pick<IncidentOpening, 'openWithHelp'>;
  readonly callersIncidents: Pick<CallersIncidents, 'remember'>;
  readonly background: BackgroundWork;
  readonly listeners: Pick<Listeners, 'anybody'>;
  readonly wording: Wording;
}): SilentHelp {
  function open(help: Silent): void {
    const { incidentId, organisationId, target, source, lifeInDanger, callerPhone } = help;
    const { organisationChosenBy } = help;
    if (callerPhone !== undefined) callersIncidents.remember(callerPhone, incidentId);
    const travellerId = travellerIdSchema.safeParse(target.id).data;
    const asked = { callerWaiting: false, callBack: false, silent: true } as const;
    background.runUntilItWorks('opening an incident', async () => {
      const { language } = await listeners.anybody(organisationId);
      const words = source === 'status-call' ? 'report.statusDuress' : 'report.writtenDuress';
      const report = {
        kind: 'security',
        threat: lifeInDanger ? 'immediate' : 'unknown',
        summary: wording.text(language, words),
        ...(travellerId === undefined ? {} : { travellerId }),
      } as const;
      await opening.openWithHelp(
        {
          incidentId,
          organisationId,
          report,
          source,
          reportedBy: { by: 'target', target },
          ...(callerPhone === undefined ? {} : { callerPhone }),
          ...(organisationChosenBy === undefined ? {} : { organisationChosenBy }),
          ...asked,
        },
        { ...asked, lifeInDanger },
      );
    });
  }

  return {
    codeOf: async (organisationId) =>
      (await ifKnown(patience, () => contactBook.organisation(organisationId)))?.settings.duressCode,
    open,
    answerStatusCall: ({ statusCallId, ...help }) => {
      open({ ...help, incidentId: incidentIdOfStatusCall(statusCallId), source: 'status-call' });
    },
  };
}
