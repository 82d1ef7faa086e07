import { incidentIdOfStatusCall, type IncidentId, type OrganisationId } from '../../domain/identifiers.js';
import { personIdSchema } from '../../domain/persons/person.js';
import type { TextTrace } from '../../domain/text-trace.js';
import type { TextWebhook } from '../../providers/telephony/webhooks.js';
import type { TextAnswer } from './answers.js';
import type { InboundParty } from './inbound-callers.js';
import { subjectOf } from './question-subject.js';
import type { OpenQuestion } from './text-reading.js';

/** Whose text came in, and which case it belongs to. */
export interface TextBelonging {
  readonly organisationId: OrganisationId;
  /** Absent: it belongs to no case. */
  readonly caseId?: string;
  readonly sender?: string;
}

/** A text that answers nothing; `incident`: what it has opened, or what it was noted in. */
export function belongingOfParty(
  { organisationId, traveller }: Pick<InboundParty, 'organisationId' | 'traveller'>,
  incident?: IncidentId,
): TextBelonging {
  return {
    organisationId,
    ...(incident === undefined ? {} : { caseId: incident }),
    ...(traveller === undefined ? {} : { sender: traveller.id }),
  };
}

/** A text about a question. A call for help belongs to the incident that is opened by it, which is kept for longer. */
export function belongingOfQuestion(question: OpenQuestion, answer?: TextAnswer['answer']): TextBelonging {
  const { organisationId, target, subject } = question;
  const asked = subjectOf(question);
  const isHelp = answer === 'help' || answer === 'duress';
  const caseId =
    asked?.case === 'status-call' && isHelp ? incidentIdOfStatusCall(asked.statusCallId) : subject.caseId;
  return { organisationId, caseId, sender: target.id };
}

/**
 * By what a text that came in, and the reply to it, are found at the provider when they are deleted there (R2). The provider makes a
 * text of the reply by itself, and tells nobody its SID.
 */
export function tracesOfReceived(
  { sid, account, from: number, to: ownNumber }: TextWebhook,
  { organisationId, caseId, sender }: TextBelonging,
  { isRepliedTo, at }: { readonly isRepliedTo: boolean; readonly at: Date },
): readonly TextTrace[] {
  const person = personIdSchema.safeParse(sender);
  const received: TextTrace = {
    id: sid,
    account,
    organisationId,
    ...(caseId === undefined ? {} : { caseId }),
    ...(person.success ? { personId: person.data } : {}),
    number,
    at,
  };
  if (!isRepliedTo) return [received];
  return [received, { ...received, id: `reply:${sid}`, soughtBy: { ownNumber, origin: 'reply' } }];
}
