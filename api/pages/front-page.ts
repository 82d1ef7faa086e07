import { Router, type RequestHandler } from 'express';
import { noteRoute } from '../middleware/request-log.js';

const contentSecurityPolicy = [`default-src 'none'`, `base-uri 'none'`, `frame-ancestors 'none'`].join('; ');

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<title>Beistand</title>
</head>
<body>
<main>
<h1>Beistand</h1>
<p>This is the API of a case engine for assistance desks.</p>
<ul>
<li><a href="/docs">Documentation of the API</a></li>
<li><a href="/openapi.json">Its description for programs (OpenAPI 3.1)</a></li>
<li><a href="/healthz">Whether this process answers</a>, and <a href="/readyz">whether all that it needs does</a></li>
</ul>
</main>
</body>
</html>
`;

/** What people see who open the address of the API in a browser. For programs nothing is there, as at any unknown address. */
export function createFrontPageRouter(): Router {
  const show: RequestHandler = (request, response, next) => {
    response.vary('Accept');
    // The first is what they get who take anything, as programs do.
    if (request.accepts(['application/problem+json', 'json', 'html']) !== 'html') {
      next();
      return;
    }
    noteRoute(response, '/');
    response.set('Content-Security-Policy', contentSecurityPolicy).type('html').send(page);
  };
  const router = Router({ caseSensitive: true });
  router.get('/', show);
  return router;
}
