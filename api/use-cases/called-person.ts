import { z } from 'zod';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import { invalidInput } from '../../domain/errors.js';
import { contactIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import type { Target, TargetRole } from '../../domain/target.js';
import type { CalledPerson } from '../../workflows/incident/incident.messages.js';

/** Who can be called by an operator's order. Numbers are looked up when they are dialled, so none is given here. */
export const calledPersonSchema = z
  .discriminatedUnion('who', [
    z.strictObject({ who: z.literal('desk') }),
    z.strictObject({ who: z.literal('duty-lead') }),
    z.strictObject({
      who: z.literal('contact'),
      id: contactIdSchema.meta({
        description:
          'An internal contact, a provider or an authorising person, as in the organisation’s settings.',
      }),
    }),
  ])
  .meta({
    id: 'CalledPerson',
    description:
      'Who is called. `desk`: the desk’s own telephone, as a click to call. `duty-lead`: the desk’s duty lead. ' +
      '`contact`: anybody in the organisation’s settings.',
  });
export type AskedPerson = z.output<typeof calledPersonSchema>;

/** Everybody with an identifier in an organisation's settings; somebody in two of these roles is one person with one phone. */
const contactRoles = [
  'internal-contact',
  'assistance-provider',
  'medical-provider',
  'travel-provider',
  'backup-provider',
  'authorising-person',
] as const satisfies readonly TargetRole[];

/**
 * The person as a case knows them.
 *
 * @param path where the person stands in the body of the request.
 * @throws DomainError `invalid-input` when the organisation does not know them, or knows no phone of theirs.
 */
export async function requireCalledPerson(
  contactBook: Pick<ContactBook, 'reach'>,
  organisationId: OrganisationId,
  asked: AskedPerson,
  path: string,
): Promise<CalledPerson> {
  const targets: readonly Target[] =
    asked.who === 'contact'
      ? contactRoles.map((role) => ({ role, id: asked.id }))
      : [{ role: asked.who, id: asked.who }];
  const found = await Promise.all(targets.map((target) => contactBook.reach(organisationId, target)));
  const person = found.find((each) => each !== undefined);
  if (person === undefined) throw refusal(`${path}/id`, 'is nobody in the settings of this organisation');
  if (person.phones.length === 0) throw refusal(`${path}/id`, 'has no phone');
  return { target: person.target, phones: person.phones.length };
}

function refusal(path: string, message: string) {
  return invalidInput('The body of the request is not valid.', [{ path, message }]);
}
