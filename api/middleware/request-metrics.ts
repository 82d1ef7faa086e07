import type { RequestHandler } from 'express';
import type { Metrics } from '../metrics.js';
import { routeOf } from './request-log.js';

/** Counts and times every request by its route. */
export function createRequestMetrics(metrics: Pick<Metrics, 'requestServed'>): RequestHandler {
  return (request, response, next) => {
    const begun = process.hrtime.bigint();
    response.on('finish', () => {
      const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
      const { method } = request;
      metrics.requestServed({ method, route: routeOf(response), status: response.statusCode }, seconds);
    });
    next();
  };
}
