import { randomUUID } from 'node:crypto';
import { caseIdOf, type AttemptSubject } from '../../domain/attempt.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { personIdSchema } from '../../domain/persons/person.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { Target } from '../../domain/target.js';
import type { TextTrace } from '../../domain/text-trace.js';
import type { TextDelivery } from '../../providers/telephony/telephony.js';
import { quietly } from '../activity-failures.js';
import { keepTextTrace, type TextTraceDependencies } from './text-trace-keeping.js';

/** A text that was ordered: whom it went to, and which case it belongs to. */
export interface OrderedText {
  readonly organisationId: OrganisationId;
  readonly subject: AttemptSubject;
  readonly target: Target;
  readonly to: PhoneNumber;
}

/** Keeps by what a text that was sent, or may have been, is found at the provider when it is deleted there (R2). */
export async function traceSentText(
  dependencies: TextTraceDependencies & { readonly now: () => number },
  { organisationId, subject, target, to: number }: OrderedText,
  delivery: TextDelivery,
): Promise<void> {
  const person = personIdSchema.safeParse(target.id);
  const about = {
    organisationId,
    caseId: caseIdOf(subject),
    number,
    ...(person.success ? { personId: person.data } : {}),
  };
  const trace = traceOf(delivery, about, dependencies.now());
  if (trace !== undefined) await quietly('the trace of a text', () => keepTextTrace(dependencies, trace));
}

function traceOf(
  delivery: TextDelivery,
  about: Omit<TextTrace, 'id' | 'account' | 'at'>,
  now: number,
): TextTrace | undefined {
  switch (delivery.sent) {
    case 'yes': {
      const { sid: id, account } = delivery.text;
      return { id, account, ...about, at: new Date(now) };
    }
    case 'unknown': {
      const { account, from: ownNumber, orderedAt: at } = delivery;
      return { id: `order:${randomUUID()}`, account, ...about, at, soughtBy: { ownNumber, origin: 'order' } };
    }
    case 'no':
      return undefined;
  }
}
