import { z } from 'zod';
import { passwordLength } from '../../domain/access/password-rule.js';
import { userEmailSchema } from '../../domain/access/user.js';
import { languageSchema } from '../../domain/language.js';
import { timeZoneSchema } from '../../domain/time-zone.js';
import { defineRoute, type Route } from '../openapi/route.js';
import type { AccountLinks } from '../sign-in/account-links.js';
import { isAllowed, networkOf, type SignInAttempts } from '../sign-in/sign-in-attempts.js';
import { givenPasswordSchema } from './session.js';

export interface AccountLinkRouteDependencies {
  readonly links: AccountLinks;
  readonly attempts: SignInAttempts;
}

const tag = 'Account';
/** What proves whose link it is. */
export const linkTokenSchema = z
  .string()
  .regex(/^[\w-]{20,100}$/, 'must be the last part of the link in the mail')
  .meta({ description: 'From the link in the mail. In the body, since addresses stand in logs of proxies.' });
const newPasswordSchema = givenPasswordSchema.meta({
  description: `${passwordLength.least} to ${passwordLength.most} characters, not easy to guess.`,
});

/** Choosing a password by a link from a mail: invitations and resets. */
export function accountLinkRoutes({ links, attempts }: AccountLinkRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/password-resets',
      operationId: 'requestPasswordReset',
      tag,
      summary: 'Ask for a new password by mail',
      description: 'The answer is the same whether the address is known or not.',
      access: 'anybody',
      audit: { nothing: 'it changes nothing, and whoever asks may be anybody; the completion is recorded' },
      body: z.strictObject({ email: userEmailSchema }),
      problems: [429, 503],
      responses: {
        202: { description: 'If somebody signs in with this address, a mail is under way to it.' },
      },
    })(async ({ visit: { address }, body: { email } }) => {
      await attempts.begin([{ kind: 'password-reset/address', of: networkOf(address) }]);
      // Nobody's mailbox is filled by others; that it is full already is told to nobody either.
      if (await isAllowed(attempts, { kind: 'password-reset/account', of: email })) links.sendReset(email);
      return { status: 202 };
    }),
    defineRoute({
      method: 'post',
      path: '/v1/password-resets/completion',
      operationId: 'completePasswordReset',
      tag,
      summary: 'Choose the new password',
      description: 'Ends all sessions. A second factor remains.',
      access: 'anybody',
      audit: { recordedBy: 'handler' },
      body: z.strictObject({ token: linkTokenSchema, password: newPasswordSchema }),
      problems: [404, 503],
      responses: { 204: { description: 'Saved; please sign in.' } },
    })(async ({ body: { token, password }, audit }) => {
      audit.isDoneBy(await links.choosePassword('password-reset', token, password));
      return { status: 204 };
    }),
    defineRoute({
      method: 'post',
      path: '/v1/invitations/acceptance',
      operationId: 'acceptInvitation',
      tag,
      summary: 'Accept an invitation by choosing a password',
      access: 'anybody',
      audit: { recordedBy: 'handler' },
      body: z.strictObject({
        token: linkTokenSchema,
        password: newPasswordSchema,
        language: languageSchema.exactOptional(),
        timeZone: timeZoneSchema.exactOptional(),
      }),
      problems: [404, 409, 503],
      responses: { 204: { description: 'Accepted; please sign in.' } },
    })(async ({ body: { token, password, ...profile }, audit }) => {
      audit.isDoneBy(await links.choosePassword('invitation', token, password, profile));
      return { status: 204 };
    }),
  ];
}
