import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { notFound } from '../../domain/errors.js';
import { asDomainError } from './body-errors.js';
import { describeError } from '../../domain/describe-error.js';
import { HttpProblem } from './http-problem.js';
import { problemMediaType, problemOf } from './problem.js';
import { requestIdOf } from './request-log.js';

/** The one place where errors become answers. */
export function createErrorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      // Whoever reads it notices by the connection, which is cut; here nobody would.
      log.error(describeError(error), 'An answer was cut off');
      next(error);
      return;
    }
    const known = asDomainError(error) ?? transportProblem(error) ?? error;
    const { problem, headers, unexpected } = problemOf(known, requestIdOf(request));
    if (unexpected) log.error({ requestId: problem.requestId, ...describeError(error) }, 'A request failed');
    else if (problem.status === 503) {
      log.warn(
        { requestId: problem.requestId, ...describeError(known) },
        'A request needs what does not answer',
      );
    }
    response.status(problem.status).set(headers).set('Cache-Control', 'no-store');
    response.type(problemMediaType).send(JSON.stringify(problem));
  };
}

/** Express reports addresses with broken percent encoding by a URIError. */
function transportProblem(error: unknown): HttpProblem | undefined {
  return error instanceof URIError
    ? new HttpProblem(400, 'The address of the request is not valid.')
    : undefined;
}

/** Everything that no route serves. */
export const refuseUnknownRoute: RequestHandler = () => {
  throw notFound('route');
};
