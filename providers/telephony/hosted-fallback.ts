import type { Logger } from 'pino';
import { z } from 'zod';
import { unavailable } from '../../domain/errors.js';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
import type { PhoneNumber } from '../../domain/phone-number.js';

/**
 * The document for calls that show this number of ours. An account refuses to dial with a number that is not its own, so
 * each account's number has a document of its own.
 */
export function callDocument(callerId: PhoneNumber, organisationId: OrganisationId): string {
  return `calls/${callerId.slice(1)}/${organisationId}.xml`;
}

/** The document that answers a text. */
export function textDocument(organisationId: OrganisationId): string {
  return `texts/${organisationId}.xml`;
}

/** Lists the documents that lie beside it, with the SHA-256 of each. */
export const fallbackIndexFile = 'index.json';
export const fallbackIndexSchema = z.strictObject({ documents: z.record(z.string(), z.string()) });
export type FallbackIndex = z.infer<typeof fallbackIndexSchema>;

/** The fallback documents where they are hosted, apart from this system. */
export interface HostedFallback {
  /**
   * The organisation's document; the desk's as long as the organisation's is not known to be hosted, since an address that
   * leads nowhere is a dead line.
   */
  address(callerId: PhoneNumber, organisationId: OrganisationId): string;
  /** What was hosted when last asked; undefined while the host has never answered. */
  index(): FallbackIndex | undefined;
  close(): void;
}

export interface HostedFallbackOptions {
  /** The folder that holds the index. */
  readonly url: string;
  /** How often the index is asked for. */
  readonly intervalMilliseconds: number;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** A start does not wait longer for the host. */
const firstTimeoutMilliseconds = 1_000;
const timeoutMilliseconds = 5_000;

/** Resolves although the host does not answer. */
export async function createHostedFallback(options: HostedFallbackOptions): Promise<HostedFallback> {
  const { intervalMilliseconds, log } = options;
  const folder = options.url.endsWith('/') ? options.url : `${options.url}/`;
  const addressOf = (file: string): string => new URL(file, folder).href;
  let index: FallbackIndex | undefined;
  let isAway = false;

  async function read(timeout: number): Promise<FallbackIndex> {
    const response = await fetch(addressOf(fallbackIndexFile), { signal: AbortSignal.timeout(timeout) });
    if (!response.ok) throw unavailable('The host of the fallback documents');
    return fallbackIndexSchema.parse(await response.json());
  }

  async function refresh(timeout: number): Promise<void> {
    try {
      const found = await read(timeout);
      const documents = Object.keys(found.documents).length;
      if (isAway || documents !== Object.keys(index?.documents ?? {}).length)
        log.info({ documents }, 'the hosted fallback documents are known');
      index = found;
      isAway = false;
    } catch (error) {
      if (!isAway) {
        log.warn(
          { error: error instanceof Error ? error.name : 'unknown' },
          'the hosted fallback documents cannot be read: should the API be away too, callers reach nobody',
        );
      }
      isAway = true;
    }
  }

  await refresh(firstTimeoutMilliseconds);
  const timer = setInterval(() => void refresh(timeoutMilliseconds), intervalMilliseconds).unref();
  return {
    address(callerId, organisationId) {
      const own = callDocument(callerId, organisationId);
      const isHosted = index?.documents[own] !== undefined;
      return addressOf(isHosted ? own : callDocument(callerId, deskOrganisationId));
    },
    index: () => index,
    close: () => {
      clearInterval(timer);
    },
  };
}
