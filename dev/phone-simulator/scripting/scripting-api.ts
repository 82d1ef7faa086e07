import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { Directory } from '../accounts/directory.js';
import type { CallBook } from '../calls/call-book.js';
import type { Conferences } from '../conferences/conferences.js';
import { faultSchema, type Faults } from '../faults.js';
import type { Journal } from '../journal/journal.js';
import type { Texting } from '../messages/texting.js';
import type { Phones } from '../people/phones.js';
import type { Recordings } from '../recordings/recordings.js';
import type { PhoneAction } from './phone-actions.js';
import { ScriptingError } from './scripting-error.js';
import { eventsQuerySchema, ownNumberSchema, phoneChangeSchema, phoneNumberSchema } from './shapes.js';
import { callView, conferenceView, messageView, phoneView, recordingView } from './views.js';

/** The JSON API below `/simulator` by which tests, the demo and the page play the people on the phones. */
export function createScriptingApi(deps: {
  readonly directory: Directory;
  readonly book: CallBook;
  readonly phones: Phones;
  readonly texting: Texting;
  readonly conferences: Conferences;
  readonly recordings: Recordings;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly phoneActions: ReadonlyMap<string, PhoneAction>;
  readonly reset: () => void;
  readonly signal: AbortSignal;
}): Router {
  const router = express.Router();
  router.use(refuseOtherSites);
  router.use(express.json({ limit: '256kb' }));

  router.get('/events', async (request: Request, response: Response) => {
    const { after, wait } = eventsQuerySchema.parse(request.query);
    const gone = new AbortController();
    response.on('close', () => {
      gone.abort();
    });
    const signal = AbortSignal.any([gone.signal, deps.signal]);
    const events = await deps.journal.next(after, wait * 1000, signal);
    response.json({ latest: deps.journal.latest, events });
  });

  router.get('/phones', (_request, response: Response) => {
    for (const number of deps.directory.allNumbers()) deps.phones.get(number.phoneNumber);
    const phones = deps.phones.all().map((phone) => phoneView(phone, deps.directory, deps.book));
    response.json({ phones });
  });
  router.put('/phones/:number', (request: Request, response: Response) => {
    const number = phoneNumberSchema.parse(request.params['number']);
    const { script, scripts, textDelivery, name } = phoneChangeSchema.parse(request.body ?? {});
    const given = script === undefined ? scripts : [script];
    deps.phones.change(number, {
      ...(given === undefined ? {} : { scripts: given }),
      ...(textDelivery === undefined ? {} : { textDelivery }),
      ...(name === undefined ? {} : { name }),
    });
    response.json(phoneView(deps.phones.get(number), deps.directory, deps.book));
  });
  router.post('/phones/:number/:action', (request: Request, response: Response) => {
    const number = phoneNumberSchema.parse(request.params['number']);
    const action = deps.phoneActions.get(z.string().parse(request.params['action']));
    if (action === undefined) throw new ScriptingError(404, 'A phone cannot do that.');
    response.json(action(number, request.body));
  });

  router.get('/numbers', (_request, response: Response) => {
    const numbers = deps.directory.allNumbers().map((number) => ({
      sid: number.sid,
      accountSid: number.account.sid,
      phoneNumber: number.phoneNumber,
      ...number.handlers,
    }));
    response.json({ numbers });
  });
  router.post('/numbers', (request: Request, response: Response) => {
    const { accountSid, phoneNumber, ...handlers } = ownNumberSchema.parse(request.body);
    const account = deps.directory.account(accountSid);
    if (account === undefined) throw new ScriptingError(404, `There is no account ${accountSid}.`);
    const given = Object.fromEntries(Object.entries(handlers).filter(([, value]) => value !== undefined));
    const number = deps.directory.own(account, phoneNumber, given);
    response.status(201).json({ sid: number.sid, accountSid, phoneNumber, ...number.handlers });
  });
  router.delete('/numbers/:number', (request: Request, response: Response) => {
    deps.directory.release(phoneNumberSchema.parse(request.params['number']));
    response.status(204).end();
  });

  router.get('/calls', (request: Request, response: Response) => {
    const to = z.string().optional().parse(request.query['to']);
    const calls = deps.book.all().filter((call) => to === undefined || call.to === to);
    response.json({ calls: calls.map(callView) });
  });
  router.get('/messages', (request: Request, response: Response) => {
    const to = z.string().optional().parse(request.query['to']);
    const messages = deps.texting.all().filter((message) => to === undefined || message.to === to);
    response.json({ messages: messages.map(messageView) });
  });
  router.get('/conferences', (_request, response: Response) => {
    response.json({ conferences: deps.conferences.all().map(conferenceView) });
  });

  router.get('/recordings', (request: Request, response: Response) => {
    const callSid = z.string().optional().parse(request.query['call']);
    const found = deps.recordings.all().filter((each) => callSid === undefined || each.callSid === callSid);
    response.json({ recordings: found.map(recordingView) });
  });

  router.get('/faults', (_request, response: Response) => {
    response.json({ faults: deps.faults.list() });
  });
  router.post('/faults', (request: Request, response: Response) => {
    deps.faults.set(faultSchema.parse(request.body));
    response.json({ faults: deps.faults.list() });
  });
  router.delete('/faults', (_request, response: Response) => {
    deps.faults.clear();
    response.status(204).end();
  });

  router.post('/reset', (_request, response: Response) => {
    deps.reset();
    response.json({ latest: deps.journal.latest });
  });

  router.use((_request, _response, next: NextFunction) => {
    next(new ScriptingError(404, 'There is nothing here.'));
  });
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, message } = explain(error);
    response.status(status).json({ status, message });
  });
  return router;
}

/** A web page from elsewhere must not play with the phones. */
function refuseOtherSites(request: Request, response: Response, next: NextFunction): void {
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') next();
  else response.status(403).json({ status: 403, message: 'Only from the simulator’s own page.' });
}

function explain(error: unknown): { readonly status: number; readonly message: string } {
  if (error instanceof ScriptingError) return error;
  if (error instanceof z.ZodError) return { status: 400, message: z.prettifyError(error) };
  // What express says of a body that it cannot read.
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') {
    return { status: error.status, message: error.message };
  }
  return { status: 500, message: `The simulator failed: ${String(error)}` };
}
