/**
 * What a careless case could take into its history: they stand in what databases and servers say when they fail, and in
 * the free text of a report. No history may hold one of them.
 */
export const canaries = {
  name: 'Canaria Gelbfeder',
  phone: '+4930123456789',
  email: 'canaria.gelbfeder@example.org',
  folder: '/srv/canary/data',
} as const;

/** What a server could quote of a document in its error. */
export const tellingError = `${canaries.folder}/store.db: E11000 dup key: { name: "${canaries.name}", phones: ["${canaries.phone}"], email: "${canaries.email}" }`;
