import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createCaseWork, createRoutes } from '../resources.js';
import { createAccountWork } from '../sign-in/account-work.js';
import { setStage, type Stage } from '../testing/stage.js';
import { openApiDocument } from './document.js';
import { createJsonSchemas, type Direction } from './json-schemas.js';
import type { Route } from './route.js';

const jsonSchema = z.looseObject({
  $ref: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  oneOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
});
const content = z.record(z.string(), z.object({ schema: z.unknown() }));
const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z
          .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().default(false) }))
          .default([]),
        requestBody: z.object({ content }).optional(),
        responses: z.record(z.string(), z.object({ content: content.optional() })),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

let stage: Stage;
let routes: readonly Route[];
let document: z.infer<typeof documentSchema>;
beforeAll(async () => {
  stage = await setStage();
  const { dependencies } = stage;
  routes = createRoutes(dependencies, createCaseWork(dependencies), createAccountWork(dependencies));
  document = documentSchema.parse(openApiDocument(routes, dependencies.settings));
});
afterAll(() => stage.close());

const operationOf = ({ path, method }: Route) => {
  const operation = document.paths[path]?.[method];
  if (operation === undefined) throw new Error(`${method} ${path} is not documented.`);
  return operation;
};

type Schema = z.core.$ZodType;
const { $ZodObject, $ZodArray, $ZodUnion, $ZodOptional, $ZodDefault, $ZodNullable, $ZodReadonly, $ZodPipe } =
  z.core;

/** Whether the object may come without this property, found out by leaving it out. */
const mayBeLeftOut = (property: Schema) => z.strictObject({ it: property }).safeParse({}).success;

function innerOf(schema: Schema): Schema | undefined {
  if (schema instanceof $ZodPipe) return schema._zod.def.in;
  const wraps =
    schema instanceof $ZodOptional ||
    schema instanceof $ZodDefault ||
    schema instanceof $ZodNullable ||
    schema instanceof $ZodReadonly;
  return wraps ? schema._zod.def.innerType : undefined;
}

/** Where the document says otherwise than the schema which properties have to be there, at any depth. */
function differences(schema: Schema, told: unknown, direction: Direction, at = ''): readonly string[] {
  const { $ref: reference, properties, required = [], items, oneOf, anyOf } = jsonSchema.parse(told);
  if (reference !== undefined) {
    return differences(schema, document.components.schemas[reference.split('/').at(-1) ?? ''], direction, at);
  }
  if (schema instanceof $ZodObject) {
    return Object.entries(schema._zod.def.shape).flatMap(([name, property]) => {
      const place = `${at}/${name}`;
      const isRequired =
        direction === 'input' ? !mayBeLeftOut(property) : !(property instanceof $ZodOptional);
      compared += 1;
      return [
        ...(required.includes(name) === isRequired ? [] : [`${place} is required: ${String(isRequired)}`]),
        ...differences(property, properties?.[name], direction, place),
      ];
    });
  }
  if (schema instanceof $ZodArray) return differences(schema._zod.def.element, items, direction, `${at}/*`);
  if (schema instanceof $ZodUnion) {
    const tellings = oneOf ?? anyOf ?? [];
    return schema._zod.def.options.flatMap((option, index) =>
      differences(option, tellings[index], direction, `${at}(${index})`),
    );
  }
  const inner = innerOf(schema);
  return inner === undefined ? [] : differences(inner, told, direction, at);
}
/** How many properties were compared, so that a walk that leads nowhere does not pass. */
let compared = 0;

describe('the OpenAPI document (X3)', () => {
  it('requires of bodies what cannot be left out, and nothing that has a default', () => {
    compared = 0;
    const wrong = routes.flatMap((route) => {
      const { body } = route.schemas;
      if (body === undefined) return [];
      const told = operationOf(route).requestBody?.content['application/json']?.schema;
      return differences(body, told, 'input').map((difference) => `${route.operationId} ${difference}`);
    });
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(150);
  });

  it('promises of answers what is always there, and nothing that may be absent', () => {
    compared = 0;
    const wrong = routes.flatMap((route) =>
      Object.entries(route.responses).flatMap(([status, { schema }]) => {
        if (schema === undefined) return [];
        const told = operationOf(route).responses[status]?.content?.['application/json']?.schema;
        return differences(schema, told, 'output').map(
          (difference) => `${route.operationId} ${status} ${difference}`,
        );
      }),
    );
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(500);
  });

  it('requires of addresses and headers what cannot be left out', () => {
    for (const route of routes) {
      const { query, headers } = route.schemas;
      const shape: Readonly<Record<string, Schema>> = { ...query?.def.shape, ...headers?.def.shape };
      const told = operationOf(route).parameters.filter((parameter) => parameter.in !== 'path');
      expect([route.operationId, told.map(({ name, required }) => [name, required])]).toEqual([
        route.operationId,
        Object.entries(shape).map(([name, schema]) => [name, !mayBeLeftOut(schema)]),
      ]);
    }
  });

  it('leaves no reference without what it names', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, target = '']) => target,
    );
    expect(references.length).toBeGreaterThan(20);
    for (const target of references) {
      expect(target).toMatch(/^#\/components\/schemas\//);
      expect(Object.keys(document.components.schemas)).toContain(target.split('/').at(-1));
    }
  });
});

describe('schemas of bodies', () => {
  it('have a name of their own for what is sent, where answers are not the same', () => {
    const thing = z.strictObject({ colour: z.string().default('red') }).meta({ id: 'OpenApiTestThing' });
    const box = z.strictObject({ thing }).meta({ id: 'OpenApiTestBox' });
    const plain = z.strictObject({ size: z.number() }).meta({ id: 'OpenApiTestPlain' });
    const schemas = createJsonSchemas();
    const reference = (id: string) => ({ $ref: `#/components/schemas/${id}` });
    expect(schemas.of(box, 'output')).toEqual(reference('OpenApiTestBox'));
    expect(schemas.of(box, 'input')).toEqual(reference('OpenApiTestBoxInput'));
    for (const direction of ['input', 'output'] as const) {
      expect(schemas.of(plain, direction)).toEqual(reference('OpenApiTestPlain'));
    }
    expect(schemas.components()).toMatchObject({
      OpenApiTestBox: { properties: { thing: reference('OpenApiTestThing') } },
      OpenApiTestBoxInput: { properties: { thing: reference('OpenApiTestThingInput') } },
      OpenApiTestThing: { required: ['colour'] },
    });
    expect(schemas.components()['OpenApiTestThingInput']).not.toHaveProperty('required');
  });

  it('give what is only checked and normalised the type of what was sent', () => {
    const shouted = z
      .string()
      .max(5)
      .transform((text) => text.toUpperCase());
    for (const direction of ['input', 'output'] as const) {
      expect(createJsonSchemas().of(z.strictObject({ shouted }), direction)).toMatchObject({
        properties: { shouted: { type: 'string', maxLength: 5 } },
        required: ['shouted'],
      });
    }
  });
});
