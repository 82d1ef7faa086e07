import type { Cases } from '../../cases/cases.js';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { AnswerMeans } from '../../domain/attempt.js';
import { invalidInput } from '../../domain/errors.js';
import type { ContactId, IncidentId, OrganisationId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import type { Target } from '../../domain/target.js';
import { principalKey, type Actor, type Principal } from '../../domain/timeline.js';
import { derivedIdentifier, hashBody, newIdentifier } from './identifiers.js';
import type { IntakeKeeping } from './intake-keeping.js';

/** The names of what can be done to an incident; an update's ID is derived from them. */
export type ActionName =
  | 'acknowledge'
  | 'decline'
  | 'threat'
  | 'route'
  | 'notes'
  | 'contacts-reached'
  | 'call'
  | 'call-back'
  | 'life-safety-override'
  | 'close'
  | 'reopen';

/** What can be done about the costs of an incident. */
export type CostActionName = 'decision' | 'withdraw' | 'actual-cost' | 'ratification';

/**
 * The update's ID: the same key with the same body repeats the same update, which then changes nothing and gives the first
 * answer again; with another body it is another update. Without a key every request is another one.
 */
export function updateIdOf(
  by: Principal,
  action: ActionName | CostActionName,
  body: object,
  idempotencyKey: string | undefined,
): string {
  return idempotencyKey === undefined
    ? newIdentifier('act')
    : derivedIdentifier('act', principalKey(by), action, hashBody(body), idempotencyKey);
}

export interface Note {
  readonly scope: Scope;
  readonly incidentId: IncidentId;
  readonly organisationId: OrganisationId;
  readonly by: Actor;
  /** How it came from somebody who did not sign in. */
  readonly means?: AnswerMeans;
  readonly noteId: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface Notes {
  /**
   * Keeps the text first, then tells the incident of it. Repeating it with the same ID changes nothing. A text that is refused stays with
   * the incident and goes with it: another request with the same ID may have been accepted, and needs its words.
   */
  add(note: Note): Promise<void>;
}

export function createNotes({
  intakeKeeping,
  incidents,
}: {
  readonly intakeKeeping: IntakeKeeping;
  readonly incidents: Pick<Cases['incidents'], 'addNote'>;
}): Notes {
  return {
    async add({ scope, incidentId, organisationId, by, means, noteId, text, at }) {
      const kept = await intakeKeeping.keep(
        scope,
        {
          id: noteId,
          organisationId,
          kind: 'note',
          caseId: incidentId,
          bodyHash: hashBody({ incidentId, text }),
          text,
          createdAt: new Date(at),
        },
        'same-body',
      );
      await incidents.addNote(
        incidentId,
        {
          by,
          noteId,
          ...(means === undefined ? {} : { means }),
          ...(kept.kept === 'sealed' ? { sealed: kept.sealed } : {}),
        },
        noteId,
      );
      await intakeKeeping.noteTaken(scope, kept);
    },
  };
}

/**
 * The contacts as targets.
 *
 * @throws DomainError `invalid-input` naming every one who is no internal emergency contact of the organisation.
 */
export async function requireInternalContacts(
  contactBook: Pick<ContactBook, 'internalContacts'>,
  organisationId: OrganisationId,
  contacts: readonly ContactId[],
): Promise<readonly Target[]> {
  const known = await contactBook.internalContacts(organisationId);
  const errors = contacts.flatMap((id, index) =>
    known.some(({ target }) => target.id === id)
      ? []
      : [{ path: `/contacts/${index}`, message: 'is no internal emergency contact of this organisation' }],
  );
  if (errors.length > 0) throw invalidInput('The body of the request is not valid.', errors);
  return contacts.map((id) => ({ role: 'internal-contact', id }));
}
