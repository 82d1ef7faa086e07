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
 * Schemas of bodies as JSON Schema. Where a schema with an ID is not the same in requests as in answers, what may be sent
 * has the ID with `Input` behind it.
 *
 * @throws Error when two schemas have one ID.
 */
export function createJsonSchemas(): JsonSchemas {
  const components = new Map<string, JsonSchema>();
  /** Many routes share a schema, and all of them that of a problem. */
  const known = {
    input: new Map<z.ZodType, JsonSchema>(),
    output: new Map<z.ZodType, JsonSchema>(),
  } as const satisfies Record<Direction, unknown>;

  function keep(id: string, component: JsonSchema): void {
    const kept = components.get(id);
    if (kept !== undefined && JSON.stringify(kept) !== JSON.stringify(component)) {
      throw new Error(`There are two schemas ${id}.`);
    }
    components.set(id, component);
  }

  function describe(schema: z.ZodType, direction: Direction): JsonSchema {
    const { root, definitions } = convert(schema, direction);
    const differing = direction === 'output' ? new Set<string>() : differingFromAnswers(schema, definitions);
    const nameOf = (id: string): string => (differing.has(id) ? `${id}Input` : id);
    for (const [id, definition] of definitions) keep(nameOf(id), toComponents(definition, nameOf));
    return toComponents(root, nameOf);
  }

  return {
    of(schema, direction) {
      const described = known[direction].get(schema) ?? describe(schema, direction);
      known[direction].set(schema, described);
      return described;
    },
    components: () => Object.fromEntries([...components].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

interface Converted {
  readonly root: object;
  /** What has an ID, by its ID. */
  readonly definitions: ReadonlyMap<string, object>;
}

function convert(schema: z.ZodType, direction: Direction): Converted {
  const {
    $schema: _dialect,
    $defs: definitions = {},
    ...root
  } = z.toJSONSchema(schema, { io: direction, unrepresentable: 'any', override: describeTransform });
  const withoutIds = Object.entries(definitions).map(
    ([id, { id: _id, ...definition }]) => [id, definition] as const,
  );
  return { root, definitions: new Map(withoutIds) };
}

/** The IDs of what is another schema in answers, or refers to one that is. */
function differingFromAnswers(schema: z.ZodType, sent: Converted['definitions']): ReadonlySet<string> {
  const { definitions: answered } = convert(schema, 'output');
  const differing = new Set<string>();
  const differs = (id: string, definition: object): boolean => {
    const text = JSON.stringify(definition);
    return (
      text !== JSON.stringify(answered.get(id)) ||
      [...differing].some((other) => text.includes(referenceTo(other)))
    );
  };
  for (let before = -1; before < differing.size;) {
    before = differing.size;
    for (const [id, definition] of sent) if (differs(id, definition)) differing.add(id);
  }
  return differing;
}

function referenceTo(id: string): string {
  return `"$ref":"#/$defs/${id}"`;
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
function toComponents(schema: object, nameOf: (id: string) => string): JsonSchema {
  const text = JSON.stringify(schema).replaceAll(
    /"\$ref":"#\/\$defs\/([^"]+)"/g,
    (_reference, id: string) => `"$ref":"${place}${nameOf(id)}"`,
  );
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}
