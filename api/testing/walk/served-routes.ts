import { z } from 'zod';
import type { Stage } from '../stage.js';

/** A schema of JSON, as the document shows it: read as far as a walk needs. */
export interface JsonSchema {
  readonly $ref?: string | undefined;
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly additionalProperties?: unknown;
  readonly items?: JsonSchema | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly allOf?: readonly JsonSchema[] | undefined;
  readonly [other: string]: unknown;
}

const jsonSchemaSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.looseObject({
    $ref: z.string().optional(),
    properties: z.record(z.string(), jsonSchemaSchema).optional(),
    items: jsonSchemaSchema.optional(),
    oneOf: z.array(jsonSchemaSchema).optional(),
    anyOf: z.array(jsonSchemaSchema).optional(),
    allOf: z.array(jsonSchemaSchema).optional(),
  }),
);

const operationSchema = z.looseObject({
  security: z.array(z.unknown()),
  responses: z.record(z.string(), z.unknown()),
  requestBody: z
    .looseObject({
      content: z.looseObject({
        'application/json': z.looseObject({ schema: jsonSchemaSchema }).optional(),
      }),
    })
    .optional(),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({ schemas: z.record(z.string(), jsonSchemaSchema) }),
});

/** A route as the served document tells of it. */
export interface ServedRoute {
  readonly method: string;
  readonly path: string;
  /** The names in its path. */
  readonly params: readonly string[];
  /** Nobody is asked who they are. */
  readonly forAnybody: boolean;
  /** The statuses of answers that are no problems. */
  readonly successes: readonly number[];
  readonly body?: JsonSchema;
}

export interface ServedRoutes {
  /** By method and path, e.g. `GET /v1/incidents`. */
  readonly routes: ReadonlyMap<string, ServedRoute>;
  /** Follows a reference to a named schema. */
  resolve(schema: JsonSchema): JsonSchema;
}

/** Every route of the document that the app serves. */
export async function servedRoutes(stage: Stage): Promise<ServedRoutes> {
  const answer = await stage.ask('GET', '/openapi.json');
  const { paths, components } = documentSchema.parse(answer.body);
  const routes = new Map<string, ServedRoute>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { security, responses, requestBody }] of Object.entries(operations)) {
      const body = requestBody?.content['application/json']?.schema;
      routes.set(`${method.toUpperCase()} ${path}`, {
        method: method.toUpperCase(),
        path,
        params: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
        forAnybody: security.length === 0,
        successes: Object.keys(responses)
          .map(Number)
          .filter((status) => status < 400),
        ...(body === undefined ? {} : { body }),
      });
    }
  }
  return {
    routes,
    resolve(schema) {
      if (schema.$ref === undefined) return schema;
      const named = components.schemas[schema.$ref.replace('#/components/schemas/', '')];
      if (named === undefined) throw new Error(`The document has no ${schema.$ref}.`);
      return named;
    },
  };
}
