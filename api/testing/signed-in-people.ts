import express from 'express';
import { pino } from 'pino';
import type { AuditRepository } from '../../db/audit/audit-repository.js';
import { abilitiesOf } from '../../domain/access/abilities.js';
import type { UserRole } from '../../domain/access/role.js';
import { DomainError, unavailable } from '../../domain/errors.js';
import type { Scope } from '../../domain/scope.js';
import { createAuditTrail, type AuditTrail } from '../audit/audit-trail.js';
import { createRecordings } from '../audit/recording.js';
import { createErrorHandler } from '../middleware/error-handler.js';
import { createBodyBudget } from '../middleware/body-budget.js';
import { createRateLimits } from '../middleware/rate-limits.js';
import { createRequestLog } from '../middleware/request-log.js';
import { serveRoutes } from '../middleware/serve-routes.js';
import type { Caller, Route } from '../openapi/route.js';
import { createCaseWork, createRoutes } from '../resources.js';
import { startServer } from '../server.js';
import { createAccountWork } from '../sign-in/account-work.js';
import type { Answer, Stage } from './stage.js';

/** The routes of a stage, served to people who have signed in already. */
export interface SignedInPeople {
  readonly routes: readonly Route[];
  readonly trail: AuditTrail;
  /** While true, nothing can be added to the audit trail, although everything else works. */
  readonly trouble: { inTrail: boolean };
  /** Asks as this person. */
  ask(
    caller: Caller,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  close(): Promise<void>;
}

export function person(userId: string, role: UserRole, scope: Scope): Caller {
  return { by: { by: 'user', userId }, role, scope, may: abilitiesOf(role, scope) };
}

export async function signInPeople({ dependencies }: Stage): Promise<SignedInPeople> {
  const { store, background, metrics, now } = dependencies;
  const log = pino({ level: 'silent' });
  const callers = new Map<string, Caller>();
  const trouble = { inTrail: false };
  const audit: Pick<AuditRepository, 'append'> = {
    append: (record) =>
      trouble.inTrail ? Promise.reject(unavailable('The database')) : store.audit.append(record),
  };
  const trail = createAuditTrail({ audit, background, metrics, log });
  const accounts = createAccountWork(dependencies);
  const routes = createRoutes(dependencies, createCaseWork(dependencies), accounts);
  const app = express();
  app.set('query parser', 'simple');
  app.use(
    createRequestLog(log),
    serveRoutes(routes, {
      authentication: {
        authenticate(authorization) {
          const caller = callers.get(authorization ?? '');
          if (caller === undefined) throw new DomainError('unauthenticated', 'Nobody has signed in.');
          return Promise.resolve(caller);
        },
        forget: (tokenId) => {
          accounts.authentication.forget(tokenId);
        },
      },
      sessions: accounts.sessions,
      publicUrl: dependencies.settings.publicUrl,
      limits: createRateLimits(),
      bodies: createBodyBudget(),
      recordings: createRecordings({ trail, now }),
    }),
    createErrorHandler(log),
  );
  const server = await startServer(app, { host: '127.0.0.1', port: 0, drainMilliseconds: 500 });
  return {
    routes,
    trail,
    trouble,
    async ask(caller, method, path, body, headers = {}) {
      const authorization = JSON.stringify(caller.by);
      callers.set(authorization, caller);
      const response = await fetch(`${server.url}${path}`, {
        method,
        headers: {
          authorization,
          'user-agent': 'a browser',
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const parsed: unknown = text === '' ? undefined : JSON.parse(text);
      return { status: response.status, headers: response.headers, text, body: parsed };
    },
    close: () => server.stop(),
  };
}
