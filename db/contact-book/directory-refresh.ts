import type { Logger } from 'pino';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { Traveller } from '../../domain/organisation/traveller.js';
import { deskScope } from '../../domain/scope.js';
import type { Organisation, Store, StoredToken } from '../store.js';
import type { CopiedPart, CopyWriter } from './copy-writer.js';
import type { DirectoryCopy } from './directory-copy.js';
import type { TokenCopy } from './token-copy.js';

/** Brings the copy up to date with MongoDB. */
export interface DirectoryRefresh {
  /** Everything saved before the call is in the copy when it resolves, unless MongoDB does not answer. Never throws. */
  readonly refresh: () => Promise<void>;
  /** From which moment on changes have to be asked for. */
  readonly changedSince: () => Date;
}

export interface DirectoryRefreshParts {
  readonly store: Pick<Store, 'organisations' | 'travellers' | 'tokens'>;
  readonly copy: DirectoryCopy;
  readonly tokens: TokenCopy;
  readonly writer: CopyWriter;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** Changes carry the clock of the process that saved them, which may be behind this one's. */
const clockToleranceMilliseconds = 120_000;
/** How often everything is read, which is how the copy learns that somebody was erased. */
const fullReadMilliseconds = 3_600_000;

export function createDirectoryRefresh(parts: DirectoryRefreshParts): DirectoryRefresh {
  const { store, copy, tokens, writer, clock, log } = parts;
  let readThrough: number | undefined;
  let fullyReadAt = 0;
  let running: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  function changedSince(): Date {
    return new Date(readThrough === undefined ? 0 : readThrough - clockToleranceMilliseconds);
  }

  function known(): {
    readonly organisationIds: readonly OrganisationId[];
    readonly travellers: readonly Traveller[];
    readonly tokens: readonly StoredToken[];
  } {
    const organisationIds = copy.organisationIds();
    return {
      organisationIds,
      travellers: organisationIds.flatMap((id) => copy.copyOf(id)?.travellers ?? []),
      tokens: tokens.all(),
    };
  }

  /** Forgets what was known before everything was read and is not in MongoDB any more. */
  function forgetErased(
    before: ReturnType<typeof known>,
    now: {
      readonly organisations: readonly Organisation[];
      readonly travellers: readonly Traveller[];
      readonly tokens: readonly StoredToken[];
    },
  ): Set<CopiedPart> {
    const { organisations, travellers } = now;
    const changed = new Set<CopiedPart>();
    if (organisations.length === 0) {
      if (before.organisationIds.length > 0) {
        log.error('the database is empty, the local contact copy is not: the copy is kept');
      }
      return changed;
    }
    const standing = new Set<string>([...organisations, ...travellers].map(({ id }) => id));
    for (const { id, organisationId } of before.travellers) {
      if (!standing.has(id) && copy.forgetTraveller(organisationId, id)) changed.add(organisationId);
    }
    for (const id of before.organisationIds) {
      if (standing.has(id)) continue;
      copy.forgetOrganisation(id);
      changed.add(id);
    }
    const valid = new Set(now.tokens.map(({ hash }) => hash));
    for (const { hash } of before.tokens) {
      if (!valid.has(hash) && tokens.forget(hash)) changed.add('tokens');
    }
    return changed;
  }

  async function read(): Promise<void> {
    const begun = clock();
    const everything = readThrough === undefined || begun - fullyReadAt >= fullReadMilliseconds;
    const moment = everything ? new Date(0) : changedSince();
    const before = everything ? known() : undefined;
    const [organisations, travellers, made] = await Promise.all([
      store.organisations.changedSince(deskScope, moment),
      store.travellers.changedSince(deskScope, moment),
      store.tokens.createdSince(moment),
    ]);
    const now = { organisations, travellers, tokens: made };
    const changed = before ? forgetErased(before, now) : new Set<CopiedPart>();
    for (const token of made) if (tokens.keep(token)) changed.add('tokens');
    for (const organisation of organisations) {
      if (copy.keepOrganisation(organisation)) changed.add(organisation.id);
    }
    for (const traveller of travellers) {
      if (copy.keepTraveller(traveller)) changed.add(traveller.organisationId);
    }
    readThrough = begun;
    if (everything) fullyReadAt = begun;
    // After everything was read, files that another database had left behind may differ too; equal ones are not written.
    await writer.write(everything ? [...copy.organisationIds(), 'tokens', ...changed] : changed);
  }

  function start(): Promise<void> {
    running = read()
      .catch((error: unknown) => {
        log.warn(
          { error: error instanceof Error ? error.name : 'unknown' },
          'the local contact copy could not be refreshed',
        );
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  return {
    changedSince,
    refresh() {
      if (!running) return start();
      // What runs may have read already what the caller saved a moment ago; one more run serves all who ask meanwhile.
      following ??= running.then(() => {
        following = undefined;
        return start();
      });
      return following;
    },
  };
}
