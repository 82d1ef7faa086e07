import { z } from 'zod';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { DiallingRules } from '../../domain/dialling/dialling-rules.js';
import { invalidInput, notFound } from '../../domain/errors.js';
import { organisationIdSchema, travellerIdSchema } from '../../domain/identifiers.js';
import { travellerInputSchema, travellerSchema } from '../../domain/organisation/traveller.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { cursorQuery, pageRequest, pageSchema } from '../representations/shared.js';
import { refuseBlockedNumbers } from '../use-cases/dialling-checks.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import type { KnownReferences } from '../use-cases/known-references.js';

export interface TravellerRouteDependencies {
  readonly store: Pick<Store, 'travellers'>;
  readonly contactBook: Pick<ContactBook, 'refresh'>;
  readonly references: KnownReferences;
  readonly diallingRules: DiallingRules;
}

const tag = 'Travellers';
const params = z.strictObject({ travellerId: travellerIdSchema });
const shownSchema = travellerSchema.meta({ id: 'Traveller' });

export function travellerRoutes({
  store,
  contactBook,
  references,
  diallingRules,
}: TravellerRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/travellers',
      operationId: 'createTraveller',
      tag,
      summary: 'Create a traveller',
      access: 'create traveller',
      audit: { body: 'sealed' },
      body: travellerInputSchema,
      problems: [404],
      responses: {
        201: { description: 'Created.', schema: shownSchema, headers: { Location: 'Its address.' } },
      },
    })(async ({ caller, body }) => {
      await references.requireOrganisation(caller.scope, body.organisationId);
      refuseBlockedNumbers([['', body]], diallingRules);
      const id = newIdentifier('trv');
      const created = await store.travellers.create(caller.scope, id, body);
      await contactBook.refresh();
      return { status: 201, headers: { Location: `/v1/travellers/${id}` }, body: created };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/travellers',
      operationId: 'listTravellers',
      tag,
      summary: 'List travellers',
      access: 'read traveller',
      query: z.strictObject({ ...cursorQuery, organisationId: organisationIdSchema.optional() }),
      responses: {
        200: { description: 'A page of travellers.', schema: pageSchema(shownSchema, 'TravellerPage') },
      },
    })(async ({ caller, query }) => {
      const { organisationId } = query;
      const page = await store.travellers.list(caller.scope, {
        ...pageRequest(query),
        ...(organisationId === undefined ? {} : { organisationId }),
      });
      return { status: 200, body: { ...page, items: [...page.items] } };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/travellers/{travellerId}',
      operationId: 'getTraveller',
      tag,
      summary: 'Read a traveller',
      access: 'read traveller',
      params,
      responses: { 200: { description: 'The traveller.', schema: shownSchema } },
    })(async ({ caller, params: { travellerId } }) => {
      const found = await store.travellers.find(caller.scope, travellerId);
      if (found === undefined) throw notFound('traveller');
      return { status: 200, body: found };
    }),
    defineRoute({
      method: 'put',
      path: '/v1/travellers/{travellerId}',
      operationId: 'saveTraveller',
      tag,
      summary: 'Save a traveller',
      description: 'Replaces everything but the organisation, which a traveller cannot change.',
      access: 'change traveller',
      audit: { body: 'by-handler' },
      params,
      body: travellerInputSchema,
      responses: { 200: { description: 'Saved.', schema: shownSchema } },
    })(async ({ caller, params: { travellerId }, body, audit }) => {
      const current = await store.travellers.find(caller.scope, travellerId);
      if (current === undefined) throw notFound('traveller');
      if (current.organisationId !== body.organisationId) {
        throw invalidInput('A traveller stays in their organisation.', [
          { path: '/organisationId', message: 'cannot be changed' },
        ]);
      }
      refuseBlockedNumbers([['', body]], diallingRules);
      const saved = await store.travellers.save(caller.scope, travellerId, body);
      if (saved === undefined) throw notFound('traveller');
      audit.changed({ before: current, after: saved });
      await contactBook.refresh();
      return { status: 200, body: saved };
    }),
  ];
}
