import { z } from 'zod';

/** A JSON Schema of draft 2020-12, which OpenAPI 3.1 takes as it is. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** `input`: what may be sent, so whatever has a default may be left out; `output`: what is answered. */
export type Direction = 'input' | 'output';

export interface JsonSchemas {
  /** The schema, with references to components for whatever has an ID. */
  of(schema: z.ZodType, direction: Direction): JsonSchema;
  /** The components that were referred to, by their IDs. */
  components(): Readonly<Record<string, JsonSchema>>;
}

const place = '#/components/schemas/';

/**
 * Schemas of bodies as JSON Schema.
 *
 * @throws Error when a schema with an ID is used in both directions, and they are not the same: then it needs two IDs.
 */
export function createJsonSchemas(): JsonSchemas {
  const components = new Map<string, JsonSchema>();

  function keep(id: string, component: JsonSchema): void {
    const known = components.get(id);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(component)) {
      throw new Error(`The schema ${id} is another one in requests than in answers.`);
    }
    components.set(id, component);
  }

  return {
    of(schema, direction) {
      const {
        $schema: _dialect,
        $defs: definitions = {},
        ...root
      } = z.toJSONSchema(schema, { io: direction, unrepresentable: 'any', override: describeTransform });
      for (const [id, { id: _id, ...definition }] of Object.entries(definitions)) {
        keep(id, toComponents(definition));
      }
      return toComponents(root);
    },
    components: () => Object.fromEntries([...components].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** What is answered has the type of what was sent where a schema only checks and normalises, as with phone numbers. */
const describeTransform: NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override']> = ({
  zodSchema,
  jsonSchema,
}) => {
  const { def } = zodSchema._zod;
  if (def.type !== 'pipe' || def.out._zod.def.type !== 'transform') return;
  const { $schema: _dialect, ...sent } = z.toJSONSchema(def.in, { io: 'output', unrepresentable: 'any' });
  Object.assign(jsonSchema, sent);
};

/** Points references to where the document keeps what they name. */
function toComponents(schema: object): JsonSchema {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/$defs/', `"$ref":"${place}`);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}
