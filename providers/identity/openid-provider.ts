import * as openid from 'openid-client';
import { DomainError, unavailable } from '../../domain/errors.js';
import type { IdentityProvider } from './identity-provider.js';

export interface OpenIdOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const scope = 'openid email profile';
/** Between the two processes of a test, or of one machine, there is no TLS. */
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The authorization code flow with PKCE, state and nonce (OpenID Connect Core 3.1; RFC 9700). */
export function createOpenIdProvider({ issuer, clientId, clientSecret }: OpenIdOptions): IdentityProvider {
  const server = new URL(issuer);
  const plain = server.protocol === 'http:' && loopback.has(server.hostname);
  let discovered: Promise<openid.Configuration> | undefined;

  async function discover(): Promise<openid.Configuration> {
    discovered ??= openid.discovery(server, clientId, clientSecret, undefined, {
      // Deprecated only to stand out: without it no identity provider on this machine can be reached.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      execute: plain ? [openid.allowInsecureRequests] : [],
      timeout: 5,
    });
    try {
      return await discovered;
    } catch (error) {
      discovered = undefined;
      throw unavailable('The identity provider', error);
    }
  }

  return {
    async begin(redirectUrl) {
      const configuration = await discover();
      const secrets = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        codeVerifier: openid.randomPKCECodeVerifier(),
      };
      const url = openid.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUrl,
        scope,
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(secrets.codeVerifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, secrets };
    },

    async complete(returnedTo, { state, nonce, codeVerifier }) {
      const configuration = await discover();
      try {
        const tokens = await openid.authorizationCodeGrant(configuration, new URL(returnedTo), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new Error('There is no ID token.');
        const told =
          claims['email'] === undefined
            ? await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub)
            : claims;
        const methods: readonly unknown[] = Array.isArray(claims['amr']) ? claims['amr'] : [];
        return {
          identity: JSON.stringify([claims.iss, claims.sub]),
          ...(typeof told['email'] === 'string' && told['email_verified'] === true
            ? { email: told['email'].toLowerCase() }
            : {}),
          withSecondFactor: methods.includes('mfa'),
        };
      } catch (error) {
        if (isOutage(error)) throw unavailable('The identity provider', error);
        throw new DomainError('unauthenticated', 'The identity provider has not proven who you are.', [], {
          cause: error,
        });
      }
    },
  };
}

/** `fetch` fails by a TypeError; a time limit by a TimeoutError. Everything else is an answer. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof openid.ClientError) return error.code === 'OAUTH_TIMEOUT';
  return error.name === 'TimeoutError' || (error instanceof TypeError && error.message === 'fetch failed');
}
