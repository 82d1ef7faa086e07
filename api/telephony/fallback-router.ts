import { Router, type RequestHandler } from 'express';
import { noteRoute } from '../middleware/request-log.js';

const path = '/telephony/fallback';

/**
 * The desk's static script, for an installation whose fallback documents are hosted nowhere: it helps when a webhook fails,
 * not when this process is away. It needs nothing of this system and tells nothing but the desk's own lines, so it is
 * served unsigned.
 */
export function createFallbackRouter(document: string): Router {
  const serve: RequestHandler = (_request, response) => {
    noteRoute(response, path);
    response.status(200).type('text/xml').send(document);
  };
  return Router({ caseSensitive: true }).get(path, serve).post(path, serve);
}
