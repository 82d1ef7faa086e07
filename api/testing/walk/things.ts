import { z } from 'zod';
import { incidentIdSchema, statusCallIdSchema } from '../../../domain/identifiers.js';
import { invited } from '../people.js';
import { field, textField } from '../play.js';
import type { Answer, Stage } from '../stage.js';

/** Everything that an address or a body can name, by the name it has there. */
export interface Things {
  readonly organisationId: string;
  readonly travellerId: string;
  readonly incidentId: string;
  readonly orderId: string;
  readonly statusCallId: string;
  readonly userId: string;
  readonly tokenId: string;
  readonly webhookId: string;
  readonly deliveryId: string;
  /** An authorising person. */
  readonly contactId: string;
  readonly internalContactId: string;
  /** Of the settings. */
  readonly revision: string;
}
export type ThingName = keyof Things;

/** Things that nobody has: well-formed identifiers, nothing behind them. */
export const missingThings: Things = {
  organisationId: 'org_missing0000',
  travellerId: 'trv_missing0000',
  incidentId: 'inc_missing0000',
  orderId: 'ord_missing0000',
  statusCallId: 'stc_missing0000',
  userId: 'usr_missing0000',
  tokenId: 'tok_missing0000',
  webhookId: 'whk_missing0000',
  deliveryId: 'dlv_missing0000',
  contactId: 'con_missing0000',
  internalContactId: 'con_missing0001',
  revision: '999999',
};

export function isThingName(name: string): name is ThingName {
  return Object.hasOwn(missingThings, name);
}

/** An organisation with one of everything. */
export interface Household {
  readonly things: Things;
  /** Its settings as they are saved, so that saving them again changes nothing. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** One that is really there. */
export interface FoundedHousehold extends Household {
  /** The address of its authorising person. */
  readonly authorisingEmail: string;
}

export async function done(answer: Promise<Answer>): Promise<Answer> {
  const { status, text } = await answer;
  if (status >= 400) throw new Error(`The stage could not be set: ${status} ${text}`);
  return answer;
}

/** @param mark stands in every text of the organisation, so that it is recognised wherever it is shown. */
export async function foundHousehold(stage: Stage, mark: string, number: number): Promise<FoundedHousehold> {
  const phone = (last: number) => `+4930231250${number}${last}`;
  const made = async (path: string, body: object) => done(stage.ask('POST', path, body));
  const authorisingEmail = `authorising-${mark}@example.org`;
  const organisation = await made('/v1/organisations', {
    name: `Organisation ${mark}`,
    internalContacts: [{ name: `Contact ${mark}`, phones: [phone(1)] }],
    authorisingPersons: [{ name: `Authorising ${mark}`, phones: [phone(2)], email: authorisingEmail }],
  });
  const {
    id: organisationId,
    internalContacts,
    authorisingPersons,
  } = organisationSchema.parse(organisation.body);
  const of = `/v1/organisations/${organisationId}`;
  const traveller = { organisationId, name: `Traveller ${mark}`, phones: [phone(3)] };
  const travellerId = textField(await made('/v1/travellers', traveller), 'id');
  const report = {
    organisationId,
    travellerId,
    kind: 'medical',
    threat: 'unknown',
    summary: `Summary ${mark}`,
  };
  const incidentId = textField(await made('/v1/incidents', report), 'id');
  const ordered = await made(`/v1/incidents/${incidentId}/orders`, {
    service: 'transport',
    description: `Order ${mark}`,
    estimate: { amountMinor: 1_200_00, currency: 'EUR' },
  });
  const orderId = textField(ordered, 'id');
  const statusCall = await made('/v1/status-calls', { organisationId, travellerId });
  const statusCallId = textField(statusCall, 'id');
  await stage.store.cases.record(
    await stage.cases.incidents.currentRecord(incidentIdSchema.parse(incidentId)),
  );
  await stage.store.cases.record(
    await stage.cases.statusCalls.currentRecord(statusCallIdSchema.parse(statusCallId)),
  );
  const webhookId = await newWebhook(stage, organisationId, mark);
  const delivery = await made(`${of}/webhooks/${webhookId}/test`, {});
  await done(stage.ask('PUT', `${of}/settings/draft`, { basedOn: 1, settings: { name: `Draft ${mark}` } }));
  const current = await done(stage.ask('GET', `${of}/settings/versions/1`));
  return {
    things: {
      organisationId,
      travellerId,
      incidentId,
      orderId,
      statusCallId,
      userId: (await invited(stage, 'organisation-manager', organisationId, { name: `User ${mark}` })).id,
      tokenId: await newToken(stage, organisationId, mark),
      webhookId,
      deliveryId: textField(delivery, 'deliveryId'),
      contactId: authorisingPersons[0].id,
      internalContactId: internalContacts[0].id,
      revision: '1',
    },
    settings: z.record(z.string(), z.unknown()).parse(field(current, 'settings')),
    authorisingEmail,
  };
}

const withId = z.tuple([z.object({ id: z.string() })]);
const organisationSchema = z.object({ id: z.string(), internalContacts: withId, authorisingPersons: withId });

export async function newWebhook(stage: Stage, organisationId: string, mark = 'own'): Promise<string> {
  const body = { url: 'https://hooks.example.org/beistand', description: `Webhook ${mark}` };
  const path = `/v1/organisations/${organisationId}/webhooks`;
  return textField(await done(stage.ask('POST', path, body)), 'id');
}

export async function newToken(stage: Stage, organisationId: string, mark = 'own'): Promise<string> {
  const path = `/v1/organisations/${organisationId}/tokens`;
  return textField(await done(stage.ask('POST', path, { name: `Token ${mark}` })), 'id');
}
