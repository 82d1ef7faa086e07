import { z } from 'zod';
import type { Store } from '../../db/store.js';
import { notFound } from '../../domain/errors.js';
import { moneySchema } from '../../domain/escalation/policy.js';
import { contactIdSchema, organisationIdSchema } from '../../domain/identifiers.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { defineRoute, type Route } from '../openapi/route.js';
import type { OwnPins } from '../pins/own-pins.js';

export interface AuthorisingPersonRouteDependencies {
  readonly store: Pick<Store, 'organisations' | 'pins'>;
  readonly ownPins: Pick<OwnPins, 'invite' | 'revoke'>;
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
  ownPins,
}: AuthorisingPersonRouteDependencies): readonly Route[] {
  async function personsOf(scope: Scope, organisationId: OrganisationId) {
    const found = await store.organisations.find(scope, organisationId);
    if (found === undefined) throw notFound('organisation');
    return found.settings.authorisingPersons;
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
      method: 'post',
      path: '/v1/organisations/{organisationId}/authorising-persons/{contactId}/pin-invitation',
      operationId: 'invitePin',
      tag,
      summary: 'Send an authorising person the link by which they set their PIN',
      description:
        'By mail to their own address. It works once, for 72 hours, and makes an earlier one worthless; a PIN that they have ' +
        'counts until they have set the new one. Nobody but them learns the PIN, nor sees the link.',
      access: 'invite pin',
      params: ofPerson,
      problems: [409],
      responses: { 202: { description: 'The mail is under way.' } },
    })(async ({ caller, params }) => {
      await ownPins.invite(caller.scope, params);
      return { status: 202 };
    }),
    defineRoute({
      method: 'delete',
      path: '/v1/organisations/{organisationId}/authorising-persons/{contactId}/pin',
      operationId: 'deletePin',
      tag,
      summary: 'Take the PIN of an authorising person away',
      description: 'And the link by which they could set one.',
      access: 'remove pin',
      params: ofPerson,
      responses: { 204: { description: 'There is none any more.' } },
    })(async ({ caller, params }) => {
      await ownPins.revoke(caller.scope, params);
      return { status: 204 };
    }),
  ];
}
