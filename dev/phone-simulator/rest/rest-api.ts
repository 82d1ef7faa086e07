import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import type { Account } from '../accounts/account.js';
import type { Directory } from '../accounts/directory.js';
import { rfc2822 } from '../calls/call-parameters.js';
import type { Journal } from '../journal/journal.js';
import { TwilioError } from '../twilio-error.js';
import { notFound } from './form.js';
import type { RestHandler, RestReply, RestRoutes } from './rest-request.js';

/** The REST API in Twilio's form, to be mounted at the root. */
export function createRestApi(deps: {
  readonly directory: Directory;
  readonly journal: Journal;
  readonly routes: RestRoutes;
}): Router {
  const router = express.Router();
  const base = '/2010-04-01/Accounts/:accountSid';
  router.use('/2010-04-01', express.text({ type: 'application/x-www-form-urlencoded', limit: '256kb' }));

  const routes: RestRoutes = [{ method: 'get', path: '.json', handle: showAccount }, ...deps.routes];
  for (const { method, path, handle } of routes) {
    router[method](base + path, (request: Request, response: Response) => answer(request, response, handle));
  }
  router.use('/2010-04-01', (request: Request, response: Response) =>
    answer(request, response, (proved) => {
      throw notFound(proved.uri);
    }),
  );
  router.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (!request.originalUrl.startsWith('/2010-04-01')) {
      next(error);
      return;
    }
    refuse(request, response, new TwilioError(20001, `Bad request: ${String(error)}`));
  });

  async function answer(request: Request, response: Response, handle: RestHandler): Promise<void> {
    try {
      const account = authenticate(request);
      const body: unknown = request.body;
      const reply = await handle({
        account,
        sid: parameter(request, 'sid'),
        subSid: parameter(request, 'subSid'),
        form: new URLSearchParams(typeof body === 'string' ? body : ''),
        query: new URL(request.originalUrl, 'http://localhost').searchParams,
        uri: request.originalUrl,
      });
      note(request, reply.status);
      send(response, reply);
    } catch (error) {
      refuse(
        request,
        response,
        error instanceof TwilioError
          ? error
          : new TwilioError(20500, `The simulator failed: ${String(error)}`, 500),
      );
    }
  }

  /** https://www.twilio.com/docs/usage/requests-to-twilio: HTTP Basic with the account's SID and token. */
  function authenticate(request: Request): Account {
    const [scheme, encoded = ''] = (request.headers.authorization ?? '').split(' ');
    const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    const account = deps.directory.authenticate(user, rest.join(':'));
    const asked = /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})/.exec(request.originalUrl)?.[1];
    if (scheme?.toLowerCase() === 'basic' && account?.sid === (asked ?? user)) return account;
    throw new TwilioError(20003, 'Authenticate', 401);
  }

  function refuse(request: Request, response: Response, error: TwilioError): void {
    note(request, error.status);
    if (error.status === 401) response.set('WWW-Authenticate', 'Basic realm="Twilio API"');
    response.status(error.status).json({
      code: error.code,
      message: error.message,
      more_info: `https://www.twilio.com/docs/errors/${error.code}`,
      status: error.status,
    });
  }

  function note(request: Request, status: number | 'connection reset'): void {
    deps.journal.note({
      event: 'rest-request',
      method: request.method,
      path: request.originalUrl,
      accountSid: /\/Accounts\/(\w+)/.exec(request.originalUrl)?.[1] ?? '',
      status,
    });
  }

  return router;
}

function send(response: Response, reply: RestReply): void {
  if (reply.status === 'connection reset') response.socket?.resetAndDestroy();
  else if (reply.status === 204) response.status(204).end();
  else response.status(reply.status).json(reply.body);
}

function parameter(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
}

const showAccount: RestHandler = ({ account, uri }) => ({
  status: 200,
  body: {
    auth_token: null,
    date_created: rfc2822(new Date(0)),
    date_updated: rfc2822(new Date(0)),
    friendly_name: 'Phone simulator',
    owner_account_sid: account.sid,
    sid: account.sid,
    status: 'active',
    subresource_uris: {},
    type: 'Full',
    uri,
  },
});
