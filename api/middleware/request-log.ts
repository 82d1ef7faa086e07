import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

const givenId = /^[\w-]{8,64}$/;

/** Which route serves the request; the address itself may hold a link's token or an attempt, so it is never logged. */
const routes = new WeakMap<object, string>();

export function noteRoute(response: Response, route: string): void {
  routes.set(response, route);
}

export function routeOf(response: object): string {
  return routes.get(response) ?? 'unknown';
}

export function requestIdOf(request: Request): string | undefined {
  return typeof request.id === 'string' ? request.id : undefined;
}

const probes = new Set(['/healthz', '/readyz', '/metrics']);

/** What a line tells besides the request's own ID and method. */
function lineOf(_request: Request, response: Response, { responseTime }: { responseTime?: number }): object {
  return { route: routeOf(response), status: response.statusCode, milliseconds: responseTime };
}

/**
 * Logs one line per request: method, route, status, time and request ID. No addresses, bodies, headers or numbers.
 * A request ID of the caller's is kept, so that logs of several services can be joined.
 */
export function createRequestLog(log: Logger): RequestHandler {
  return pinoHttp<Request, Response>({
    logger: log,
    genReqId(request, response) {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && givenId.test(given) ? given : randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    customLogLevel(_request, response) {
      // A probe that is told "not ready" is no failure of this request.
      if (probes.has(routeOf(response))) return 'debug';
      if (response.statusCode >= 500) return 'error';
      return response.statusCode >= 400 ? 'info' : 'debug';
    },
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request',
    customSuccessObject: lineOf,
    customErrorObject: (request, response, _error, line: { responseTime?: number }) =>
      lineOf(request, response, line),
    serializers: {
      req: (request: IncomingMessage & { id: unknown }) => ({ id: request.id, method: request.method }),
    },
    redact: ['req.headers', 'res.headers'],
  });
}
