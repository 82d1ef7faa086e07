import { goodPassword } from '../../people.js';
import type { Recipe } from '../recipe.js';
import type { ThingName } from '../things.js';

/** The state in which a thing is does not matter. */
export const whatever = { 'if-match': '*' };

/** A list tells of nothing by not showing it. */
export const filtered = (ability: Recipe['ability'], lists: ThingName): Recipe => ({
  ability,
  lists,
  request: ({ things }) => ({ query: `organisationId=${things.organisationId}` }),
  alien: { organisationId: 'empty page' },
});

export const ownPassword = { by: 'password', password: goodPassword };
