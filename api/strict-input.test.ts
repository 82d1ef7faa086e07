import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { newVisitor, type Actor } from './testing/walk/actors.js';
import type { Recipe } from './testing/walk/recipe.js';
import { recipes } from './testing/walk/recipes.js';
import type { ServedRoute } from './testing/walk/served-routes.js';
import { fieldsOf, looseObjectsIn, placed, type Field } from './testing/walk/fields.js';
import { prepare, requestAbout, setWalkStage, type WalkStage } from './testing/walk/walking.js';
import type { Answer } from './testing/stage.js';

/*
 * Sends what nobody foresaw to every route of the served document: fields that it does not know, in the query, in the body
 * and in every object of it, and an operator of the database in the place of every scalar.
 */

let walk: WalkStage;

beforeAll(async () => {
  walk = await setWalkStage();
});
afterAll(() => walk.close());

const surprise = 'surprise';
const operator = { $gt: '' };
const told = z.object({ errors: z.array(z.object({ path: z.string() })).default([]) });

/** What an answer finds wrong; undefined: it was no refusal of bad input. */
function pathsOf({ status, body }: Answer): readonly string[] | undefined {
  return status === 400 ? told.parse(body).errors.map(({ path }) => path) : undefined;
}

/** Whoever asks, and a request of theirs that is valid. */
async function valid(route: ServedRoute, recipe: Recipe) {
  const { ability } = recipe;
  const actor: Pick<Actor, 'ask' | 'person'> | undefined =
    ability === 'anybody' ? newVisitor(walk.stage) : walk.actors.find((each) => each.may(ability));
  if (actor === undefined) throw new Error(`Nobody may ${ability}.`);
  const { person } = actor;
  const visitor = ability === 'anybody' ? { visitor: newVisitor(walk.stage) } : {};
  const setting = walk.setting(walk.home, { ...(person === undefined ? {} : { person }), ...visitor });
  const prepared = await prepare(recipe, setting);
  const request = requestAbout(route, recipe, prepared.household, prepared.made);
  return {
    request,
    send: (address: string, body: object | string | undefined) =>
      actor.ask(route.method, address, body, request.headers),
  };
}

const withRecipes = Object.entries(recipes);

describe('what nobody foresaw (X3)', () => {
  const strictlyQueried = withRecipes.filter(([, recipe]) => recipe.ignoresUnknownQuery === undefined);
  it.each(strictlyQueried)('is refused and named in the query of %s', async (name, recipe) => {
    const route = walk.served.routes.get(name);
    if (route === undefined) throw new Error('There is no such route.');
    const { request, send } = await valid(route, recipe);
    const { address } = request;
    const separator = address.includes('?') ? '&' : '?';
    expect(pathsOf(await send(`${address}${separator}${surprise}=1`, request.body))).toEqual([
      `/${surprise}`,
    ]);
    const tricky = await send(`${address}${separator}limit[$gt]=`, request.body);
    expect(pathsOf(tricky)).toEqual(['/limit[$gt]']);
  });

  const withBodies = () => [...walk.served.routes].filter(([, { body }]) => body !== undefined);

  it('has no place in the schema of any body: all objects are closed', () => {
    const findings = withBodies().flatMap(([name, { body }]) =>
      looseObjectsIn(walk.served, body ?? {})
        .filter((path) => recipes[name]?.freeForm?.[path] === undefined)
        .map((path) => `${name} ${path}`),
    );
    expect(findings).toEqual([]);
  });

  it.each(withRecipes.filter(([name]) => !/^(GET|DELETE) /.test(name)))(
    'is refused and named in the body of %s',
    async (name, recipe) => {
      const route = walk.served.routes.get(name);
      if (route?.body === undefined) return;
      const { request, send } = await valid(route, recipe);
      const usual = z.record(z.string(), z.unknown()).parse(request.body ?? {});
      const findings: string[] = [];

      const unknown = await send(request.address, { ...usual, [surprise]: 1 });
      if (pathsOf(unknown)?.includes(`/${surprise}`) !== true) {
        findings.push(`an unknown field: ${unknown.status} ${unknown.text}`);
      }
      for (const field of fieldsOf(walk.served, route.body)) {
        const answer = await send(request.address, placed(usual, field, operator));
        if (!isNamed(field, pathsOf(answer))) {
          findings.push(`an operator as ${field.pointer}: ${answer.status} ${answer.text}`);
        }
      }
      expect(findings).toEqual([]);
    },
  );
});

/** An error at the place itself, within it, or at a union around it that has no variant with such a thing. */
function isNamed({ pointer, union }: Field, paths: readonly string[] | undefined): boolean {
  return paths?.some((path) => path === pointer || path.startsWith(`${pointer}/`) || path === union) === true;
}
