import { z } from 'zod';
import type { Organisation, SettingsVersion, Store } from '../../db/store.js';
import { notFound } from '../../domain/errors.js';
import { organisationIdSchema } from '../../domain/identifiers.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { shownSettings } from '../representations/organisation.js';
import { momentSchema, shownPrincipalSchema } from '../representations/shared.js';

export interface SettingsVersionRouteDependencies {
  readonly store: Pick<Store, 'organisations' | 'settingsVersions'>;
}

const tag = 'Settings';
const ofOrganisation = { organisationId: organisationIdSchema };
const revisionSchema = z.coerce.number().int().min(1).max(1_000_000_000);

const savedShape = {
  revision: z.number().int(),
  savedAt: momentSchema,
  savedBy: shownPrincipalSchema.exactOptional().meta({ description: 'Absent: it is not known.' }),
};
const pageSchema = z
  .strictObject({
    items: z.array(z.strictObject(savedShape)),
    nextBefore: z.number().int().exactOptional().meta({ description: 'Absent on the last page.' }),
  })
  .meta({ id: 'SettingsVersionPage' });
const versionSchema = z
  .strictObject({ ...savedShape, settings: organisationSettingsSchema })
  .meta({ id: 'SettingsVersion' });

/** Every version of the settings that was saved, by whom and when (E5). */
export function settingsVersionRoutes({ store }: SettingsVersionRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/organisations/{organisationId}/settings/versions',
      operationId: 'listSettingsVersions',
      tag,
      summary: 'List the saved versions of the settings',
      access: 'read settings',
      params: z.strictObject(ofOrganisation),
      query: z.strictObject({
        limit: z.coerce.number().int().min(1).max(200).default(50),
        before: revisionSchema.optional().meta({ description: '`nextBefore` of the page before.' }),
      }),
      responses: { 200: { description: 'The newest first.', schema: pageSchema } },
    })(async ({ caller, params: { organisationId }, query: { limit, before } }) => {
      const current = await store.organisations.find(caller.scope, organisationId);
      if (current === undefined) throw notFound('organisation');
      const older = await store.settingsVersions.list(caller.scope, organisationId, {
        limit: limit + 1,
        before: Math.min(before ?? current.revision, current.revision),
      });
      const all = before === undefined || before > current.revision ? [asVersion(current), ...older] : older;
      const items = all.slice(0, limit);
      const last = items.at(-1);
      const next = all.length > limit && last !== undefined ? { nextBefore: last.revision } : {};
      return { status: 200, body: { items: items.map(showSaved), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/organisations/{organisationId}/settings/versions/{revision}',
      operationId: 'getSettingsVersion',
      tag,
      summary: 'Read a saved version of the settings',
      access: 'read settings',
      params: z.strictObject({ ...ofOrganisation, revision: revisionSchema }),
      responses: { 200: { description: 'The version.', schema: versionSchema } },
    })(async ({ caller, params: { organisationId, revision } }) => {
      const current = await store.organisations.find(caller.scope, organisationId);
      const found =
        current?.revision === revision
          ? asVersion(current)
          : await store.settingsVersions.find(caller.scope, organisationId, revision);
      if (found === undefined) throw notFound('version');
      return {
        status: 200,
        body: { ...showSaved(found), settings: shownSettings(found.settings, caller, organisationId) },
      };
    }),
  ];
}

/** What is saved now is noted among the versions as soon as it is replaced. */
function asVersion({ id, revision, settings, savedBy, updatedAt }: Organisation): SettingsVersion {
  const version = { organisationId: id, revision, settings, savedAt: updatedAt };
  return savedBy === undefined ? version : { ...version, savedBy };
}

function showSaved({ revision, savedAt, savedBy }: SettingsVersion) {
  return {
    revision,
    savedAt: savedAt.toISOString(),
    ...(savedBy === undefined ? {} : { savedBy }),
  };
}
