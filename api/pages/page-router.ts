import { Router, type RequestHandler } from 'express';
import { HttpProblem } from '../middleware/http-problem.js';
import { noteRoute } from '../middleware/request-log.js';

/** What the audit trail has of a request to a page; `as`: the action in its entry. */
export type PageAudit = { readonly as: string } | { readonly nothing: string };

/** A page behind a link in a text or mail. */
export interface PageRoute {
  readonly path: string;
  /** Changes nothing and uses nothing up: scanners follow links. */
  readonly show: RequestHandler;
  /** What its button, or its form, does. */
  readonly answer: RequestHandler;
  readonly audit: { readonly show: PageAudit; readonly answer: PageAudit };
}

/** @param before stands before each of them. */
export function createPageRouter(pages: readonly PageRoute[], ...before: readonly RequestHandler[]): Router {
  const router = Router({ caseSensitive: true });
  for (const { path, show, answer } of pages) {
    const name: RequestHandler = (_request, response, next) => {
      noteRoute(response, path);
      next();
    };
    router
      .route(path)
      .all(name, ...before)
      .get(show)
      .post(answer)
      .all(() => {
        throw new HttpProblem(405, 'This address allows GET, HEAD, POST.', { Allow: 'GET, HEAD, POST' });
      });
  }
  return router;
}
