import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { DomainError } from '../../domain/errors.js';
import { principalKey } from '../../domain/timeline.js';
import { originOfRequest } from '../audit/origin.js';
import type { Recordings } from '../audit/recording.js';
import {
  isLimitedByAddress,
  type Caller,
  type Reply,
  type ReplyDownload,
  type ReplyFile,
  type ReplyStream,
  type Route,
  type Visit,
} from '../openapi/route.js';
import { noSession, type BrowserSession, type BrowserSessions } from '../sign-in/browser-session.js';
import { refuseForeignOrigin } from '../sign-in/same-origin.js';
import type { Authentication } from './authentication.js';
import type { BodyBudget } from './body-budget.js';
import { HttpProblem } from './http-problem.js';
import { readJsonBody } from './json-body.js';
import { readRawBody, sizeOfRawBody } from './raw-body.js';
import type { RateLimits } from './rate-limits.js';
import { noteRoute } from './request-log.js';

export interface ServeDependencies {
  readonly authentication: Authentication;
  readonly limits: RateLimits;
  readonly bodies: BodyBudget;
  readonly recordings: Recordings;
  readonly sessions: BrowserSessions;
  /** Where our own pages come from. */
  readonly publicUrl: string;
}

/** Serves the routes; every other method on their paths is refused with what is allowed (RFC 9110, 15.5.6). */
export function serveRoutes(routes: readonly Route[], dependencies: ServeDependencies): Router {
  const router = Router({ caseSensitive: true });
  const paths = new Map<string, Route[]>();
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route]);
  for (const [path, sharing] of paths) {
    const served = router.route(path.replace(/\{(\w+)\}/g, ':$1'));
    for (const route of sharing) served[route.method](handlerOf(route, dependencies));
    served.all(refuseMethod(path, sharing));
  }
  return router;
}

function refuseMethod(path: string, routes: readonly Route[]): RequestHandler {
  const methods = routes.map(({ method }) => method.toUpperCase());
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return (request, response) => {
    noteRoute(response, path);
    if (request.method === 'OPTIONS') {
      response.status(204).set('Allow', allow).end();
      return;
    }
    throw new HttpProblem(405, `This address allows ${allow}.`, { Allow: allow });
  };
}

function handlerOf(route: Route, dependencies: ServeDependencies): RequestHandler {
  return async (request, response) => {
    noteRoute(response, route.path);
    if (isLimitedByAddress(route)) await dependencies.limits.anonymous(request.ip ?? 'unknown');
    const visit = await visitOf(route, request, response, dependencies);
    const caller = await callerOf(route, request, visit.session, dependencies);
    const giveBackRoom = takeRoom(route, request, caller, dependencies.bodies);
    try {
      const body = route.schemas.body === undefined ? undefined : await readJsonBody(request, response);
      const bytes =
        route.rawBody === undefined ? {} : { bytes: await readRawBody(request, response, route.rawBody) };
      const { params, query, headers } = request;
      const recording = dependencies.recordings.of(route, caller, originOfRequest(request));
      await send(
        response,
        await route.serve(caller, { visit, params, query, headers, body, ...bytes }, recording),
      );
    } finally {
      giveBackRoom();
    }
  };
}

/** For the bytes of a raw body, which stand in memory until they are stored. */
function takeRoom(
  { rawBody }: Route,
  request: Request,
  caller: Caller | undefined,
  bodies: BodyBudget,
): () => void {
  if (rawBody === undefined) return () => undefined;
  const from = caller === undefined ? (request.ip ?? 'unknown') : principalKey(caller.by);
  return bodies.take(from, sizeOfRawBody(request, rawBody));
}

/** A bearer token speaks for itself: it needs no session, so it works while MongoDB is away, and nobody can borrow it. */
async function visitOf(
  route: Route,
  request: Request,
  response: Response,
  { sessions, publicUrl }: ServeDependencies,
): Promise<Visit> {
  const { authorization, cookie } = request.headers;
  const mayHaveSession = authorization === undefined && cookie !== undefined && route.access !== 'anybody';
  const session = route.usesSession || mayHaveSession ? await sessions.open(request, response) : noSession;
  if (session !== noSession) refuseForeignOrigin(request, publicUrl, session.current() !== undefined);
  return { address: request.ip ?? 'unknown', session };
}

async function callerOf(
  route: Route,
  request: Request,
  session: BrowserSession,
  { authentication, limits }: ServeDependencies,
): Promise<Caller | undefined> {
  if (route.access === 'anybody') return undefined;
  const caller = await authenticate(request, session, authentication, limits);
  await limits.request(principalKey(caller.by), route.urgent ? 'urgent' : 'ordinary');
  if (!caller.may.can(route.access)) {
    throw new DomainError('forbidden', `Your role does not allow this: ${route.access}.`);
  }
  return caller;
}

async function authenticate(
  request: Request,
  session: BrowserSession,
  authentication: Authentication,
  limits: RateLimits,
): Promise<Caller> {
  try {
    return await authentication.authenticate(request.headers.authorization, session.current());
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'unauthenticated') {
      await limits.failedAuthentication(request.ip ?? 'unknown');
    }
    throw error;
  }
}

async function send(
  response: Response,
  { status, headers, body, file, download, stream }: Reply,
): Promise<void> {
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .set(headers ?? {});
  if (stream !== undefined) await sendStream(response, stream);
  else if (download !== undefined) sendDownload(response, download);
  else if (file !== undefined) sendFile(response, file);
  else if (body === undefined) response.end();
  else response.json(body);
}

const goneSchema = z.object({ code: z.literal('ERR_STREAM_PREMATURE_CLOSE') });

/** As fast as it is taken. Whoever goes away in the middle of it has read enough. */
async function sendStream(response: Response, { pieces }: ReplyStream): Promise<void> {
  response.type('application/json');
  try {
    await pipeline(Readable.from(pieces), response);
  } catch (error) {
    if (!goneSchema.safeParse(error).success) throw error;
  }
}

function sendFile(response: Response, { name, mediaType, content }: ReplyFile): void {
  response.attachment(name).type(mediaType);
  response.send(typeof content === 'string' ? content : Buffer.from(content));
}

/** What somebody has sent may be a page with a program: it is saved, and nothing in it runs as ours. */
function sendDownload(response: Response, { name, mediaType, bytes }: ReplyDownload): void {
  response.attachment(name).set({
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
  });
  // Express would add a character set that nobody knows.
  response.setHeader('Content-Type', mediaType);
  response.end(bytes);
}
