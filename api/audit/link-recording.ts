import type { LinkQuestion } from '../../cases/link-tokens.js';
import type { AuditOrigin } from '../../domain/audit/entry.js';
import { isPersonId } from '../../domain/audit/personal-values.js';
import {
  channelTestIdSchema,
  incidentIdSchema,
  statusCallIdSchema,
  type TravellerId,
} from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import type { BackgroundWork } from '../background-work.js';
import type { CaseReading, ReadIncident, ReadStatusCall } from '../use-cases/case-reading.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { AuditInput, AuditTrail } from './audit-trail.js';

/**
 * Records who has opened and answered links, and from which address (X5). Help may hang on it, so nothing waits for it: it
 * is recorded in the background. What the answer has changed is told by the timeline of the case, see deed-relay.ts.
 */
export interface LinkRecording {
  /** The page has shown what it is about. */
  shown(question: LinkQuestion, from: AuditOrigin): void;
  /** One of its buttons was pressed: the change is asked for. */
  answered(question: LinkQuestion, from: AuditOrigin, value: string | undefined): void;
}

/** Whose case it is may stay unknown while MongoDB is away. Milliseconds. */
const patience = 1_000;
/** No button has a longer value: whoever sends more has not pressed one. */
const longestAnswer = 40;

export function createLinkRecording({
  trail,
  reading,
  background,
  now,
}: {
  readonly trail: Pick<AuditTrail, 'recordEventually'>;
  readonly reading: Pick<CaseReading, 'incident' | 'statusCall'>;
  readonly background: Pick<BackgroundWork, 'run'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): LinkRecording {
  function record(
    question: LinkQuestion,
    entry: Pick<AuditInput, 'from' | 'stage' | 'action' | 'result' | 'after'>,
  ): void {
    const { organisationId, target, caseId } = question;
    const at = now();
    background.run('recording a link in the audit trail', async () => {
      const travellerId = await ifKnown(patience, () => travellerOf(caseId));
      await trail.recordEventually({
        ...entry,
        organisationId,
        at,
        by: { by: 'target', target },
        what: subjectOf(question),
        persons: travellerId === undefined ? [] : [travellerId],
        ...(isPersonId(target.id) ? { person: target.id } : {}),
      });
    });
  }

  async function travellerOf(caseId: string): Promise<TravellerId | undefined> {
    const incident = incidentIdSchema.safeParse(caseId).data;
    const statusCall = statusCallIdSchema.safeParse(caseId).data;
    if (incident !== undefined) return whoseCase(await reading.incident(deskScope, incident));
    return statusCall && whoseCase(await reading.statusCall(deskScope, statusCall));
  }

  return {
    shown: (question, from) => {
      record(question, { from, stage: 'done', action: 'openLink', result: question.ask });
    },
    answered: (question, from, value) => {
      const given = value === undefined ? {} : { after: { answer: value.slice(0, longestAnswer) } };
      record(question, { from, stage: 'asked', action: 'answerLink', result: question.ask, ...given });
    },
  };
}

function whoseCase(read: ReadIncident | ReadStatusCall): TravellerId | undefined {
  return read.from === 'view' ? read.view.travellerId : read.start.travellerId;
}

function subjectOf(question: LinkQuestion): AuditInput['what'] {
  const { caseId: id } = question;
  if (question.ask === 'approve') return { kind: 'order', id: question.orderId, caseId: id };
  if (channelTestIdSchema.safeParse(id).success) return { kind: 'channel', id };
  return { kind: incidentIdSchema.safeParse(id).success ? 'incident' : 'status-call', id };
}
