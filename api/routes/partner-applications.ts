import { z } from 'zod';
import type { Store } from '../../db/store.js';
import { conflict, DomainError, notFound } from '../../domain/errors.js';
import { partnerApplicationIdSchema, type PartnerApplicationId } from '../../domain/identifiers.js';
import {
  applicationFormSchema,
  applicationStates,
  declineReasonSchema,
  type PartnerApplication,
} from '../../domain/partners/partner-application.js';
import { defineRoute, type Caller, type Route } from '../openapi/route.js';
import type { Acceptance } from '../partners/acceptance.js';
import type { ApplicationMails } from '../partners/application-mails.js';
import {
  partnerApplicationSchema,
  receivedApplicationSchema,
  showPartnerApplication,
} from '../representations/partner-application.js';
import { cursorQuery, pageRequest, pageSchema } from '../representations/shared.js';
import { isAllowed, networkOf, type SignInAttempts } from '../sign-in/sign-in-attempts.js';
import { derivedIdentifier, hashBody, newIdentifier } from '../use-cases/identifiers.js';
import { idempotencyHeaders, replayedHeader } from './idempotency.js';

export interface PartnerApplicationRouteDependencies {
  readonly applications: Store['partnerApplications'];
  readonly attempts: SignInAttempts;
  readonly mails: ApplicationMails;
  readonly acceptance: Acceptance;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Partner accounts';
const params = z.strictObject({ applicationId: partnerApplicationIdSchema });

/** Applications of those who want to become partners, and what the desk makes of them (C1). */
export function partnerApplicationRoutes({
  applications,
  attempts,
  mails,
  acceptance,
  now,
}: PartnerApplicationRouteDependencies): readonly Route[] {
  async function required({ scope }: Caller, id: PartnerApplicationId): Promise<PartnerApplication> {
    const found = await applications.find(scope, id);
    if (found === undefined) throw notFound('partner application');
    return found;
  }

  return [
    defineRoute({
      method: 'post',
      path: '/v1/partner-applications',
      operationId: 'applyAsPartner',
      tag,
      summary: 'Apply to become a partner',
      description:
        'The address that is named gets a confirmation. Repeat it with the same Idempotency-Key until it is answered: of the ' +
        'same address it is the same application.',
      access: 'anybody',
      audit: { recordedBy: 'handler' },
      headers: idempotencyHeaders,
      body: applicationFormSchema,
      problems: [422, 429, 503],
      responses: {
        200: {
          description: 'The application that was sent with this Idempotency-Key before.',
          schema: receivedApplicationSchema,
          headers: { 'Idempotency-Replayed': '`true`' },
        },
        201: { description: 'Received.', schema: receivedApplicationSchema },
      },
    })(async ({ visit: { address }, headers, body, audit }) => {
      await attempts.begin([{ kind: 'application/address', of: networkOf(address) }]);
      const key = headers['idempotency-key'];
      const bodyHash = hashBody(body);
      const { stored, application } = await applications.keep({
        id:
          key === undefined ? newIdentifier('app') : derivedIdentifier('app', key, body.email.toLowerCase()),
        form: body,
        bodyHash,
        receivedAt: new Date(now()),
        decision: { state: 'received' },
      });
      const { id, receivedAt } = application;
      const received = { id, receivedAt: receivedAt.toISOString() };
      if (stored === 'exists') {
        if (application.bodyHash !== bodyHash) {
          throw new DomainError(
            'idempotency-key-reused',
            'This Idempotency-Key was used for another application.',
          );
        }
        return { status: 200, headers: replayedHeader, body: received };
      }
      audit.isDoneByVisitor({ what: 'partner-application', id, after: body });
      // Nobody's mailbox is filled by others; the application counts all the same.
      if (await isAllowed(attempts, { kind: 'application/mailbox', of: body.email }))
        mails.confirm(application);
      return { status: 201, body: received };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/partner-applications',
      operationId: 'listPartnerApplications',
      tag,
      summary: 'List applications, the newest first',
      access: 'read partner-application',
      query: z.strictObject({ ...cursorQuery, state: z.enum(applicationStates).optional() }),
      responses: {
        200: {
          description: 'A page of applications.',
          schema: pageSchema(partnerApplicationSchema, 'PartnerApplicationPage'),
        },
      },
    })(async ({ caller, query: { state, ...query } }) => {
      const { items, ...next } = await applications.list(caller.scope, {
        ...pageRequest(query),
        ...(state === undefined ? {} : { state }),
      });
      return { status: 200, body: { items: items.map(showPartnerApplication), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/partner-applications/{applicationId}',
      operationId: 'getPartnerApplication',
      tag,
      summary: 'Read an application',
      access: 'read partner-application',
      params,
      responses: { 200: { description: 'The application.', schema: partnerApplicationSchema } },
    })(async ({ caller, params: { applicationId } }) => ({
      status: 200,
      body: showPartnerApplication(await required(caller, applicationId)),
    })),
    defineRoute({
      method: 'post',
      path: '/v1/partner-applications/{applicationId}/accept',
      operationId: 'acceptPartnerApplication',
      tag,
      summary: 'Accept an application',
      description:
        'Makes the partner account, and invites whoever applied as its first admin. Repeating it is harmless: it is the ' +
        'same account, and no further invitation once one was mailed. `incomplete`: it is accepted, and nobody can be invited yet.',
      access: 'review partner-application',
      params,
      problems: [409],
      responses: { 200: { description: 'Accepted.', schema: partnerApplicationSchema } },
    })(async ({ caller, params: { applicationId }, audit }) => {
      const current = await required(caller, applicationId);
      const accepted = await acceptance.accept(caller, current);
      audit.changed({ before: current.decision, after: accepted.decision, person: applicationId });
      return { status: 200, body: showPartnerApplication(accepted) };
    }),
    defineRoute({
      method: 'post',
      path: '/v1/partner-applications/{applicationId}/decline',
      operationId: 'declinePartnerApplication',
      tag,
      summary: 'Decline an application',
      description:
        'The applicant is told the reason by mail. Repeating it is harmless: the first reason stays.',
      access: 'review partner-application',
      audit: { body: 'by-handler' },
      params,
      body: z.strictObject({ reason: declineReasonSchema.meta({ description: 'The applicant reads it.' }) }),
      problems: [409],
      responses: { 200: { description: 'Declined.', schema: partnerApplicationSchema } },
    })(async ({ caller, params: { applicationId }, body: { reason }, audit }) => {
      const current = await required(caller, applicationId);
      const result = await applications.decide(caller.scope, applicationId, {
        state: 'declined',
        decidedBy: caller.by,
        decidedAt: new Date(now()),
        reason,
      });
      if (result === undefined) throw notFound('partner application');
      const { decided, application } = result;
      if (application.decision.state === 'accepted') throw conflict('The application was accepted.');
      if (decided === 'now') mails.decline(application, reason);
      audit.changed({ before: current.decision, after: application.decision, person: applicationId });
      return { status: 200, body: showPartnerApplication(application) };
    }),
  ];
}
