import { isOfPartner, type Role } from '../../../domain/access/role.js';
import type { IdentityProvider } from '../../../providers/identity/identity-provider.js';
import type { Browser } from '../browser.js';
import { invited } from '../people.js';
import { setStage, type Stage } from '../stage.js';
import { castActors, newVisitor, type Actor, type Person } from './actors.js';
import type { Made, Recipe, RecipeRequest, Setting } from './recipe.js';
import { servedRoutes, type ServedRoute, type ServedRoutes } from './served-routes.js';
import {
  foundHousehold,
  isThingName,
  missingThings,
  type Household,
  type ThingName,
  type Things,
} from './things.js';

/** Stands in every text of the foreign organisation. */
export const foreignMark = 'Fremdmarke';

/** A stage with two organisations, one of them foreign to everybody but the desk, and everybody who asks. */
export interface WalkStage {
  readonly stage: Stage;
  readonly served: ServedRoutes;
  readonly home: Household;
  readonly foreign: Household;
  readonly missing: Household;
  readonly actors: readonly Actor[];
  /** What the recipe needs to be asked by this person, or by anybody in this browser. */
  setting(household: Household, who: { readonly person?: Person; readonly visitor?: Browser }): Setting;
  close(): Promise<void>;
}

export async function setWalkStage(): Promise<WalkStage> {
  let proven = 'nobody@example.org';
  const identityProvider: IdentityProvider = {
    begin: () =>
      Promise.resolve({
        url: 'https://identity.example.org/authorise',
        secrets: { state: 'state', nonce: 'nonce', codeVerifier: 'verifier' },
      }),
    complete: () =>
      Promise.resolve({
        identity: 'https://identity.example.org#one',
        email: proven,
        withSecondFactor: true,
      }),
  };
  const stage = await setStage({ identityProvider });
  const home = await foundHousehold(stage, 'ours', 6);
  const foreign = await foundHousehold(stage, foreignMark, 7);
  proven = (await invited(stage, 'authorising-person', home.things.organisationId)).email;
  const tenants = { organisationId: home.things.organisationId, accountId: home.things.accountId };
  const actors = await castActors(stage, tenants, {
    'authorising-person': home.authorisingEmail,
  });
  const somebody = actors.find(({ role }) => role === 'organisation-manager')?.person;
  if (somebody === undefined) throw new Error('Nobody manages the organisation.');
  return {
    stage,
    served: await servedRoutes(stage),
    home,
    foreign,
    missing: { things: missingThings, partnerId: 'usr_missing0001', settings: home.settings },
    actors,
    setting: ({ things, settings }, { person, visitor = newVisitor(stage) }) => ({
      stage,
      things,
      settings,
      ...(person === undefined ? {} : { person }),
      visitor,
      somebody,
    }),
    close: () => stage.close(),
  };
}

/** A household as somebody of this role sees it: whoever is of its account meets other people than the organisation's. */
export function seenBy(role: Role, household: Household): Household {
  const { things, partnerId } = household;
  return isOfPartner(role) ? { ...household, things: { ...things, userId: partnerId } } : household;
}

/** What is foreign to this role: a foreign household, and what its own holds for the other kind of tenants. */
export function foreignTo(role: Role, { home, foreign }: WalkStage): readonly Household[] {
  const other: Role = isOfPartner(role) ? 'organisation-manager' : 'partner-user';
  return [seenBy(role, foreign), seenBy(other, home)];
}

/** The recipe as this role follows it. */
export function recipeFor(role: Role, recipe: Recipe): Recipe {
  return isOfPartner(role) ? { ...recipe, ...recipe.forPartners } : recipe;
}

/** A request as it is sent. */
export interface ReadyRequest extends RecipeRequest {
  readonly address: string;
}

let counter = 0;

/** The request of a recipe about these things. */
export function requestAbout(
  route: ServedRoute,
  recipe: Recipe,
  { things, settings }: Pick<Household, 'things' | 'settings'>,
  made: Made = {},
): ReadyRequest {
  counter += 1;
  const request = recipe.request?.({ things, settings, made, unique: `walk-${counter}` }) ?? {};
  const path = route.params.reduce(
    (soFar, name) =>
      soFar.replace(
        `{${name}}`,
        isThingName(name) ? things[name] : (recipe.params?.[name] ?? unknownParam(route, name)),
      ),
    route.path,
  );
  return { ...request, address: request.query === undefined ? path : `${path}?${request.query}` };
}

function unknownParam({ path }: ServedRoute, name: string): never {
  throw new Error(`${path} names a ${name}, which the walk does not know: add it to Things.`);
}

/** What a request to this route names: in its path, its query or its body. */
export function namedBy(route: ServedRoute, recipe: Recipe, household: Household): readonly ThingName[] {
  const named = new Set<ThingName>(route.params.filter(isThingName));
  const watched = new Proxy(household.things, {
    get(things, name) {
      if (typeof name !== 'string' || !isThingName(name)) return undefined;
      named.add(name);
      return things[name];
    },
  });
  recipe.request?.({ things: watched, settings: household.settings, made: {}, unique: 'walk-watched' });
  return [...named];
}

/** What the recipe makes for one request, and the household with it. */
export async function prepare(
  recipe: Recipe,
  setting: Setting,
): Promise<{ readonly household: Pick<Household, 'things' | 'settings'>; readonly made: Made }> {
  const made = (await recipe.before?.(setting)) ?? {};
  const fresh = Object.fromEntries(Object.entries(made).filter(([name]) => isThingName(name)));
  return { household: { things: { ...setting.things, ...fresh }, settings: setting.settings }, made };
}

/** The same things but for this one. */
export function withOther(household: Household, other: Household, name: ThingName): Household {
  const things: Things = { ...household.things, [name]: other.things[name] };
  return { ...household, things };
}

/** A browser with the session of somebody, which can be lost without harm to their own. */
export function copiedBrowser(stage: Stage, cookies: ReadonlyMap<string, string>): Browser {
  const browser = newVisitor(stage);
  for (const [name, value] of cookies) browser.cookies.set(name, value);
  return browser;
}
