import { z } from 'zod';
import type { CredentialRepository, Credentials } from '../../db/store.js';
import type { Sealer } from '../../db/sealer.js';
import { DomainError, notFound } from '../../domain/errors.js';
import type { IdentityProvider, ProvenIdentity } from '../../providers/identity/identity-provider.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { cookieName, isSecure } from '../sign-in/browser-session.js';
import { beginSession } from '../sign-in/sign-in.js';

export interface OpenIdRouteDependencies {
  /** Absent: this installation uses none. */
  readonly identityProvider: IdentityProvider | undefined;
  readonly credentials: CredentialRepository;
  readonly sealer: Sealer;
  readonly publicUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Session';
const patienceSeconds = 600;
const callbackPath = '/v1/openid/callback';

const pendingSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  /** Epoch milliseconds. */
  until: z.number(),
});
type Pending = z.infer<typeof pendingSchema>;

/** A path of our own: nobody is sent elsewhere after signing in. */
const returnToSchema = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[\w\-./?=&%#]*$/, 'must be a path of this installation')
  .default('/docs');

/** Signing in at the identity provider of the installation (X4). */
export function openIdRoutes(dependencies: OpenIdRouteDependencies): readonly Route[] {
  const { identityProvider, credentials, sealer, publicUrl, now } = dependencies;
  const base = publicUrl.replace(/\/$/, '');
  const name = cookieName(publicUrl, 'beistand-openid');
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure(publicUrl) ? '; Secure' : ''}`;

  function required(): IdentityProvider {
    if (identityProvider === undefined) throw notFound('identity provider');
    return identityProvider;
  }

  /** What the browser that began has kept: another one cannot end it (login CSRF). */
  function pendingOf(cookie: string | undefined): Pending {
    const value = new RegExp(`(?:^|;\\s*)${name}=([\\w-]+)`).exec(cookie ?? '')?.[1];
    try {
      const text = sealer.unseal(Buffer.from(value ?? '', 'base64url').toString('base64'));
      const pending = pendingSchema.parse(JSON.parse(text));
      if (pending.until > now()) return pending;
    } catch {
      // Forged, of another key or damaged: told like one that is missing.
    }
    throw new DomainError('unauthenticated', 'This sign-in was not begun here, or too long ago; begin anew.');
  }

  return [
    defineRoute({
      method: 'get',
      path: '/v1/openid',
      operationId: 'beginOpenIdSignIn',
      tag,
      summary: 'Sign in at the identity provider',
      access: 'anybody',
      query: z.strictObject({ returnTo: returnToSchema }),
      problems: [404, 503],
      responses: {
        302: {
          description: 'To the identity provider.',
          headers: { Location: 'Its address.', 'Set-Cookie': 'What the end of the sign-in needs.' },
        },
      },
    })(async ({ query: { returnTo } }) => {
      const { url, secrets } = await required().begin(`${base}${callbackPath}`);
      const pending: Pending = { ...secrets, returnTo, until: now() + patienceSeconds * 1000 };
      const sealed = Buffer.from(sealer.seal(JSON.stringify(pending)), 'base64').toString('base64url');
      const cookie = `${name}=${sealed}; ${attributes}; Max-Age=${patienceSeconds}`;
      return { status: 302, headers: { Location: url, 'Set-Cookie': cookie } };
    }),
    defineRoute({
      method: 'get',
      path: callbackPath,
      operationId: 'endOpenIdSignIn',
      tag,
      summary: 'Come back from the identity provider',
      description:
        'A user is known by their subject, or, the first time, by the verified e-mail address of their invitation. A ' +
        'second factor counts when the provider says so (`mfa` in `amr`); else our own is asked for.',
      access: 'anybody',
      audit: { recordedBy: 'handler' },
      usesSession: true,
      query: z.looseObject({}),
      headers: z.object({ cookie: z.string().optional() }),
      problems: [401, 403, 404, 409, 503],
      responses: { 302: { description: 'Signed in.', headers: { Location: 'Where it was begun.' } } },
    })(async ({ visit: { session }, query, headers: { cookie }, audit }) => {
      const provider = required();
      const pending = pendingOf(cookie);
      const parameters = new URLSearchParams();
      for (const [key, value] of Object.entries(query)) {
        if (typeof value === 'string') parameters.append(key, value);
      }
      const returnedTo = `${base}${callbackPath}?${parameters.toString()}`;
      const proven = await provider.complete(returnedTo, pending);
      const known = await userOf(proven, credentials);
      audit.isDoneBy(known.user);
      await credentials.noteSignIn(known.user.id, new Date(now()));
      await beginSession(session, known, proven.withSecondFactor, now());
      return {
        status: 302,
        headers: {
          Location: `${base}${pending.returnTo}`,
          'Set-Cookie': `${name}=; ${attributes}; Max-Age=0`,
        },
      };
    }),
  ];
}

/** @throws DomainError `forbidden` when nobody has invited them. */
async function userOf(
  { identity, email }: ProvenIdentity,
  credentials: CredentialRepository,
): Promise<Credentials> {
  const known = await credentials.findByIdentity(identity);
  if (known?.user.state === 'active') return known;
  const invited = known === undefined && email !== undefined ? await credentials.invited(email) : [];
  const [only, ...others] = invited;
  // Invited by two organisations: which one they mean stands in the mail whose link they follow.
  const activated =
    only !== undefined && others.length === 0 ? await credentials.activate(only.id, { identity }) : undefined;
  if (activated === undefined) {
    throw new DomainError('forbidden', 'Nobody has invited you under this address. Please ask the desk.');
  }
  const user = await credentials.find(activated.id);
  if (user === undefined) throw notFound('account');
  return user;
}
