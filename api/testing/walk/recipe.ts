import type { Ability } from '../../../domain/access/ability-table.js';
import type { Role } from '../../../domain/access/role.js';
import type { Browser } from '../browser.js';
import type { Stage } from '../stage.js';
import type { Person } from './actors.js';
import type { Household, ThingName, Things } from './things.js';

/** How to ask a route: what the walks know of it beside what the document says. */
export interface Recipe {
  /** The line of the table that allows it. */
  readonly ability: Ability | 'anybody';
  /** Parameters of the path that name no thing. */
  readonly params?: Readonly<Record<string, string>>;
  /** The least that makes a valid request; absent: the address says everything. */
  readonly request?: (asked: Asked) => RecipeRequest;
  /** How partners ask, where it is not the same: they name their account where others name their organisation. */
  readonly forPartners?: Pick<Recipe, 'request'>;
  /** Makes what the request uses up, before each one that is to succeed. */
  readonly before?: (setting: Setting) => Promise<Made>;
  /** How it answers what is foreign or missing, where not with 404: each with the reason. */
  readonly alien?: Readonly<Partial<Record<ThingName, 400 | 'empty page'>>>;
  /** A list: what it shows, of everything that whoever asks may see, where no filter is given. */
  readonly lists?: ThingName;
  /** Roles that may by the table, and are refused by a rule of their own. */
  readonly refused?: Readonly<Partial<Record<Role, number>>>;
  /** The session of whoever asks is over afterwards, or another one. */
  readonly endsSession?: boolean;
  /** Fields of the query that nobody foresees are ignored: why. */
  readonly ignoresUnknownQuery?: string;
  /** Where anything may stand in the body: why. */
  readonly freeForm?: Readonly<Record<string, string>>;
}

/** By method and path. */
export type Recipes = Readonly<Record<string, Recipe>>;

/** What was made for one request: identifiers under the names of things, and whatever else the request needs. */
export type Made = Readonly<Record<string, string>>;

export interface RecipeRequest {
  /** JSON; a text is sent as it is. */
  readonly body?: object | string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asked {
  /** Whatever is read of them counts as named by the request. */
  readonly things: Things;
  readonly settings: Household['settings'];
  readonly made: Made;
  /** Another one each time. */
  readonly unique: string;
}

export interface Setting {
  readonly stage: Stage;
  /** Whose things they are. */
  readonly things: Things;
  readonly settings: Household['settings'];
  /** Whoever will ask, where they have a session. */
  readonly person?: Person;
  /** For routes for anybody: the browser that will ask. */
  readonly visitor: Browser;
  /** Somebody with a password and a second factor. */
  readonly somebody: Person;
}
