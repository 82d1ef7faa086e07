import { z } from 'zod';
import type { Store } from '../../db/store.js';
import { notFound } from '../../domain/errors.js';
import { moneySchema } from '../../domain/escalation/policy.js';
import { contactIdSchema, organisationIdSchema, type ContactId } from '../../domain/identifiers.js';
import { pinSchema } from '../../domain/organisation/pin.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { defineRoute, type Route } from '../openapi/route.js';
import type { Pins } from '../pins/pins.js';

export interface AuthorisingPersonRouteDependencies {
  readonly store: Pick<Store, 'organisations' | 'pins'>;
  readonly pins: Pick<Pins, 'set'>;
}

const tag = 'Organisations';
const ofOrganisation = { organisationId: organisationIdSchema };
const ofPerson = z.strictObject({ ...ofOrganisation, contactId: contactIdSchema });

const authorisingPersonsSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: contactIdSchema,
        name: z.string(),
        limit: moneySchema.optional().meta({ description: 'Absent: any amount.' }),
        pinSet: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'AuthorisingPersons' });

/** The authorising persons in the order in which they are asked, and their PINs, which nobody can read (I9). */
export function authorisingPersonRoutes({
  store,
  pins,
}: AuthorisingPersonRouteDependencies): readonly Route[] {
  async function personsOf(scope: Scope, organisationId: OrganisationId) {
    const found = await store.organisations.find(scope, organisationId);
    if (found === undefined) throw notFound('organisation');
    return found.settings.authorisingPersons;
  }

  async function mustBeThere(scope: Scope, organisationId: OrganisationId, id: ContactId): Promise<void> {
    const persons = await personsOf(scope, organisationId);
    if (!persons.some((person) => person.id === id)) throw notFound('authorising person');
  }

  return [
    defineRoute({
      method: 'get',
      path: '/v1/organisations/{organisationId}/authorising-persons',
      operationId: 'listAuthorisingPersons',
      tag,
      summary: 'List who may order what costs money, and whether they have a PIN',
      access: 'read organisation',
      params: z.strictObject(ofOrganisation),
      responses: { 200: { description: 'In the order of asking.', schema: authorisingPersonsSchema } },
    })(async ({ caller, params: { organisationId } }) => {
      const persons = await personsOf(caller.scope, organisationId);
      const owners = await store.pins.ownersIn(caller.scope, organisationId);
      const items = persons.map(({ id, name, limit }) => ({
        id,
        name,
        ...(limit === undefined ? {} : { limit }),
        pinSet: owners.has(id),
      }));
      return { status: 200, body: { items } };
    }),
    defineRoute({
      method: 'put',
      path: '/v1/organisations/{organisationId}/authorising-persons/{contactId}/pin',
      operationId: 'setPin',
      tag,
      summary: 'Set the PIN of an authorising person',
      description:
        'Replaces another PIN and lifts a lock. Nobody can read a PIN; what is easily guessed is refused.',
      access: 'set pin',
      audit: { body: 'secret' },
      params: ofPerson,
      body: z.strictObject({ pin: pinSchema }),
      responses: { 200: { description: 'Set.', schema: z.strictObject({ pinSet: z.literal(true) }) } },
    })(async ({ caller, params: { organisationId, contactId }, body: { pin } }) => {
      await mustBeThere(caller.scope, organisationId, contactId);
      await pins.set(caller.scope, { organisationId, contactId }, pin);
      return { status: 200, body: { pinSet: true } };
    }),
    defineRoute({
      method: 'delete',
      path: '/v1/organisations/{organisationId}/authorising-persons/{contactId}/pin',
      operationId: 'deletePin',
      tag,
      summary: 'Take the PIN of an authorising person away',
      access: 'set pin',
      params: ofPerson,
      responses: { 204: { description: 'There is none any more.' } },
    })(async ({ caller, params: { organisationId, contactId } }) => {
      await mustBeThere(caller.scope, organisationId, contactId);
      await store.pins.remove(caller.scope, { organisationId, contactId });
      return { status: 204 };
    }),
  ];
}
