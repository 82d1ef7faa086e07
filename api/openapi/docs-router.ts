import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { Router, type RequestHandler } from 'express';
import { noteRoute } from '../middleware/request-log.js';

/** Swagger UI sets styles on elements; it runs no inline script and loads nothing from elsewhere. */
const contentSecurityPolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data:`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Beistand API</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="documentation"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const start = `window.ui = SwaggerUIBundle({
  url: new URL('../openapi.json', document.currentScript.src).href,
  dom_id: '#documentation',
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
});
`;

/**
 * `/openapi.json` and the page that shows it, from this process alone.
 *
 * @param describe makes the document; a process that begins does not wait for it, so it is made when somebody asks.
 */
export function createDocsRouter(describe: () => object): Router {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const assets = express.static(folder, {
    index: false,
    redirect: false,
    immutable: true,
    maxAge: '1d',
  });
  let text: string | undefined;
  const named =
    (route: string): RequestHandler =>
    (_request, response, next) => {
      noteRoute(response, route);
      response.set('Content-Security-Policy', contentSecurityPolicy);
      next();
    };

  const router = Router({ caseSensitive: true });
  router.get('/openapi.json', named('/openapi.json'), (_request, response) => {
    text ??= JSON.stringify(describe());
    response.type('application/json').send(text);
  });
  router.get('/docs', named('/docs'), (_request, response) => {
    response.type('html').send(page);
  });
  router.get('/docs/start.js', named('/docs/start.js'), (_request, response) => {
    response.type('text/javascript').send(start);
  });
  router.use('/docs/assets', named('/docs/assets'), assets);
  return router;
}
