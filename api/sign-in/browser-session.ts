import { createHmac } from 'node:crypto';
import type { Request, Response } from 'express';
import session, { type Store as SessionStore } from 'express-session';
import { z } from 'zod';
import type { SessionLifetime } from '../../domain/access/session-rule.js';
import { userIdSchema } from '../../domain/identifiers.js';

declare module 'express-session' {
  interface SessionData {
    visitor?: unknown;
  }
}

const visitorSchema = z.strictObject({
  userId: userIdSchema,
  generation: z.number().int(),
  /** `password`: the code of the second factor is still to come, so nothing is allowed yet. */
  proven: z.enum(['password', 'all']),
  /** Whether a second factor was among what was proven. */
  withSecondFactor: z.boolean(),
  /** Epoch milliseconds. */
  startedAt: z.number(),
});
/** Who is behind a session, and what they have proven. */
export type Visitor = z.infer<typeof visitorSchema>;

/** The session of the browser that asks. */
export interface BrowserSession {
  /** Undefined: there is none. It may be too old or of an earlier generation, which its user knows. */
  current(): Visitor | undefined;
  /** Under a new ID, so that nobody knows it who knew the one before (session fixation). */
  begin(visitor: Visitor): Promise<void>;
  end(): Promise<void>;
}

/** For requests that bring no session and begin none. */
export const noSession: BrowserSession = {
  current: () => undefined,
  begin: () => Promise.reject(new Error('This route begins no session.')),
  end: () => Promise.resolve(),
};

export interface BrowserSessions {
  open(request: Request, response: Response): Promise<BrowserSession>;
}

/** Browsers take a `__Host-` cookie only over TLS, from this host, for all of it (RFC 6265bis, 4.1.3.2). */
export function cookieName(publicUrl: string, name: string): string {
  return isSecure(publicUrl) ? `__Host-${name}` : name;
}

export function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}

/**
 * Sessions by express-session, in MongoDB. The cookie is `Lax`, not `Strict`: somebody who follows a link from a mail is
 * signed in; what changes something is guarded by the origin, see `refuseForeignOrigin`.
 */
export function createBrowserSessions({
  store,
  key,
  publicUrl,
  lifetime,
}: {
  readonly store: SessionStore;
  /** 32 bytes; the cookie is signed with a key that follows from it. */
  readonly key: Uint8Array;
  readonly publicUrl: string;
  readonly lifetime: SessionLifetime;
}): BrowserSessions {
  const name = cookieName(publicUrl, 'beistand');
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(publicUrl) } as const;
  const handle = session({
    store,
    name,
    secret: createHmac('sha256', key).update('session cookie').digest('base64url'),
    cookie: { ...cookie, maxAge: lifetime.idle },
    rolling: true,
    resave: false,
    saveUninitialized: false,
  });

  return {
    async open(request, response) {
      // How people reach us stands in PUBLIC_URL; the last hop behind the proxy that ends TLS is plain.
      if (cookie.secure) Object.defineProperty(request, 'secure', { value: true, configurable: true });
      await settled((done) => {
        handle(request, response, done);
      });
      return {
        current: () => visitorSchema.safeParse(request.session.visitor).data,
        async begin(visitor) {
          await settled((done) => {
            request.session.regenerate(done);
          });
          request.session.visitor = visitor;
          await settled((done) => {
            request.session.save(done);
          });
        },
        async end() {
          await settled((done) => {
            request.session.destroy(done);
          });
          response.clearCookie(name, cookie);
        },
      };
    },
  };
}

function settled(start: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('The session could not be kept.'));
    });
  });
}
