/**
 * Numbers of the embedded stack. They are taken from the ranges that the German regulator keeps free for films and books
 * (Bundesnetzagentur, Rufnummern für Medienproduktionen), so nobody can be called by mistake.
 */
export const stackNumbers = {
  emergency: '+493023125000',
  fallbackLine: '+493023125009',
  desk: '+493023125001',
  duty: '+4917139200001',
} as const;
