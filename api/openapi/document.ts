import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { problemMediaType, problemSchema } from '../middleware/problem.js';
import { cookieName } from '../sign-in/browser-session.js';
import { createJsonSchemas, type JsonSchemas } from './json-schemas.js';
import { isLimitedByAddress, type RawBody, type ResponseDefinition, type Route } from './route.js';

const problemDescriptions: Readonly<Record<number, string>> = {
  400: 'The request is not valid; `errors` says which field.',
  401: 'There is no valid bearer token or session.',
  403: 'The role does not allow it, or the request comes from a foreign page.',
  404: 'There is no such thing, or it belongs to somebody else.',
  409: 'The state of things refuses it, or a request with the same Idempotency-Key is in flight.',
  412: 'It was changed by somebody else since.',
  413: 'The body is too large.',
  415: 'The body is not of the media type that is asked for.',
  422: 'The Idempotency-Key was used for another request.',
  429: 'Too many requests.',
  500: 'Something went wrong here.',
  503: 'A service that this needs does not answer; repeat with the same Idempotency-Key.',
};

const securityScheme = 'bearer';
const sessionScheme = 'session';

/** The OpenAPI 3.1 document of the routes: whatever they check, serve and answer, and nothing else. */
export function openApiDocument(
  routes: readonly Route[],
  { version, publicUrl }: { readonly version: string; readonly publicUrl: string },
): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', securityScheme, {
    type: 'http',
    scheme: 'bearer',
    description: 'A service token: the desk’s, or one that the desk made for an organisation.',
  });
  registry.registerComponent('securitySchemes', sessionScheme, {
    type: 'apiKey',
    in: 'cookie',
    name: cookieName(publicUrl, 'beistand'),
    description:
      'The session of a user who has signed in. Requests that change something come from our own origin.',
  });
  const schemas = createJsonSchemas();
  for (const route of routes) registry.registerPath(operationOf(route, schemas));
  for (const [id, schema] of Object.entries(schemas.components())) {
    registry.registerComponent('schemas', id, schema);
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Beistand',
      version,
      description:
        'A case engine for assistance desks. Errors are problem documents (RFC 9457), moments are RFC 3339 in UTC, ' +
        'lists are paged by an opaque cursor.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl.replace(/\/$/, '') }],
  });
}

function operationOf(route: Route, schemas: JsonSchemas): RouteConfig {
  const { params, query, headers, body } = route.schemas;
  return {
    method: route.method,
    path: route.path,
    operationId: route.operationId,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    tags: [route.tag],
    security: route.access === 'anybody' ? [] : [{ [securityScheme]: [] }, { [sessionScheme]: [] }],
    request: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      ...(headers === undefined ? {} : { headers }),
      ...(route.rawBody === undefined ? {} : { body: rawBodyOf(route.rawBody) }),
      ...(body === undefined
        ? {}
        : {
            body: {
              required: !body.safeParse(undefined).success,
              content: { 'application/json': { schema: schemas.of(body, 'input') } },
            },
          }),
    },
    responses: {
      ...Object.fromEntries(
        Object.entries(route.responses).map(([status, response]) => [status, responseOf(response, schemas)]),
      ),
      ...Object.fromEntries(problemsOf(route).map((status) => [status, problemResponse(status, schemas)])),
    },
  };
}

function rawBodyOf({ mediaType, description, mostBytes }: RawBody) {
  const megabytes = Math.floor(mostBytes / (1024 * 1024));
  return {
    required: true,
    description: `${description} At most ${megabytes} MB.`,
    content: { [mediaType]: { schema: { type: 'string' as const, format: 'binary' } } },
  };
}

const fileSchemas = {
  'text/csv': { type: 'string' },
  'application/pdf': { type: 'string', format: 'binary' },
} as const;

function responseOf(
  { description, schema, headers, file, download }: ResponseDefinition,
  schemas: JsonSchemas,
): RouteConfig['responses'][string] {
  return {
    description,
    ...(download === undefined
      ? {}
      : { content: { '*/*': { schema: { type: 'string' as const, format: 'binary' } } } }),
    ...(schema === undefined
      ? {}
      : {
          content: {
            'application/json': { schema: schemas.of(schema, 'output') },
            ...Object.fromEntries(
              [file ?? []].flat().map((media) => [media, { schema: fileSchemas[media] }]),
            ),
          },
        }),
    ...(headers === undefined
      ? {}
      : {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, about]) => [
              name,
              { description: about, schema: { type: 'string' as const } },
            ]),
          ),
        }),
  };
}

function problemResponse(status: number, schemas: JsonSchemas): RouteConfig['responses'][string] {
  return {
    description: problemDescriptions[status] ?? 'An error.',
    content: { [problemMediaType]: { schema: schemas.of(problemSchema, 'output') } },
  };
}

/** What follows from the kind of route, and what the route itself adds. */
export function problemsOf(route: Route): readonly number[] {
  const { params, body } = route.schemas;
  const statuses = new Set([
    400,
    500,
    ...(route.access === 'anybody' ? [] : [401, 403, 429, 503]),
    ...(isLimitedByAddress(route) ? [429] : []),
    ...(params === undefined ? [] : [404]),
    ...(body === undefined && route.rawBody === undefined ? [] : [413, 415]),
    ...route.problems,
  ]);
  for (const status of Object.keys(route.responses)) statuses.delete(Number(status));
  return [...statuses].sort((one, other) => one - other);
}
