import type { Logger } from 'pino';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { DirectoryCopy } from './directory-copy.js';
import type { SealedFolder } from './sealed-folder.js';

/** Brings changes of the copy in memory to the disk. */
export interface CopyWriter {
  /** Resolves when the files are written, or are about to be. Never throws: the copy in memory counts. */
  write(ids: Iterable<OrganisationId>): Promise<void>;
  /** Writes whatever waits. */
  close(): Promise<void>;
}

/**
 * The least time between two writes of one file: importing thousands of travellers one by one must not write their
 * organisation's file thousands of times.
 */
const leastMilliseconds = 1000;

export function createCopyWriter(
  copy: DirectoryCopy,
  folder: SealedFolder,
  log: Pick<Logger, 'error'>,
): CopyWriter {
  const waiting = new Set<OrganisationId>();
  const writtenAt = new Map<OrganisationId, number>();
  let writing = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function writeOne(id: OrganisationId): Promise<void> {
    waiting.delete(id);
    writtenAt.set(id, performance.now());
    const contents = copy.copyOf(id);
    try {
      await (contents ? folder.save(contents) : folder.remove(id));
    } catch (error) {
      log.error(
        { organisationId: id, error: error instanceof Error ? error.name : 'unknown' },
        'the local contact copy cannot be written',
      );
    }
  }

  async function writeDue(everything: boolean): Promise<void> {
    const now = performance.now();
    for (const id of [...waiting]) {
      const last = writtenAt.get(id);
      if (everything || last === undefined || now - last >= leastMilliseconds) await writeOne(id);
    }
    if (waiting.size > 0) {
      timer ??= setTimeout(() => {
        timer = undefined;
        void flush(false);
      }, leastMilliseconds).unref();
    }
  }

  /** One after the other, so that an older content never overtakes a newer one. */
  function flush(everything: boolean): Promise<void> {
    writing = writing.then(() => writeDue(everything));
    return writing;
  }

  return {
    write(ids) {
      for (const id of ids) waiting.add(id);
      return waiting.size > 0 ? flush(false) : Promise.resolve();
    },
    async close() {
      await flush(true);
      clearTimeout(timer);
    },
  };
}
