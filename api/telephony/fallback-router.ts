import { Router, type RequestHandler } from 'express';
import { noteRoute } from '../middleware/request-log.js';

const path = '/telephony/fallback';

/**
 * The static script for the provider's fallback address. It needs nothing of this system and tells nothing but the
 * desk's own line, so it is served unsigned; save it and host it apart, so that it is there when this process is not.
 */
export function createFallbackRouter(document: string): Router {
  const serve: RequestHandler = (_request, response) => {
    noteRoute(response, path);
    response.status(200).type('text/xml').send(document);
  };
  return Router({ caseSensitive: true }).get(path, serve).post(path, serve);
}
