import { z } from 'zod';
import type { CredentialRepository } from '../../db/store.js';
import { notFound } from '../../domain/errors.js';
import { contactIdSchema, userIdSchema } from '../../domain/identifiers.js';
import { pinSchema } from '../../domain/organisation/pin.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { personOf, type OwnPins } from '../pins/own-pins.js';
import type { StepUp } from '../sign-in/step-up.js';
import { linkTokenSchema } from './account-links.js';
import { accountProofSchema } from './proof.js';

export interface OwnPinRouteDependencies {
  readonly credentials: Pick<CredentialRepository, 'find'>;
  readonly stepUp: Pick<StepUp, 'proveAccount'>;
  readonly ownPins: Pick<OwnPins, 'setBySignedIn' | 'setByLink'>;
}

const newPinSchema = pinSchema.meta({
  description: '4 to 10 digits, not easily guessed. It replaces the one before, and lifts a lock.',
});

/** An authorising person’s own PIN, which nobody else sets or reads (I9). */
export function ownPinRoutes(dependencies: OwnPinRouteDependencies): readonly Route[] {
  const { credentials, stepUp, ownPins } = dependencies;
  return [
    defineRoute({
      method: 'put',
      path: '/v1/me/pin',
      operationId: 'setOwnPin',
      tag: 'Account',
      summary: 'Set one’s own PIN, as an authorising person',
      description:
        'The caller has to stand among the authorising persons of the organisation with their e-mail address, and proves anew ' +
        'who they are: with their password, or a code of their second factor. They are told by mail.',
      access: 'set own-pin',
      audit: { body: 'secret' },
      usesSession: true,
      body: z.strictObject({ pin: newPinSchema, proof: accountProofSchema }),
      responses: {
        200: {
          description: 'Set.',
          schema: z.strictObject({
            contactIds: z.array(contactIdSchema).meta({
              description: 'Whose PIN it is: the entries of the settings with the caller’s address.',
            }),
          }),
        },
      },
    })(async ({ caller: { by, scope }, visit: { session, address }, body: { pin, proof } }) => {
      const userId = by.by === 'user' ? userIdSchema.parse(by.userId) : undefined;
      const known = userId && (await credentials.find(userId));
      if (known?.user.organisationId === undefined || session.current()?.userId !== userId) {
        throw notFound('account');
      }
      await stepUp.proveAccount(known, proof, address);
      const { organisationId, email } = known.user;
      const holders = await ownPins.setBySignedIn(scope, organisationId, email, pin);
      return { status: 200, body: { contactIds: holders.map(({ person }) => person.id) } };
    }),
    defineRoute({
      method: 'post',
      path: '/v1/pin-invitations/acceptance',
      operationId: 'acceptPinInvitation',
      tag: 'Account',
      summary: 'Set one’s own PIN by the link in the mail',
      description: 'The link works once. They are told by mail that it was set.',
      access: 'anybody',
      audit: { recordedBy: 'handler' },
      body: z.strictObject({ token: linkTokenSchema, pin: newPinSchema }),
      problems: [404, 503],
      responses: { 204: { description: 'Set; one that they had before counts no more.' } },
    })(async ({ body: { token, pin }, audit }) => {
      audit.isDoneByPerson(personOf(await ownPins.setByLink(token, pin)));
      return { status: 204 };
    }),
  ];
}
