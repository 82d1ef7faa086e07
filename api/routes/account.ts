import { z } from 'zod';
import type { Credentials, Store } from '../../db/store.js';
import { abilities } from '../../domain/access/abilities.js';
import { requireGoodPassword } from '../../domain/access/password-rule.js';
import { roles } from '../../domain/access/role.js';
import { needsSecondFactor } from '../../domain/access/user-rules.js';
import { profileSchema, supportMailChoices, type User } from '../../domain/access/user.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { accountIdSchema, organisationIdSchema, userIdSchema } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { defineRoute, type Caller, type Route, type Visit } from '../openapi/route.js';
import { showUser, userSchema } from '../representations/user.js';
import type { AccountLinks } from '../sign-in/account-links.js';
import type { Visitor } from '../sign-in/browser-session.js';
import type { Passwords } from '../sign-in/passwords.js';
import type { SecondFactor } from '../sign-in/second-factor.js';
import { visitorOf, type SignIn } from '../sign-in/sign-in.js';
import { codeSchema, givenPasswordSchema } from './session.js';

export interface AccountRouteDependencies {
  readonly store: Pick<Store, 'users' | 'credentials'>;
  readonly signIn: SignIn;
  readonly passwords: Passwords;
  readonly secondFactor: SecondFactor;
  readonly links: Pick<AccountLinks, 'tellPasswordChanged'>;
  readonly secondFactorForDesk: 'required' | 'optional';
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Account';
/** A first second factor is enrolled by somebody who has just signed in, not by whoever finds an open browser. */
const freshMilliseconds = 10 * 60_000;

const ownProfileSchema = profileSchema.extend({
  supportMails: z.enum(supportMailChoices).exactOptional().meta({
    description: 'About which support cases mails are wanted (C5). Absent: as before.',
  }),
});
const accountSchema = z
  .strictObject({
    role: z.enum(roles),
    organisationId: organisationIdSchema
      .exactOptional()
      .meta({ description: 'Absent: all of them, or a partner account.' }),
    accountId: accountIdSchema.exactOptional().meta({ description: 'The partner account; absent: none.' }),
    abilities: z.array(z.string()).meta({ description: 'What the session or token may do.' }),
    user: userSchema.exactOptional().meta({ description: 'Absent for a token.' }),
  })
  .meta({ id: 'Account' });
const recoveryCodesSchema = z
  .strictObject({
    recoveryCodes: z.array(z.string()).meta({ description: 'Shown this once; each works once.' }),
  })
  .meta({ id: 'RecoveryCodes' });

/** What somebody does with their own account. */
export function accountRoutes(dependencies: AccountRouteDependencies): readonly Route[] {
  const { store, signIn, passwords, secondFactor, links, secondFactorForDesk, now } = dependencies;

  /** Who asks, with a session that counts: tokens have no account. */
  async function own(caller: Caller, { session }: Visit): Promise<Credentials & { visitor: Visitor }> {
    const visitor = session.current();
    const userId = caller.by.by === 'user' ? userIdSchema.parse(caller.by.userId) : undefined;
    const known = userId && (await store.credentials.find(userId));
    if (visitor === undefined || known === undefined || visitor.userId !== userId) throw notFound('account');
    return { ...known, visitor };
  }

  function shown(caller: Caller): z.infer<typeof accountSchema> {
    const { role, scope, may } = caller;
    return {
      role,
      ...ownerOf(scope),
      abilities: abilities.filter((ability) => may.can(ability)),
    };
  }

  return [
    defineRoute({
      method: 'get',
      path: '/v1/me',
      operationId: 'getAccount',
      tag,
      summary: 'Who asks, and what they may do',
      access: 'read account',
      responses: { 200: { description: 'The account.', schema: accountSchema } },
    })(async ({ caller, visit }) => {
      if (caller.by.by === 'token') return { status: 200, body: shown(caller) };
      const { user } = await own(caller, visit);
      return { status: 200, body: { ...shown(caller), user: showUser(user) } };
    }),
    defineRoute({
      method: 'put',
      path: '/v1/me',
      operationId: 'saveProfile',
      tag,
      summary: 'Save one’s name, language and time zone, and which mails one wants',
      description: 'Timelines and mails are shown in this language and time zone from now on (T5).',
      access: 'change account',
      audit: { body: 'by-handler' },
      body: ownProfileSchema,
      responses: { 200: { description: 'Saved.', schema: accountSchema } },
    })(async ({ caller, visit, body, audit }) => {
      const { user } = await own(caller, visit);
      const saved = await store.users.saveProfile(caller.scope, user.id, body);
      if (saved === undefined) throw notFound('account');
      audit.changed({ before: profileOf(user), after: profileOf(saved), person: user.id });
      return { status: 200, body: { ...shown(caller), user: showUser(saved) } };
    }),
    defineRoute({
      method: 'put',
      path: '/v1/me/password',
      operationId: 'changePassword',
      tag,
      summary: 'Choose another password',
      description: 'Ends all other sessions, and is told by mail.',
      access: 'change account',
      audit: { body: 'secret' },
      usesSession: true,
      body: z.strictObject({ currentPassword: givenPasswordSchema, newPassword: givenPasswordSchema }),
      responses: { 204: { description: 'Changed.' } },
    })(async ({ caller, visit, body: { currentPassword, newPassword } }) => {
      const known = await own(caller, visit);
      const { user, visitor } = known;
      await signIn.confirm({ credentials: known, password: currentPassword, address: visit.address });
      requireGoodPassword(newPassword, [user.name, user.email], '/newPassword');
      const saved = await store.credentials.setPassword(user.id, await passwords.hash(newPassword));
      if (saved === undefined) throw notFound('account');
      links.tellPasswordChanged(saved);
      await visit.session.begin({ ...visitor, generation: saved.generation });
      return { status: 204 };
    }),
    defineRoute({
      method: 'post',
      path: '/v1/me/second-factor',
      operationId: 'beginSecondFactor',
      tag,
      summary: 'Begin to enrol a second factor',
      description:
        'The secret is for an authenticator (RFC 6238). It counts once a code of it was given. Whoever has a second ' +
        'factor already gives a code of that one; whoever has none has signed in within the last ten minutes.',
      access: 'enrol second-factor',
      audit: { body: 'secret' },
      usesSession: true,
      body: z.strictObject({ code: codeSchema.optional() }).default({}),
      responses: {
        200: {
          description: 'To be shown as a QR code.',
          schema: z.strictObject({
            secret: z.string(),
            uri: z.string().meta({ description: 'otpauth://totp/…' }),
          }),
        },
      },
    })(async ({ caller, visit, body: { code } }) => {
      const known = await own(caller, visit);
      if (known.secondFactor !== undefined) await secondFactor.verify(known, { code: code ?? '' });
      else if (now() - known.visitor.startedAt > freshMilliseconds) {
        throw new DomainError('forbidden', 'Please sign in again first.');
      }
      return { status: 200, body: await secondFactor.begin(known) };
    }),
    defineRoute({
      method: 'put',
      path: '/v1/me/second-factor',
      operationId: 'confirmSecondFactor',
      tag,
      summary: 'Confirm the new second factor by a code of it',
      description: 'Ends all other sessions.',
      access: 'enrol second-factor',
      audit: { body: 'secret' },
      usesSession: true,
      body: z.strictObject({ code: codeSchema }),
      problems: [409],
      responses: { 200: { description: 'It counts from now on.', schema: recoveryCodesSchema } },
    })(async ({ caller, visit, body: { code } }) => {
      const known = await own(caller, visit);
      const recoveryCodes = await secondFactor.complete(known, code);
      const enrolled = await store.credentials.find(known.user.id);
      if (enrolled === undefined) throw notFound('account');
      await visit.session.begin(visitorOf(enrolled, { proven: 'all', withSecondFactor: true }, now()));
      return { status: 200, body: { recoveryCodes: [...recoveryCodes] } };
    }),
    defineRoute({
      method: 'post',
      path: '/v1/me/second-factor/removal',
      operationId: 'removeOwnSecondFactor',
      tag,
      summary: 'Remove one’s second factor',
      description: 'Not for the desk where it is required. Ends all sessions, this one too.',
      access: 'change account',
      audit: { body: 'secret' },
      usesSession: true,
      body: z.strictObject({ code: codeSchema }),
      responses: { 204: { description: 'Removed; please sign in again.' } },
    })(async ({ caller, visit, body }) => {
      const known = await own(caller, visit);
      if (needsSecondFactor(known.user.role, secondFactorForDesk)) {
        throw new DomainError('forbidden', 'The desk signs in with a second factor.');
      }
      await secondFactor.verify(known, body);
      await store.users.removeSecondFactor(caller.scope, known.user.id);
      await visit.session.end();
      return { status: 204 };
    }),
    defineRoute({
      method: 'post',
      path: '/v1/me/recovery-codes',
      operationId: 'renewRecoveryCodes',
      tag,
      summary: 'Make new recovery codes',
      description: 'The ones before are worth nothing any more.',
      access: 'change account',
      audit: { body: 'secret' },
      usesSession: true,
      body: z.strictObject({ code: codeSchema }),
      responses: { 200: { description: 'Made.', schema: recoveryCodesSchema } },
    })(async ({ caller, visit, body }) => {
      const known = await own(caller, visit);
      await secondFactor.verify(known, body);
      const codes = await secondFactor.renewRecoveryCodes(known.user.id);
      return { status: 200, body: { recoveryCodes: [...codes] } };
    }),
  ];
}

function ownerOf(scope: Scope): Pick<z.infer<typeof accountSchema>, 'organisationId' | 'accountId'> {
  switch (scope.of) {
    case 'desk':
      return {};
    case 'organisation':
      return { organisationId: scope.organisationId };
    case 'account':
      return { accountId: scope.accountId };
  }
}

function profileOf({ name, language, timeZone, supportMails }: User): z.infer<typeof ownProfileSchema> {
  return { name, language, timeZone, supportMails };
}
