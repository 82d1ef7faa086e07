import type { Logger } from 'pino';
import type { OrganisationRepository } from '../../db/store.js';
import type { HostedFallback } from '../../providers/telephony/hosted-fallback.js';
import type { Metrics } from '../metrics.js';
import { indexOf, type MakeFallbackDocuments } from './documents.js';
import { everyOrganisation } from './every-organisation.js';

export interface FallbackWatchDependencies {
  readonly organisations: Pick<OrganisationRepository, 'list'>;
  readonly hosted: Pick<HostedFallback, 'index'>;
  readonly documents: MakeFallbackDocuments;
  readonly metrics: Pick<Metrics, 'outdatedFallbackDocuments'>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** As many files as one line of the log names. */
const mostFiles = 20;

/**
 * One round compares what is hosted with what today's settings make, so that no caller is one day connected with a provider
 * of last year. What differs for a second round is told in the log, once. Throws DomainError `unavailable` when MongoDB
 * does not answer.
 */
export function createFallbackWatch(dependencies: FallbackWatchDependencies): () => Promise<void> {
  const { organisations, hosted, documents, metrics, log } = dependencies;
  let lastRound = new Set<string>();
  let told = '';
  return async () => {
    const { documents: wanted } = indexOf(documents(await everyOrganisation(organisations)));
    const found = hosted.index()?.documents ?? {};
    const outdated = Object.keys(wanted).filter((file) => found[file] !== wanted[file]);
    metrics.outdatedFallbackDocuments(outdated.length);
    const lasting = outdated.filter((file) => lastRound.has(file));
    lastRound = new Set(outdated);
    const files = lasting.join(' ');
    if (files === told) return;
    told = files;
    if (lasting.length === 0) log.info('the hosted fallback documents are up to date again');
    else
      log.warn(
        { count: lasting.length, files: lasting.slice(0, mostFiles) },
        'hosted fallback documents are missing or outdated: write and upload them',
      );
  };
}
