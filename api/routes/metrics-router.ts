import { Router } from 'express';
import type { Metrics } from '../metrics.js';
import { noteRoute } from '../middleware/request-log.js';

/** `/metrics` for Prometheus. It holds no personal data; a public proxy should not pass it on all the same. */
export function createMetricsRouter(metrics: Metrics): Router {
  return Router({ caseSensitive: true }).get('/metrics', async (_request, response) => {
    noteRoute(response, '/metrics');
    const { contentType, text } = await metrics.expose();
    response.set('Content-Type', contentType).send(text);
  });
}
