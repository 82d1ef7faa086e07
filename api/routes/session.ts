import { z } from 'zod';
import type { CredentialRepository, Credentials } from '../../db/store.js';
import { sessionCounts, type SessionLifetime } from '../../domain/access/session-rule.js';
import { needsSecondFactor } from '../../domain/access/user-rules.js';
import { userEmailSchema } from '../../domain/access/user.js';
import { DomainError } from '../../domain/errors.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { showUser, userSchema } from '../representations/user.js';
import type { BrowserSession } from '../sign-in/browser-session.js';
import type { SecondFactor } from '../sign-in/second-factor.js';
import { beginSession, type SignIn } from '../sign-in/sign-in.js';

export interface SessionRouteDependencies {
  readonly credentials: CredentialRepository;
  readonly signIn: SignIn;
  readonly secondFactor: SecondFactor;
  readonly secondFactorForDesk: 'required' | 'optional';
  readonly lifetime: SessionLifetime;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Session';

/** As it is given, whatever its strength: it may be older than today's rule. */
export const givenPasswordSchema = z.string().min(1).max(512);
export const codeSchema = z
  .string()
  .trim()
  .regex(/^\d{6}$/, 'must be the six digits of the authenticator');
const recoveryCodeSchema = z.string().trim().min(16).max(40);

const stateSchema = z
  .discriminatedUnion('state', [
    z.strictObject({ state: z.literal('signed-in'), user: userSchema }),
    z.strictObject({ state: z.literal('second-factor-needed') }),
    z.strictObject({ state: z.literal('enrolment-needed'), user: userSchema }),
  ])
  .meta({
    id: 'SessionState',
    description:
      '`second-factor-needed`: send a code next. `enrolment-needed`: the desk signs in with a second factor, and all ' +
      'that this session may do is to enrol one.',
  });

/** Signing in and out (X4). */
export function sessionRoutes(dependencies: SessionRouteDependencies): readonly Route[] {
  const { credentials, signIn, secondFactor, secondFactorForDesk, lifetime, now } = dependencies;

  async function begin(
    session: BrowserSession,
    known: Credentials,
    withSecondFactor: boolean,
  ): Promise<z.infer<typeof stateSchema>> {
    const { user } = known;
    if (!(await beginSession(session, known, withSecondFactor, now()))) {
      return { state: 'second-factor-needed' };
    }
    const needsEnrolment = !withSecondFactor && needsSecondFactor(user.role, secondFactorForDesk);
    return { state: needsEnrolment ? 'enrolment-needed' : 'signed-in', user: showUser(user) };
  }

  return [
    defineRoute({
      method: 'post',
      path: '/v1/session',
      operationId: 'signIn',
      tag,
      summary: 'Sign in with a password',
      description:
        'Begins a session in a cookie. Wrong addresses and wrong passwords are answered alike, and too many of them are ' +
        'refused for a while.',
      access: 'anybody',
      audit: { recordedBy: 'handler' },
      usesSession: true,
      body: z.strictObject({ email: userEmailSchema, password: givenPasswordSchema }),
      problems: [401, 403, 429, 503],
      responses: { 200: { description: 'The password is right.', schema: stateSchema } },
    })(async ({ visit: { address, session }, body: { email, password }, audit }) => {
      const known = await signIn.withPassword({ email, password, address });
      audit.isDoneBy(known.user);
      return { status: 200, body: await begin(session, known, false) };
    }),
    defineRoute({
      method: 'post',
      path: '/v1/session/second-factor',
      operationId: 'giveSecondFactor',
      tag,
      summary: 'Complete the sign-in with a code',
      description: 'A code of the authenticator, each once, or one of the recovery codes, each once.',
      access: 'anybody',
      audit: { recordedBy: 'handler' },
      usesSession: true,
      body: z.union([
        z.strictObject({ code: codeSchema }),
        z.strictObject({ recoveryCode: recoveryCodeSchema }),
      ]),
      problems: [401, 403, 429, 503],
      responses: { 200: { description: 'Signed in.', schema: stateSchema } },
    })(async ({ visit: { session }, body, audit }) => {
      const visitor = session.current();
      const known = visitor && (await credentials.find(visitor.userId));
      if (
        visitor?.proven !== 'password' ||
        known === undefined ||
        !sessionCounts(visitor, known.user, lifetime, now())
      ) {
        throw new DomainError('unauthenticated', 'Please give your password first.');
      }
      audit.isDoneBy(known.user);
      await secondFactor.verify(known, body);
      return { status: 200, body: await begin(session, known, true) };
    }),
    defineRoute({
      method: 'delete',
      path: '/v1/session',
      operationId: 'signOut',
      tag,
      summary: 'Sign out',
      description: 'Ends the session of this browser, if there is one.',
      access: 'anybody',
      audit: { recordedBy: 'handler' },
      usesSession: true,
      problems: [403, 503],
      responses: { 204: { description: 'There is no session any more.' } },
    })(async ({ visit: { session }, audit }) => {
      const visitor = session.current();
      const known = visitor && (await credentials.find(visitor.userId));
      if (known !== undefined) audit.isDoneBy(known.user);
      await session.end();
      return { status: 204 };
    }),
  ];
}
