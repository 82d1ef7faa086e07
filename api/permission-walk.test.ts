import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { isOfDesk } from '../domain/access/role.js';
import { askAsNobody, newVisitor, type Actor } from './testing/walk/actors.js';
import type { Recipe } from './testing/walk/recipe.js';
import { recipes } from './testing/walk/recipes.js';
import type { ServedRoute } from './testing/walk/served-routes.js';
import { isOfDeskItself, isThingName, type Household, type ThingName } from './testing/walk/things.js';
import {
  copiedBrowser,
  foreignMark,
  foreignTo,
  namedBy,
  prepare,
  recipeFor,
  requestAbout,
  seenBy,
  setWalkStage,
  withOther,
  type ReadyRequest,
  type WalkStage,
} from './testing/walk/walking.js';
import type { Answer } from './testing/stage.js';

/*
 * Walks every route of the served document, as everybody, with own, foreign and missing things, and compares the answers
 * with what follows from the table of abilities. A new route needs a recipe; nothing else here knows routes.
 */

let walk: WalkStage;

beforeAll(async () => {
  walk = await setWalkStage();
});
afterAll(() => walk.close());

const told = z.looseObject({ requestId: z.string().optional() });

/** What an answer gives away: all but the number of the request. */
function givenAway({ status, body }: Answer): unknown {
  const { requestId: _, ...rest } = told.safeParse(body).data ?? {};
  return { status, ...rest };
}

function sameAnswer(one: Answer, other: Answer): boolean {
  return JSON.stringify(givenAway(one)) === JSON.stringify(givenAway(other));
}

/** Asks, and sees that a refusal has told no case anything and shows nothing of the foreign organisation. */
async function ask(actor: Actor, route: ServedRoute, request: ReadyRequest): Promise<Answer> {
  const before = walk.stage.cases.told.length;
  const answer = await actor.ask(route.method, request.address, request.body, request.headers);
  if (answer.status >= 400 && walk.stage.cases.told.length !== before) {
    throw new Error(`${actor.name} was answered ${answer.status}, and yet a case was told.`);
  }
  if (!isOfDesk(actor.role) && answer.text.includes(foreignMark)) {
    throw new Error(`${actor.name} was shown something foreign: ${answer.text}`);
  }
  return answer;
}

/** Findings: what was answered otherwise than the table says. */
class Findings {
  readonly list: string[] = [];

  expect(who: string, what: string, answer: Answer, statuses: readonly number[]): void {
    if (statuses.includes(answer.status)) return;
    this.list.push(`${who}, ${what}: ${answer.status} instead of ${statuses.join(' or ')}: ${answer.text}`);
  }

  expectSame(who: string, what: string, one: Answer, other: Answer): void {
    if (!sameAnswer(one, other)) this.list.push(`${who}, ${what}: ${one.text} differs from ${other.text}`);
  }
}

async function walkForbidden(actor: Actor, route: ServedRoute, recipe: Recipe, findings: Findings) {
  const [own, foreign, missing] = [walk.home, walk.foreign, walk.missing].map((household) =>
    ask(actor, route, requestAbout(route, recipe, household)),
  );
  if (own === undefined || foreign === undefined || missing === undefined) return;
  findings.expect(actor.name, 'own', await own, [403]);
  findings.expectSame(actor.name, 'foreign and own', await foreign, await own);
  findings.expectSame(actor.name, 'missing and own', await missing, await own);
}

/**
 * What is foreign to an actor does not exist for them, and is answered like what is missing. For the desk nothing is
 * foreign, but things of two organisations do not go together.
 */
async function walkAlien(actor: Actor, route: ServedRoute, recipe: Recipe, findings: Findings) {
  const { role } = actor;
  const about = (household: Household) => ask(actor, route, requestAbout(route, recipe, household));
  const home = seenBy(role, walk.home);
  const names = namedBy(route, recipe, home);
  const statusesOf = (name: ThingName) => {
    const how = recipe.alien?.[name];
    return how === undefined ? [404] : how === 'empty page' ? [200] : [how];
  };
  for (const name of names) {
    const missing = await about(withOther(home, walk.missing, name));
    findings.expect(actor.name, `missing ${name}`, missing, statusesOf(name));
    if (name === 'revision') continue;
    if (isOfDesk(actor.role)) {
      const tenants = names.filter((other) => other !== 'revision' && !isOfDeskItself(other));
      if (tenants.length < 2) continue;
      const mixed = await about(withOther(home, walk.foreign, name));
      findings.expect(actor.name, `${name} of another organisation`, mixed, [400, 404]);
      continue;
    }
    for (const strange of foreignTo(role, walk)) {
      if (strange.things[name] === home.things[name]) continue;
      const foreign = await about(withOther(home, strange, name));
      findings.expect(actor.name, `foreign ${name}`, foreign, statusesOf(name));
      findings.expectSame(actor.name, `foreign and missing ${name}`, foreign, missing);
    }
  }
  const isPage = names.some((name) => recipe.alien?.[name] === 'empty page');
  if (names.length === 0) return;
  const allMissing = await about(walk.missing);
  findings.expect(actor.name, 'all missing', allMissing, isPage ? [200] : [404]);
  if (!isOfDesk(actor.role) && !names.includes('revision')) {
    findings.expectSame(
      actor.name,
      'all foreign and missing',
      await about(seenBy(role, walk.foreign)),
      allMissing,
    );
  }
}

async function walkAllowed(
  actor: Actor,
  route: ServedRoute,
  recipe: Recipe,
  household: Household,
  findings: Findings,
) {
  const person = actor.person === undefined ? {} : { person: actor.person };
  const prepared = await prepare(recipe, walk.setting(household, person));
  const request = requestAbout(route, recipe, prepared.household, prepared.made);
  const refused = recipe.refused?.[actor.role];
  const whose =
    household.things.organisationId === walk.home.things.organisationId ? 'own' : 'foreign, of the desk';
  const answer = await ask(actor, route, request);
  findings.expect(actor.name, whose, answer, refused === undefined ? route.successes : [refused]);
}

/** Everybody may, whoever they are, and also with a session or token that they bring along. */
async function walkAnybody(route: ServedRoute, recipe: Recipe, findings: Findings) {
  const everybody = [undefined, ...walk.actors];
  for (const actor of everybody) {
    const visitor =
      actor?.person === undefined ? newVisitor(walk.stage) : copiedBrowser(walk.stage, actor.person.cookies);
    const prepared = await prepare(recipe, walk.setting(walk.home, { visitor }));
    const request = requestAbout(route, recipe, prepared.household, prepared.made);
    const answer = await visitor.ask(route.method, request.address, request.body, request.headers);
    findings.expect(actor?.name ?? 'nobody', 'anybody', answer, route.successes);
  }
}

describe('the permissions of the API (X4)', () => {
  it('are walked along every route of the document, and along no other', () => {
    const served = [...walk.served.routes.keys()];
    const known = Object.keys(recipes);
    expect({
      'routes without a recipe in api/testing/walk/recipes/': served.filter((name) => !known.includes(name)),
      'recipes for routes that do not exist': known.filter((name) => !served.includes(name)),
    }).toEqual({
      'routes without a recipe in api/testing/walk/recipes/': [],
      'recipes for routes that do not exist': [],
    });
  });

  const lists = Object.entries(recipes).flatMap(([name, { ability, lists: shown }]) =>
    shown === undefined || ability === 'anybody' ? [] : [{ name, ability, shown }],
  );
  it.each(lists)(
    '$name without a filter shows everybody who may what is theirs, and the desk alone what is of others',
    async ({ name, ability, shown }) => {
      const route = walk.served.routes.get(name);
      if (route === undefined) throw new Error('There is no such route.');
      const foreignThings: readonly ThingName[] = Object.keys(walk.foreign.things)
        .filter(isThingName)
        .filter((thing) => thing !== 'revision' && !isOfDeskItself(thing));
      const findings: string[] = [];
      for (const actor of walk.actors.filter((each) => each.may(ability))) {
        const { status, text } = await ask(actor, route, { address: `${route.path}?limit=200` });
        if (status !== 200) findings.push(`${actor.name}: ${status} ${text}`);
        const [own, others] = [walk.home, walk.foreign].map((each) => seenBy(actor.role, each).things);
        if (own === undefined || others === undefined) throw new Error('There are two households.');
        if (!text.includes(own[shown])) findings.push(`${actor.name} is not shown their own.`);
        const seen = foreignThings.filter((thing) => text.includes(others[thing]));
        if (isOfDesk(actor.role) ? !seen.includes(shown) : seen.length > 0) {
          findings.push(`${actor.name} is shown of others: ${seen.join(', ')}`);
        }
      }
      expect(findings).toEqual([]);
    },
  );

  it.each(Object.entries(recipes))('%s answers everybody as the table says', async (name, recipe) => {
    const route = walk.served.routes.get(name);
    if (route === undefined) throw new Error('There is no such route.');
    const findings = new Findings();
    const { ability } = recipe;
    expect(route.forAnybody).toBe(ability === 'anybody');
    if (ability === 'anybody') {
      await walkAnybody(route, recipe, findings);
    } else {
      for (const household of [walk.home, walk.foreign, walk.missing]) {
        const request = requestAbout(route, recipe, household);
        const { method } = route;
        const answer = await askAsNobody(walk.stage, method, request.address, request.body, request.headers);
        findings.expect('nobody', 'anything', answer, [401]);
      }
      for (const actor of walk.actors) {
        if (!actor.may(ability)) {
          await walkForbidden(actor, route, recipe, findings);
          continue;
        }
        // Whoever has to enrol a second factor can do that only once.
        if (ability === 'enrol second-factor' && actor.person === undefined) continue;
        const own = recipeFor(actor.role, recipe);
        await walkAlien(actor, route, own, findings);
        await walkAllowed(actor, route, own, seenBy(actor.role, walk.home), findings);
        if (isOfDesk(actor.role) && namedBy(route, recipe, walk.home).length > 0) {
          await walkAllowed(actor, route, recipe, walk.foreign, findings);
        }
      }
    }
    if (recipe.endsSession === true) {
      for (const { person } of walk.actors) await person?.renew();
    }
    expect(findings.list).toEqual([]);
  });
});
