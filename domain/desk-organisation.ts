/**
 * The desk's own organisation: unknown callers belong to it until somebody knows better. Apart from the schemas of
 * identifiers, so that workflows need not load them.
 */
export const deskOrganisationId: `org_${string}` = 'org_thedesk';
