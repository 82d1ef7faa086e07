import { z } from 'zod';
import type { JsonSchema, ServedRoutes } from './served-routes.js';

type Step = string | number;

/** A place of a scalar in a body. */
export interface Field {
  /** RFC 6901. */
  readonly pointer: string;
  readonly steps: readonly Step[];
  /** What stands around it on the way, where a union asks for it: the other fields that choose the variant. */
  readonly chosen: readonly { readonly steps: readonly Step[]; readonly value: unknown }[];
  /** The innermost union around it. */
  readonly union?: string;
}

const deepest = 20;

/** Every scalar that a schema knows, whether it is required or not. */
export function fieldsOf(served: ServedRoutes, schema: JsonSchema): readonly Field[] {
  const found: Field[] = [];

  /** @param seen the named schemas of the innermost union: what several variants have in common is looked at in the first. */
  function look(
    part: JsonSchema,
    { steps, chosen, union }: Omit<Field, 'pointer'>,
    depth: number,
    seen?: Set<string>,
  ): void {
    if (depth > deepest) throw new Error('The schema goes deeper than expected.');
    if (part.$ref !== undefined && seen !== undefined) {
      if (seen.has(part.$ref)) return;
      seen.add(part.$ref);
    }
    const resolved = served.resolve(part);
    const around = union === undefined ? {} : { union };
    const variants = resolved.oneOf ?? resolved.anyOf;
    if (variants !== undefined) {
      const common = new Set<string>();
      for (const variant of variants) {
        const choice = Object.entries(served.resolve(variant).properties ?? {}).flatMap(
          ([name, property]) => {
            const values = served.resolve(property)['enum'];
            const only: unknown =
              Array.isArray(values) && values.length === 1 ? values[0] : property['const'];
            return only === undefined ? [] : [{ steps: [...steps, name], value: only }];
          },
        );
        look(variant, { steps, chosen: [...chosen, ...choice], union: pointerTo(steps) }, depth + 1, common);
      }
      return;
    }
    for (const all of resolved.allOf ?? []) look(all, { steps, chosen, ...around }, depth + 1, seen);
    if (resolved.properties !== undefined) {
      for (const [name, property] of Object.entries(resolved.properties)) {
        look(property, { steps: [...steps, name], chosen, ...around }, depth + 1, seen);
      }
    } else if (resolved.items !== undefined) {
      look(resolved.items, { steps: [...steps, 0], chosen, ...around }, depth + 1, seen);
    } else if (steps.length > 0) {
      found.push({ pointer: pointerTo(steps), steps, chosen, ...around });
    }
  }

  look(schema, { steps: [], chosen: [] }, 0);
  return found;
}

/** Where a schema lets anything stand. */
export function looseObjectsIn(served: ServedRoutes, schema: JsonSchema): readonly string[] {
  const found: string[] = [];
  function look(part: JsonSchema, steps: readonly Step[]): void {
    if (steps.length > deepest) throw new Error('The schema goes deeper than expected.');
    const resolved = served.resolve(part);
    const isObject = resolved.type === 'object' || resolved.properties !== undefined;
    if (isObject && resolved.additionalProperties !== false) found.push(pointerTo(steps));
    for (const [name, property] of Object.entries(resolved.properties ?? {}))
      look(property, [...steps, name]);
    if (resolved.items !== undefined) look(resolved.items, [...steps, 0]);
    for (const variant of resolved.oneOf ?? resolved.anyOf ?? resolved.allOf ?? []) look(variant, steps);
  }
  look(schema, []);
  return found;
}

/** The body with this in the place of the field. */
export function placed(
  body: Readonly<Record<string, unknown>>,
  { steps, chosen }: Field,
  value: unknown,
): object {
  const changed: unknown = structuredClone(body);
  const isItself = (other: readonly Step[]) => pointerTo(other) === pointerTo(steps);
  const all = [...chosen.filter((each) => !isItself(each.steps)), { steps, value }];
  return z.looseObject({}).parse(all.reduce((soFar, each) => put(soFar, each.steps, each.value), changed));
}

function put(within: unknown, [step, ...others]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list: readonly unknown[] = Array.isArray(within) ? within : [];
    return Object.assign([...list], { [step]: put(list[step], others, value) });
  }
  const fields: Record<string, unknown> =
    typeof within === 'object' && within !== null && !Array.isArray(within) ? { ...within } : {};
  fields[step] = put(fields[step], others, value);
  return fields;
}

function pointerTo(steps: readonly Step[]): string {
  return steps.map((step) => `/${step}`).join('');
}
