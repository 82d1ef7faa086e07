import express from 'express';
import type { ErrorRequestHandler, Express, Response } from 'express';
import { z } from 'zod';
import type { Mailbox } from './mailbox.js';
import { framedHtml, listPage, messagePage } from './mailbox-page.js';

/** 4xx: the sender is to try again; 5xx: it is to give up (RFC 5321, 4.2.1). */
const refusingCode = z.int().min(400).max(599);

/** How many of the next deliveries fail, and with which SMTP code. */
export const failuresSchema = z.strictObject({
  next: z.int().min(0).max(100_000),
  code: refusingCode,
});
export type Failures = z.infer<typeof failuresSchema>;

/** Whose mails are refused, until they are taken again; nobody else notices. */
export interface Refusals {
  begin(address: string, code: number): void;
  end(address: string): void;
}
const refusalSchema = z.strictObject({ code: refusingCode });

const listSchema = z.strictObject({ to: z.string().optional() });

/** What the page may do: nothing but its own style and the frame with the HTML part. */
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'";
/** Foreign HTML: no script, no request to anywhere, an origin of its own. */
const foreignPolicy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; " +
  'sandbox allow-popups allow-popups-to-escape-sandbox';

/** The mailbox as pages for people and as JSON for tests. */
export function createMailboxApi(
  mailbox: Mailbox,
  failNext: (failures: Failures) => void,
  refusals: Refusals,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use((_request, response, next) => {
    response.set({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': pagePolicy,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
    next();
  });

  app.get('/', (_request, response) => {
    response.type('html').send(listPage(mailbox.list()));
  });
  app.get('/mail/:id', ({ params }, response) => {
    const message = mailbox.find(params.id);
    if (message === undefined) notFound(response);
    else response.type('html').send(messagePage(message));
  });
  app.get('/mail/:id/html', ({ params }, response) => {
    const message = mailbox.find(params.id);
    if (message === undefined) notFound(response);
    else response.set('Content-Security-Policy', foreignPolicy).type('html').send(framedHtml(message.html));
  });

  app.get('/messages', (request, response) => {
    const query = listSchema.safeParse(request.query);
    if (!query.success) badRequest(response, query.error);
    else response.json({ messages: mailbox.list(query.data.to) });
  });
  app.get('/messages/:id', ({ params }, response) => {
    const message = mailbox.find(params.id);
    if (message === undefined) notFound(response);
    else response.json(message);
  });
  app.delete('/messages', (_request, response) => {
    mailbox.clear();
    response.status(204).end();
  });

  app.post('/failures', express.json(), (request, response) => {
    const failures = failuresSchema.safeParse(request.body);
    if (!failures.success) {
      badRequest(response, failures.error);
      return;
    }
    failNext(failures.data);
    response.status(204).end();
  });

  app.put('/refused-addresses/:address', express.json(), ({ params, body }, response) => {
    const refusal = refusalSchema.safeParse(body);
    if (!refusal.success) {
      badRequest(response, refusal.error);
      return;
    }
    refusals.begin(params.address, refusal.data.code);
    response.status(204).end();
  });
  app.delete('/refused-addresses/:address', ({ params }, response) => {
    refusals.end(params.address);
    response.status(204).end();
  });

  app.use((_request, response) => {
    notFound(response);
  });
  app.use(brokenJson);
  return app;
}

const brokenJson: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) next(error);
  else response.status(400).json({ error: 'The body is not JSON.' });
};

function notFound(response: Response): void {
  response.status(404).json({ error: 'There is no such mail or page.' });
}

function badRequest(response: Response, error: z.ZodError): void {
  response.status(400).json({ error: z.prettifyError(error) });
}
