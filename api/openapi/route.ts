import { z } from 'zod';
import type { Abilities } from '../../domain/access/abilities.js';
import type { Ability } from '../../domain/access/ability-table.js';
import type { Role } from '../../domain/access/role.js';
import type { AuditDeclaration } from '../../domain/audit/recording-kind.js';
import { notFound } from '../../domain/errors.js';
import type { Scope } from '../../domain/scope.js';
import type { Principal } from '../../domain/timeline.js';
import type { Profile } from '../../domain/access/user.js';
import type { AuditNotes, Recording } from '../audit/recording.js';
import type { BrowserSession } from '../sign-in/browser-session.js';
import { parseRequestPart } from './parse-request.js';

/** Who asks, proven by a bearer token or a session. */
export interface Caller {
  readonly by: Principal;
  readonly role: Role;
  readonly scope: Scope;
  readonly may: Abilities;
  /** How a user reads: moments and sentences are shown so where the request does not say otherwise (T5). */
  readonly reads?: Profile;
}

/** Where a request comes from. */
export interface Visit {
  /** The client's address, as far as the proxies in between are trusted. */
  readonly address: string;
  /** The browser's session; none where the route uses none, or a bearer token was sent. */
  readonly session: BrowserSession;
}

/** What the caller has to be able to do; `anybody`: nobody is asked who they are. */
export type Access = Ability | 'anybody';

type CallerOf<A extends Access> = A extends 'anybody' ? undefined : Caller;

/** What we write for whoever keeps it rather than reads it by a program. */
export type FileMedia = 'text/csv' | 'application/pdf';

export interface ResponseDefinition {
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly headers?: Readonly<Record<string, string>>;
  /** The media types in which the same can be had as a file. */
  readonly file?: FileMedia | readonly FileMedia[];
  /** The answer is something that was stored: its bytes, whatever they are, to be saved and never shown. */
  readonly download?: true;
  /** JSON of the schema that is written bit by bit, since it may be of any size. */
  readonly streamed?: true;
}
export type ResponseDefinitions = Readonly<Record<number, ResponseDefinition>>;

/** An answer that is kept rather than read by a program. */
export interface ReplyFile {
  readonly mediaType: FileMedia;
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** Bytes that somebody else has sent: nobody's browser is to show them as ours. */
export interface ReplyDownload {
  readonly mediaType: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A body of JSON in pieces. What fails in the middle of it cuts the connection, so nobody takes a part for the whole. */
export interface ReplyStream {
  readonly pieces: AsyncIterable<string>;
}

/** A body that is no JSON. */
export interface RawBody {
  readonly mediaType: string;
  readonly mostBytes: number;
  readonly description: string;
}

type DownloadOf<Response extends ResponseDefinition> = Response extends { readonly download: true }
  ? { readonly body?: never; readonly download: ReplyDownload }
  : never;

type FileOf<Response extends ResponseDefinition> = Response extends {
  readonly file: FileMedia | readonly FileMedia[];
}
  ? { readonly body?: never; readonly file: ReplyFile }
  : never;

type StreamOf<Response extends ResponseDefinition> = Response extends { readonly streamed: true }
  ? { readonly body?: never; readonly stream: ReplyStream }
  : never;

type BodyOf<Response extends ResponseDefinition> = Response extends { readonly schema: infer Schema }
  ? Schema extends z.ZodType
    ? { readonly body: z.input<Schema> }
    : { readonly body?: never }
  : { readonly body?: never };

/** One of the replies that the definition tells of: a status, its body and headers. */
export type ReplyOf<Responses extends ResponseDefinitions> = {
  [Status in keyof Responses & number]: {
    readonly status: Status;
    readonly headers?: Readonly<Record<string, string>>;
  } & (
    | (Responses[Status] extends { readonly download: true } | { readonly streamed: true }
        ? never
        : BodyOf<Responses[Status]>)
    | FileOf<Responses[Status]>
    | DownloadOf<Responses[Status]>
    | StreamOf<Responses[Status]>
  );
}[keyof Responses & number];

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly file?: ReplyFile;
  readonly download?: ReplyDownload;
  readonly stream?: ReplyStream;
}

const nothing = z.strictObject({});
type Nothing = typeof nothing;

export interface RouteDefinition<
  A extends Access,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Headers extends z.ZodObject,
  Body extends z.ZodType,
  Responses extends ResponseDefinitions,
> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** As OpenAPI writes it: `/v1/incidents/{incidentId}`. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: A;
  /** Counted apart, so that nothing else can use up what a call for help needs. */
  readonly urgent?: boolean;
  /** Asked by those who watch over the process, as often as they like: no limit counts for it. */
  readonly unlimited?: boolean;
  /** The handler begins, looks at or ends the browser's session itself. */
  readonly usesSession?: boolean;
  readonly params?: Params;
  readonly query?: Query;
  /** Names in lower case. Other headers are ignored. */
  readonly headers?: Headers;
  readonly body?: Body;
  /** Instead of a JSON body. */
  readonly rawBody?: RawBody;
  readonly responses: Responses;
  /** Statuses of problems beyond those that every route of this kind may answer. */
  readonly problems?: readonly number[];
  /** What the audit trail keeps beyond what follows from the ability; has to be said of each change with a body. */
  readonly audit?: AuditDeclaration;
}

/** What a handler gets: everything checked by the schemas of its definition. */
export interface CheckedRequest<
  A extends Access,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Headers extends z.ZodObject,
  Body extends z.ZodType,
> {
  readonly caller: CallerOf<A>;
  readonly visit: Visit;
  readonly params: z.output<Params>;
  readonly query: z.output<Query>;
  readonly headers: z.output<Headers>;
  readonly body: z.output<Body>;
  /** The body as it came, of a route that takes no JSON; else empty. */
  readonly bytes: Uint8Array;
  /** For what only the handler knows of a change. */
  readonly audit: AuditNotes;
}

/** What comes in, before anything is checked. */
export interface RawRequest {
  readonly visit: Visit;
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly bytes?: Uint8Array;
}

/** A route whose schemas, documentation and handler cannot drift apart: all come from one definition. */
export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  readonly urgent: boolean;
  readonly unlimited: boolean;
  readonly usesSession: boolean;
  readonly schemas: {
    readonly params?: z.ZodObject;
    readonly query?: z.ZodObject;
    readonly headers?: z.ZodObject;
    readonly body?: z.ZodType;
  };
  readonly rawBody?: RawBody;
  readonly responses: ResponseDefinitions;
  readonly problems: readonly number[];
  readonly audit?: AuditDeclaration;
  readonly serve: (caller: Caller | undefined, request: RawRequest, recording: Recording) => Promise<Reply>;
}

/** Makes a route of its definition; what it does is given to the result. Its schemas are the ones that check requests and the ones that are documented. */
export function defineRoute<
  const A extends Access,
  Responses extends ResponseDefinitions,
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Headers extends z.ZodObject = Nothing,
  Body extends z.ZodType = z.ZodUndefined,
>(
  definition: RouteDefinition<A, Params, Query, Headers, Body, Responses>,
): (
  handle: (request: CheckedRequest<A, Params, Query, Headers, Body>) => Promise<ReplyOf<Responses>>,
) => Route {
  const {
    urgent = false,
    unlimited = false,
    usesSession = false,
    problems = [],
    params,
    query,
    headers,
    body,
    ...documented
  } = definition;
  return (handle) => ({
    ...documented,
    urgent,
    unlimited,
    usesSession,
    problems,
    schemas: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
    },
    async serve(caller, request, recording) {
      const checked = {
        caller: callerFor(definition.access, caller),
        visit: request.visit,
        params: parseParams(params, request.params),
        query: parsePart(query, 'query', request.query),
        headers: parsePart(headers, 'headers', pick(request.headers, headers)),
        body: parsePart(body, 'body', request.body),
        bytes: request.bytes ?? new Uint8Array(),
      };
      return recording.around(checked, (audit) => handle({ ...checked, audit }));
    },
  });
}

/** Whether it is counted by address, since nobody says who they are. */
export function isLimitedByAddress({ access, unlimited }: Pick<Route, 'access' | 'unlimited'>): boolean {
  return access === 'anybody' && !unlimited;
}

function callerFor<A extends Access>(access: A, caller: Caller | undefined): CallerOf<A> {
  if (access !== 'anybody' && caller === undefined) throw new Error('The route was served without a caller.');
  // The conditional type cannot be narrowed by a check of its parameter's value.
  return (access === 'anybody' ? undefined : caller) as CallerOf<A>;
}

/** An address with an identifier that cannot be one names nothing that exists. */
function parseParams<Params extends z.ZodObject>(
  schema: Params | undefined,
  value: unknown,
): z.output<Params> {
  const parsed = (schema ?? nothing).safeParse(value);
  if (!parsed.success) throw notFound('thing');
  return parsed.data as z.output<Params>;
}

function parsePart<Schema extends z.ZodType>(
  schema: Schema | undefined,
  part: 'body' | 'query' | 'headers',
  value: unknown,
): z.output<Schema> {
  if (schema !== undefined) return parseRequestPart(schema, part, value);
  // Absent schemas are `Nothing` or undefined by their default types; a query nobody asked for is still refused.
  return (part === 'body' ? undefined : parseRequestPart(nothing, part, value)) as z.output<Schema>;
}

function pick(headers: Readonly<Record<string, unknown>>, schema: z.ZodObject | undefined): unknown {
  const names = Object.keys(schema?.shape ?? {});
  return Object.fromEntries(names.flatMap((name) => (name in headers ? [[name, headers[name]]] : [])));
}
