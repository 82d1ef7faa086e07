import { z } from 'zod';
import {
  incidentIdSchema,
  organisationIdSchema,
  retentionRunIdSchema,
  receivedMailIdSchema,
  statusCallIdSchema,
  supportCaseIdSchema,
} from '../../../domain/identifiers.js';
import { deskScope } from '../../../domain/scope.js';
import { newIdentifier } from '../../use-cases/identifiers.js';
import { invited } from '../people.js';
import { field, textField } from '../play.js';
import type { Answer, Stage } from '../stage.js';

/** Everything that an address or a body can name, by the name it has there. */
export interface Things {
  readonly organisationId: string;
  readonly accountId: string;
  readonly applicationId: string;
  readonly travellerId: string;
  /** The traveller, as somebody who has data of their own. */
  readonly personId: string;
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
  readonly attachmentId: string;
  readonly cannedAnswerId: string;
  /** Of the account, and open. */
  readonly supportCaseId: string;
  /** A mail that came in. */
  readonly mailId: string;
  /** Something that the desk has to see to. */
  readonly taskId: string;
  readonly legalHoldId: string;
  readonly retentionRunId: string;
  /** Whoever may be erased. */
  readonly personErasureId: string;
  /** Of the settings. */
  readonly revision: string;
}
export type ThingName = keyof Things;

/** Things that nobody has: well-formed identifiers, nothing behind them. */
export const missingThings: Things = {
  organisationId: 'org_missing0000',
  accountId: 'acc_missing0000',
  applicationId: 'app_missing0000',
  travellerId: 'trv_missing0000',
  personId: 'trv_missing0001',
  incidentId: 'inc_missing0000',
  orderId: 'ord_missing0000',
  statusCallId: 'stc_missing0000',
  userId: 'usr_missing0000',
  tokenId: 'tok_missing0000',
  webhookId: 'whk_missing0000',
  deliveryId: 'dlv_missing0000',
  contactId: 'con_missing0000',
  internalContactId: 'con_missing0001',
  attachmentId: 'att_missing0000',
  supportCaseId: 'sup_missing0000',
  cannedAnswerId: 'can_missing0000',
  mailId: 'mai_missing0000',
  taskId: 'tsk_missing0000',
  legalHoldId: 'hld_missing0000',
  retentionRunId: 'run_missing0000',
  personErasureId: 'era_missing0000',
  revision: '999999',
};

export function isThingName(name: string): name is ThingName {
  return Object.hasOwn(missingThings, name);
}

/** What belongs to the desk itself goes together with the things of every organisation and account. */
export function isOfDeskItself(name: ThingName): boolean {
  return name === 'cannedAnswerId' || name === 'mailId' || name === 'taskId';
}

/** An organisation and a partner account with one of everything. */
export interface Household {
  readonly things: Things;
  /** Somebody of the account; the user among the things is of the organisation. */
  readonly partnerId: string;
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
  const accountId = await newAccount(stage, mark);
  const supportCaseId = await newSupportCase(stage, accountId, mark);
  return {
    things: {
      organisationId,
      accountId,
      applicationId: await newApplication(stage, mark),
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
      attachmentId: await newAttachment(stage, accountId, mark),
      supportCaseId,
      cannedAnswerId: await newCannedAnswer(stage, mark),
      mailId: await newMail(stage, mark),
      taskId: await newTask(stage, supportCaseId, mark),
      legalHoldId: await newLegalHold(stage, organisationId, mark),
      retentionRunId: await newRetentionRun(stage, organisationId),
      personId: await newTraveller(stage, organisationId, mark),
      personErasureId: await newPersonErasure(stage, organisationId, mark),
      revision: '1',
    },
    partnerId: (await invited(stage, 'partner-user', accountId, { name: `Partner ${mark}` })).id,
    settings: z.record(z.string(), z.unknown()).parse(field(current, 'settings')),
    authorisingEmail,
  };
}

const withId = z.tuple([z.object({ id: z.string() })]);
const organisationSchema = z.object({ id: z.string(), internalContacts: withId, authorisingPersons: withId });

let applicants = 0;

/** Somebody wants to become a partner. */
export async function newApplication(stage: Stage, mark = 'own'): Promise<string> {
  applicants += 1;
  const body = {
    companyName: `Company ${mark}`,
    contactName: `Applicant ${mark}`,
    email: `applicant-${applicants}-${Date.now()}@example.org`,
    language: 'en',
    country: 'DE',
    message: `Message ${mark}`,
  };
  const headers = { 'x-forwarded-for': `198.51.100.${applicants % 250}` };
  return textField(await done(stage.ask('POST', '/v1/partner-applications', body, headers)), 'id');
}

async function newAccount(stage: Stage, mark: string): Promise<string> {
  const path = `/v1/partner-applications/${await newApplication(stage, mark)}/accept`;
  return textField(await done(stage.ask('POST', path)), 'accountId');
}

export async function newWebhook(stage: Stage, organisationId: string, mark = 'own'): Promise<string> {
  const body = { url: 'https://hooks.example.org/beistand', description: `Webhook ${mark}` };
  const path = `/v1/organisations/${organisationId}/webhooks`;
  return textField(await done(stage.ask('POST', path, body)), 'id');
}

export async function newToken(stage: Stage, organisationId: string, mark = 'own'): Promise<string> {
  const path = `/v1/organisations/${organisationId}/tokens`;
  return textField(await done(stage.ask('POST', path, { name: `Token ${mark}` })), 'id');
}

async function newLegalHold(stage: Stage, organisationId: string, mark: string): Promise<string> {
  const body = { subject: { of: 'class', dataClass: 'incidents' }, reason: `Reason ${mark}` };
  return textField(
    await done(stage.ask('POST', `/v1/organisations/${organisationId}/legal-holds`, body)),
    'id',
  );
}

async function newRetentionRun(stage: Stage, organisationId: string): Promise<string> {
  const { id } = await stage.store.retentionRuns.begin(deskScope, {
    id: newIdentifier('run'),
    organisationId: organisationIdSchema.parse(organisationId),
    startedAt: new Date(),
  });
  return id;
}

/** A run that has found nothing to delete. */
export async function newEndedRetentionRun(stage: Stage, organisationId: string): Promise<string> {
  const id = retentionRunIdSchema.parse(await newRetentionRun(stage, organisationId));
  await stage.store.retentionRuns.finish(deskScope, organisationIdSchema.parse(organisationId), id, {
    ...{ endedAt: Date.now(), ruleVersion: 1, settingsRevision: 0, timeZone: 'UTC', classes: [] },
  });
  return id;
}

export async function newTraveller(stage: Stage, organisationId: string, mark = 'own'): Promise<string> {
  const body = { organisationId, name: `Traveller ${mark}`, phones: [] };
  return textField(await done(stage.ask('POST', '/v1/travellers', body)), 'id');
}

async function newPersonErasure(stage: Stage, organisationId: string, mark: string): Promise<string> {
  const personId = await newTraveller(stage, organisationId, mark);
  const path = `/v1/organisations/${organisationId}/person-erasures`;
  return textField(await done(stage.ask('POST', path, { personId, reason: `Reason ${mark}` })), 'id');
}

async function newAttachment(stage: Stage, accountId: string, mark: string): Promise<string> {
  const path = `/v1/attachments?accountId=${accountId}&name=${mark}.txt`;
  const headers = { 'content-type': 'application/octet-stream' };
  return textField(await done(stage.ask('POST', path, `Text ${mark}`, headers)), 'id');
}

/** A case that the desk has opened for a partner. */
export async function newSupportCase(stage: Stage, accountId: string, mark = 'own'): Promise<string> {
  const answers = { subject: `Subject ${mark}`, description: `Question ${mark}`, 'answer-by': 'writing' };
  const body = { accountId, topic: 'enquiry', formVersion: 1, answers };
  return textField(await done(stage.ask('POST', '/v1/support-cases', body)), 'id');
}

export async function newCannedAnswer(stage: Stage, mark = 'own'): Promise<string> {
  const body = { name: `Answer ${mark}`, text: { en: `Text ${mark}`, de: 'Text', hu: 'Szöveg' } };
  return textField(await done(stage.ask('POST', '/v1/canned-answers', body)), 'id');
}

let mails = 0;

/** A mail from a stranger, with a file, which waits for the desk. */
export async function newMail(stage: Stage, mark = 'own'): Promise<string> {
  mails += 1;
  const raw = [
    ...['From: stranger@example.org', `Subject: ${mark} ${mails}`, 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/mixed; boundary="part"', ''],
    ...['--part', 'Content-Type: text/plain', '', `Text ${mark}.`],
    ...['--part', 'Content-Disposition: attachment; filename="note.txt"', '', `Note ${mark}.`],
    ...['--part--', ''],
  ].join('\r\n');
  const headers = { 'content-type': 'message/rfc822' };
  const id = receivedMailIdSchema.parse(
    textField(await done(stage.ask('POST', '/v1/inbound-mails', raw, headers)), 'id'),
  );
  await stage.store.receivedMails.settle(id, ['received'], { state: 'review', why: 'stranger' });
  return id;
}

/** A mail about a case has not arrived: somebody of the desk has to see to it. */
export async function newTask(stage: Stage, supportCaseId: string, mark = 'own'): Promise<string> {
  const id = newIdentifier('tsk');
  await stage.store.deskTasks.put({
    id,
    createdAt: new Date(),
    about: {
      kind: 'mail-undelivered',
      caseId: supportCaseIdSchema.parse(supportCaseId),
      mailId: newIdentifier('sml'),
      to: { is: 'user', userId: newIdentifier('usr') },
      why: 'bounced',
      diagnostic: `Diagnostic ${mark}`,
    },
  });
  return id;
}
