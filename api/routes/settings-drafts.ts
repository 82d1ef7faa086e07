import { z } from 'zod';
import type { Organisation, SettingsDraft, Store } from '../../db/store.js';
import { ChangedMeanwhileError, invalidInput, notFound } from '../../domain/errors.js';
import { organisationIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { settingsChanges } from '../../domain/settings/changes.js';
import { identifyPeople, withoutStrays } from '../../domain/settings/people-in-drafts.js';
import { everybodyIn } from '../../domain/settings/people-in-settings.js';
import {
  asPlainObject,
  isPlainObject,
  plainJsonErrors,
  type PlainObject,
} from '../../domain/settings/plain-json.js';
import { HttpProblem } from '../middleware/http-problem.js';
import { defineRoute, type Caller, type Route } from '../openapi/route.js';
import {
  entityTag,
  maySeeDuressCode,
  organisationSchema,
  showOrganisation,
  shownSettings,
} from '../representations/organisation.js';
import { momentSchema, shownPrincipalSchema } from '../representations/shared.js';
import { completeSettings } from '../use-cases/organisation-settings.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import type { CheckSettings } from '../use-cases/settings-checks.js';
import type { SaveSettings } from '../use-cases/settings-saving.js';
import { revisionOf, withPrecondition } from './if-match.js';

export interface SettingsDraftRouteDependencies {
  readonly store: Pick<Store, 'organisations' | 'settingsDrafts'>;
  readonly check: CheckSettings;
  readonly save: SaveSettings;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Settings';
const params = z.strictObject({ organisationId: organisationIdSchema });
const etag = { ETag: 'The version of the draft, for If-Match.' };
const revisionSchema = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const entityTagSchema = z.string().regex(/^"\d{1,15}"$/, 'must be an ETag such as "3"');
const optionalIfMatch = z.object({ 'if-match': z.union([entityTagSchema, z.literal('*')]).optional() });
/** Whether it is plain JSON is checked by the handler: what is right is checked when somebody asks. */
const anySettings = z
  .record(z.string(), z.unknown())
  .meta({ description: 'May be wrong until it is saved.' });

const draftSchema = z
  .strictObject({
    organisationId: organisationIdSchema,
    version: z.number().int(),
    basedOn: revisionSchema.meta({
      description: 'The revision of the organisation that the draft began with.',
    }),
    settings: anySettings,
    savedAt: momentSchema,
    savedBy: shownPrincipalSchema,
  })
  .meta({ id: 'SettingsDraft' });

const errorsSchema = z
  .strictObject({ items: z.array(z.strictObject({ path: z.string(), message: z.string() })) })
  .meta({ id: 'SettingsDraftErrors' });

const changesSchema = z
  .strictObject({
    basedOn: revisionSchema,
    savedRevision: revisionSchema.meta({
      description: 'Another one than basedOn: somebody has saved since.',
    }),
    items: z.array(
      z.strictObject({
        path: z.string().meta({ description: 'A JSON pointer; people stand in it by their identifier.' }),
        was: z.unknown().optional().meta({ description: 'Absent: it is new.' }),
        is: z.unknown().optional().meta({ description: 'Absent: it is gone.' }),
      }),
    ),
  })
  .meta({ id: 'SettingsDraftChanges' });

/** Settings are edited as a draft, checked, compared, and saved (E5). */
export function settingsDraftRoutes(dependencies: SettingsDraftRouteDependencies): readonly Route[] {
  const { store, check, save, now } = dependencies;

  async function organisationOf(scope: Scope, id: OrganisationId): Promise<Organisation> {
    const found = await store.organisations.find(scope, id);
    if (found === undefined) throw notFound('organisation');
    return found;
  }

  async function draftOf(scope: Scope, id: OrganisationId): Promise<SettingsDraft> {
    const found = await store.settingsDrafts.find(scope, id);
    if (found === undefined) throw notFound('draft');
    return found;
  }

  const draftPath = '/v1/organisations/{organisationId}/settings/draft' as const;
  return [
    defineRoute({
      method: 'put',
      path: draftPath,
      operationId: 'putSettingsDraft',
      tag,
      summary: 'Keep a draft of an organisation’s settings',
      description:
        'It may be wrong, and counts for nothing until it is saved. A draft that is there is replaced only when If-Match ' +
        'names its version, or is *. People new in it are given their identifiers.',
      access: 'change settings',
      audit: { body: 'by-handler' },
      params,
      headers: optionalIfMatch,
      body: z.strictObject({ basedOn: revisionSchema, settings: anySettings }),
      problems: [412],
      responses: { 200: { description: 'Kept.', schema: draftSchema, headers: etag } },
    })(async ({ caller, params: { organisationId }, headers, body, audit }) => {
      const { basedOn, settings: wanted } = body;
      const errors = plainJsonErrors(wanted).map(({ path, message }) => ({
        path: `/settings${path}`,
        message,
      }));
      if (errors.length > 0 || !isPlainObject(wanted)) {
        throw invalidInput('The body of the request is not valid.', errors);
      }
      const { revision, settings } = await organisationOf(caller.scope, organisationId);
      if (basedOn > revision) {
        throw invalidInput('The body of the request is not valid.', [
          { path: '/basedOn', message: 'must be a revision that was saved' },
        ]);
      }
      const before = await store.settingsDrafts.find(caller.scope, organisationId);
      const ifMatch = headers['if-match'];
      const people = { saved: everybodyIn(settings).map(([, person]) => person), ...(before && { before }) };
      const identified = identifyPeople(wanted, people, () => newIdentifier('con'));
      const draft = { basedOn, ...identified, savedBy: caller.by, savedAt: new Date(now()) };
      const kept = await unlessChanged(() =>
        store.settingsDrafts.put(
          caller.scope,
          organisationId,
          draft,
          ifMatch === '*' ? before?.version : revisionOf(ifMatch),
        ),
      );
      audit.changed({
        ...(before && { before: withoutStrays(before.content) }),
        after: withoutStrays(kept.content),
      });
      return { status: 200, headers: { ETag: draftTag(kept) }, body: showDraft(kept, caller) };
    }),
    defineRoute({
      method: 'get',
      path: draftPath,
      operationId: 'getSettingsDraft',
      tag,
      summary: 'Read the draft',
      access: 'read settings',
      params,
      responses: { 200: { description: 'The draft.', schema: draftSchema, headers: etag } },
    })(async ({ caller, params: { organisationId } }) => {
      const draft = await draftOf(caller.scope, organisationId);
      return { status: 200, headers: { ETag: draftTag(draft) }, body: showDraft(draft, caller) };
    }),
    defineRoute({
      method: 'delete',
      path: draftPath,
      operationId: 'deleteSettingsDraft',
      tag,
      summary: 'Throw the draft away',
      description: 'With If-Match only the version that it names.',
      access: 'change settings',
      params,
      headers: optionalIfMatch,
      problems: [412],
      responses: { 204: { description: 'There is none any more.' } },
    })(async ({ caller, params: { organisationId }, headers }) => {
      await organisationOf(caller.scope, organisationId);
      const ifVersion = revisionOf(headers['if-match']);
      const isRemoved = await store.settingsDrafts.remove(caller.scope, organisationId, ifVersion);
      if (!isRemoved && ifVersion !== undefined) throw draftChanged();
      return { status: 204 };
    }),
    defineRoute({
      method: 'get',
      path: `${draftPath}/errors`,
      operationId: 'listSettingsDraftErrors',
      tag,
      summary: 'List everything that is wrong with the draft',
      access: 'read settings',
      params,
      responses: { 200: { description: 'All at once; empty: it can be saved.', schema: errorsSchema } },
    })(async ({ caller, params: { organisationId } }) => {
      const current = await organisationOf(caller.scope, organisationId);
      const { content } = await draftOf(caller.scope, organisationId);
      const checked = await check(caller.scope, content, current);
      const mayRead = maySeeDuressCode(caller, organisationId);
      const errors = checked.is === 'wrong' ? checked.errors : [];
      // Nobody else learns whether there is a duress code (I14).
      const items = errors.filter(({ path }) => mayRead || !path.startsWith('/duressCode'));
      return { status: 200, body: { items } };
    }),
    defineRoute({
      method: 'get',
      path: `${draftPath}/changes`,
      operationId: 'listSettingsDraftChanges',
      tag,
      summary: 'List what the draft changes',
      description: 'Against the settings that are saved now, field by field.',
      access: 'read settings',
      params,
      responses: { 200: { description: 'The changes.', schema: changesSchema } },
    })(async ({ caller, params: { organisationId } }) => {
      const current = await organisationOf(caller.scope, organisationId);
      const { content, basedOn } = await draftOf(caller.scope, organisationId);
      const checked = await check(caller.scope, content, current);
      // What is right is compared as it would be saved: defaults that a draft leaves out are no changes.
      const is = checked.is === 'right' ? asPlainObject(checked.input) : content;
      const mayRead = (settings: PlainObject) => ({ ...shownSettings(settings, caller, organisationId) });
      const changes = settingsChanges(mayRead(asPlainObject(current.settings)), mayRead(is));
      const items = changes.map((change) => ({ ...change }));
      return { status: 200, body: { basedOn, savedRevision: current.revision, items } };
    }),
    defineRoute({
      method: 'post',
      path: '/v1/organisations/{organisationId}/settings/save',
      operationId: 'saveSettingsDraft',
      tag,
      summary: 'Save the draft',
      description:
        'If-Match names the revision of the organisation that the draft was compared with, and draftVersion the draft: ' +
        'when somebody has saved or changed the draft since, nothing is saved, and the draft stays. Saved settings apply to the next steps of running incidents.',
      access: 'change settings',
      audit: { body: 'by-handler' },
      params,
      headers: z.object({ 'if-match': entityTagSchema }),
      body: z.strictObject({
        draftVersion: z
          .number()
          .int()
          .meta({ description: 'The version of the draft that was compared: another one is not saved.' }),
      }),
      problems: [409, 412],
      responses: {
        200: {
          description: 'Saved.',
          schema: organisationSchema,
          headers: { ETag: 'The revision of the organisation, for If-Match.' },
        },
      },
    })(async ({ caller, params: { organisationId }, headers, body, audit }) => {
      const current = await organisationOf(caller.scope, organisationId);
      const draft = await draftOf(caller.scope, organisationId);
      if (body.draftVersion !== draft.version) throw draftChanged();
      const checked = await check(caller.scope, draft.content, current);
      if (checked.is === 'wrong') throw invalidInput('The draft is not valid.', checked.errors);
      const settings = completeSettings(checked.input, current.settings, draft.given);
      const ifRevision = revisionOf(headers['if-match']);
      const saved = await withPrecondition(ifRevision, () => save(caller, current, settings, ifRevision));
      audit.changed({ before: current.settings, after: saved.settings });
      await store.settingsDrafts.remove(caller.scope, organisationId, draft.version);
      return { status: 200, headers: { ETag: entityTag(saved) }, body: showOrganisation(saved, caller) };
    }),
  ];
}

function showDraft(
  { organisationId, version, basedOn, content, savedAt, savedBy }: SettingsDraft,
  caller: Pick<Caller, 'may'>,
) {
  const settings = { ...shownSettings<PlainObject>(content, caller, organisationId) };
  return { organisationId, version, basedOn, settings, savedAt: savedAt.toISOString(), savedBy };
}

function draftTag({ version }: SettingsDraft): string {
  return `"${version}"`;
}

function draftChanged(): HttpProblem {
  return new HttpProblem(412, 'The draft was changed in the meantime; please read it again.');
}

async function unlessChanged<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof ChangedMeanwhileError) throw draftChanged();
    throw error;
  }
}
