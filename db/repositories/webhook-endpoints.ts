import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { ChangedMeanwhileError, conflict } from '../../domain/errors.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { mayTouch, type Scope } from '../../domain/scope.js';
import type { Within } from '../deadline.js';
import type { WebhookEndpointDocument } from '../models/webhook-endpoint.js';
import { assertMayTouch } from '../scope-filter.js';
import type { Sealer } from '../sealer.js';
import type {
  WebhookEndpoint,
  WebhookEndpointInput,
  WebhookEndpointKey,
  WebhookEndpointRepository,
} from '../webhook-store.js';

/** More would only multiply every event. */
const mostPerOrganisation = 20;

const withoutSecrets = { secret: 0, previousSecret: 0 } as const;

function toEndpoint(document: WebhookEndpointDocument): WebhookEndpoint {
  const { _id: id, secret: _secret, previousSecret: _previous, ...endpoint } = document;
  return { id, ...endpoint };
}

/** The filter for one endpoint: its ID is always looked up together with its organisation. */
function keyed({ organisationId, endpointId }: WebhookEndpointKey) {
  return { _id: endpointId, organisationId };
}

/** Endpoints of outgoing webhooks. Secrets are sealed before they are stored and leave by `signingSecrets` only. */
export function createWebhookEndpointRepository(
  endpoints: Model<WebhookEndpointDocument>,
  sealer: Sealer,
  within: Within,
): WebhookEndpointRepository {
  async function read(
    scope: Scope,
    of: WebhookEndpointKey,
    maxTimeMS: number,
  ): Promise<WebhookEndpointDocument | undefined> {
    if (!mayTouch(scope, of.organisationId)) return undefined;
    const found = await endpoints.findOne(keyed(of), null, { maxTimeMS }).lean<WebhookEndpointDocument>();
    return found ?? undefined;
  }

  function unsealed(sealed: string | undefined): readonly string[] {
    try {
      return sealed === undefined ? [] : [sealer.unseal(sealed)];
    } catch {
      // The key of the environment was changed since: the secret has to be rotated.
      return [];
    }
  }

  return {
    create: (scope, { id, organisationId, input, secret, at }) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        if ((await endpoints.countDocuments({ organisationId })) >= mostPerOrganisation) {
          throw conflict(`An organisation has at most ${mostPerOrganisation} webhooks.`);
        }
        const { enabled, ...said } = input;
        const document: WebhookEndpointDocument = {
          _id: id,
          organisationId,
          revision: 1,
          ...said,
          ...(enabled
            ? { state: 'enabled' }
            : { state: 'disabled', disabledBecause: 'by-hand', disabledAt: at }),
          enabledSince: at,
          secret: sealer.seal(secret),
          createdAt: at,
          updatedAt: at,
        };
        await endpoints.insertOne(document);
        return toEndpoint(document);
      }),

    find: (scope, of) =>
      within('other', async (maxTimeMS) => {
        const found = await read(scope, of, maxTimeMS);
        return found && toEndpoint(found);
      }),

    list: (scope, organisationId) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return [];
        const found = await endpoints
          .find({ organisationId }, withoutSecrets, { maxTimeMS })
          .sort({ createdAt: 1, _id: 1 })
          .lean<WebhookEndpointDocument[]>();
        return found.map(toEndpoint);
      }),

    save: (scope, of, input, at, ifRevision) =>
      within('other', async (maxTimeMS) => {
        const current = await read(scope, of, maxTimeMS);
        if (current === undefined) return undefined;
        const revision = ifRevision ?? current.revision;
        const saved =
          revision === current.revision
            ? await endpoints
                .findOneAndUpdate({ ...keyed(of), revision }, saving(input, current, at), {
                  returnDocument: 'after',
                  projection: withoutSecrets,
                  maxTimeMS,
                })
                .lean<WebhookEndpointDocument>()
            : undefined;
        if (!saved) throw new ChangedMeanwhileError('webhook');
        return toEndpoint(saved);
      }),

    remove: (scope, of) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, of.organisationId)) return false;
        const { deletedCount } = await endpoints.deleteOne(keyed(of), { maxTimeMS });
        return deletedCount > 0;
      }),

    changeSecret: (scope, of, secret, at, previousUntil) =>
      within('other', async (maxTimeMS) => {
        const current = await read(scope, of, maxTimeMS);
        if (current === undefined) return undefined;
        const changed = await endpoints
          .findOneAndUpdate(
            { ...keyed(of), secret: current.secret },
            {
              $set: {
                secret: sealer.seal(secret),
                previousSecret: current.secret,
                previousSecretUntil: previousUntil,
                updatedAt: at,
              },
              $inc: { revision: 1 },
            },
            { returnDocument: 'after', projection: withoutSecrets, maxTimeMS },
          )
          .lean<WebhookEndpointDocument>();
        if (!changed) throw conflict('The secret was changed by somebody else at the same moment.');
        return toEndpoint(changed);
      }),

    signingSecrets: (scope, of, at) =>
      within('other', async (maxTimeMS) => {
        const found = await read(scope, of, maxTimeMS);
        if (found === undefined) return [];
        const { secret, previousSecret, previousSecretUntil } = found;
        const overlaps = previousSecretUntil !== undefined && at < previousSecretUntil;
        return [...unsealed(secret), ...(overlaps ? unsealed(previousSecret) : [])];
      }),

    overview: () =>
      within('other', async (maxTimeMS) => {
        const all = await endpoints
          .find({}, { organisationId: 1, state: 1, failingSince: 1 }, { maxTimeMS })
          .lean<Pick<WebhookEndpointDocument, 'organisationId' | 'state' | 'failingSince'>[]>();
        const enabled = all.filter(({ state }) => state === 'enabled');
        return {
          organisationIds: [...new Set<OrganisationId>(enabled.map(({ organisationId }) => organisationId))],
          failing: enabled.filter(({ failingSince }) => failingSince !== undefined).length,
          disabled: all.length - enabled.length,
        };
      }),

    noteSuccess: (of) =>
      within('other', async () => {
        await endpoints.updateOne(
          { ...keyed(of), failingSince: trusted({ $exists: true }) },
          { $unset: { failingSince: 1 } },
        );
      }),

    noteFailure: (of, at) =>
      within('other', async () => {
        await endpoints.updateOne(
          { ...keyed(of), failingSince: trusted({ $exists: false }) },
          { $set: { failingSince: at } },
        );
        const found = await endpoints
          .findOne(keyed(of), { failingSince: 1 })
          .lean<Pick<WebhookEndpointDocument, 'failingSince'>>();
        return found?.failingSince ?? at;
      }),

    disable: (of, because, at, failingSince) =>
      within('other', async () => {
        const { modifiedCount } = await endpoints.updateOne(
          { ...keyed(of), state: 'enabled', ...(failingSince === undefined ? {} : { failingSince }) },
          { $set: { state: 'disabled', disabledBecause: because, disabledAt: at } },
        );
        return modifiedCount > 0;
      }),
  };
}

/** What a save changes; fields that are not said any more go. */
function saving(input: WebhookEndpointInput, current: WebhookEndpointDocument, at: Date) {
  const { url, description, eventTypes, enabled } = input;
  const turnsOn = enabled && current.state === 'disabled';
  const turnsOff = !enabled && current.state === 'enabled';
  return {
    $set: {
      url,
      updatedAt: at,
      ...(description === undefined ? {} : { description }),
      ...(eventTypes === undefined ? {} : { eventTypes }),
      ...(turnsOn ? { state: 'enabled' as const, enabledSince: at } : {}),
      ...(turnsOff
        ? { state: 'disabled' as const, disabledBecause: 'by-hand' as const, disabledAt: at }
        : {}),
    },
    $unset: {
      ...(description === undefined ? { description: 1 as const } : {}),
      ...(eventTypes === undefined ? { eventTypes: 1 as const } : {}),
      ...(turnsOn ? { disabledBecause: 1 as const, disabledAt: 1 as const } : {}),
      // Failures at another address, or before the pause, say nothing about this one.
      ...(turnsOn || url !== current.url ? { failingSince: 1 as const } : {}),
    },
    $inc: { revision: 1 },
  };
}
