import type { Logger } from 'pino';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { DirectoryCopy } from './directory-copy.js';
import type { SealedFolder } from './sealed-folder.js';
import type { TokenCopy } from './token-copy.js';

/** What is written on its own: what is known of an organisation, or all tokens. */
export type CopiedPart = OrganisationId | 'tokens';

/** Brings changes of the copy in memory to the disk. */
export interface CopyWriter {
  /** Resolves when the files are written, or are about to be. Never throws: the copy in memory counts. */
  write(parts: Iterable<CopiedPart>): Promise<void>;
  /** Writes whatever waits. */
  close(): Promise<void>;
}

/**
 * The least time between two writes of one file: importing thousands of travellers one by one must not write their
 * organisation's file thousands of times.
 */
const leastMilliseconds = 1000;

export function createCopyWriter(
  { copy, tokens }: { readonly copy: DirectoryCopy; readonly tokens: TokenCopy },
  folder: SealedFolder,
  log: Pick<Logger, 'error'>,
): CopyWriter {
  const waiting = new Set<CopiedPart>();
  const writtenAt = new Map<CopiedPart, number>();
  let writing = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  function save(part: CopiedPart): Promise<void> {
    if (part === 'tokens') return folder.saveTokens(tokens.all());
    const contents = copy.copyOf(part);
    return contents ? folder.save(contents) : folder.remove(part);
  }

  async function writeOne(part: CopiedPart): Promise<void> {
    waiting.delete(part);
    writtenAt.set(part, performance.now());
    try {
      await save(part);
    } catch (error) {
      log.error(
        { part, error: error instanceof Error ? error.name : 'unknown' },
        'the local contact copy cannot be written',
      );
    }
  }

  async function writeDue(everything: boolean): Promise<void> {
    const now = performance.now();
    for (const part of [...waiting]) {
      const last = writtenAt.get(part);
      if (everything || last === undefined || now - last >= leastMilliseconds) await writeOne(part);
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
    write(parts) {
      for (const part of parts) waiting.add(part);
      return waiting.size > 0 ? flush(false) : Promise.resolve();
    },
    async close() {
      await flush(true);
      clearTimeout(timer);
    },
  };
}
