import type { Recipes } from './recipe.js';
import { accountRecipes } from './recipes/accounts.js';
import { incidentRecipes } from './recipes/incidents.js';
import { organisationRecipes } from './recipes/organisations.js';
import { partnerRecipes } from './recipes/partners.js';
import { supportRecipes } from './recipes/support.js';
import { webhookRecipes } from './recipes/webhooks.js';

/** Every route of the API, and the least valid request to it. */
export const recipes: Recipes = {
  ...accountRecipes,
  ...partnerRecipes,
  ...organisationRecipes,
  ...incidentRecipes,
  ...supportRecipes,
  ...webhookRecipes,
};
