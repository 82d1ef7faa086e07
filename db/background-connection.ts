import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { Mongoose } from 'mongoose';
import type { Logger } from 'pino';
import { watchHeartbeats } from './heartbeats.js';

export interface BackgroundConnection {
  readonly connection: Connection;
  /** True from the first time MongoDB has answered; the driver finds it again by itself after that. */
  readonly isOpen: () => boolean;
  /** Resolves when MongoDB has answered for the first time; never rejects. */
  readonly opened: Promise<void>;
  readonly close: () => Promise<void>;
}

const retryMilliseconds = 250;

/**
 * The driver notices within a few seconds that a server hangs: a heartbeat every second, each with three seconds of
 * patience, since a busy server is not a dead one. That also closes the connections on which operations hang, so the pool
 * never stays full of them.
 */
const driverOptions = {
  bufferCommands: false,
  autoIndex: false,
  autoCreate: false,
  serverSelectionTimeoutMS: 1000,
  connectTimeoutMS: 3000,
  heartbeatFrequencyMS: 1000,
  socketTimeoutMS: 20_000,
  maxPoolSize: 50,
  minPoolSize: 2,
  /** What is acknowledged survives the loss of the primary. */
  writeConcern: { w: 'majority' },
  ignoreUndefined: true,
} as const;

export interface BackgroundConnectionOptions {
  readonly uri: string;
  readonly database?: string;
  /** How long an operation may wait for a free connection. Nobody waits for it any longer then. */
  readonly waitQueueTimeoutMS: number;
}

/**
 * Opens a connection of its own mongoose instance and keeps trying until MongoDB answers. Neither fails nor waits.
 * Filters are sanitised: an operator in a filter counts only where the code marks it as trusted.
 */
export function openInBackground(
  { uri, database, waitQueueTimeoutMS }: BackgroundConnectionOptions,
  log: Pick<Logger, 'info' | 'warn'>,
): BackgroundConnection {
  const odm = new Mongoose({ strictQuery: 'throw', sanitizeFilter: true, bufferCommands: false });
  const connection = odm.createConnection();
  const closing = new AbortController();
  let isOpen = false;
  let heartbeats: { readonly stop: () => Promise<void> } | undefined;
  // The driver throws a failed heartbeat at whoever listens; without a listener it would end the process.
  connection.on('error', (error: Error) => {
    log.warn({ error: error.name }, 'the connection to MongoDB reports an error');
  });
  connection.on('connected', () => {
    isOpen = true;
    log.info('MongoDB answers');
  });
  connection.on('disconnected', () => {
    if (isOpen && !closing.signal.aborted) log.warn('MongoDB does not answer any more');
  });

  async function keepTrying(): Promise<void> {
    const options = {
      ...driverOptions,
      waitQueueTimeoutMS,
      ...(database !== undefined && { dbName: database }),
    };
    for (let attempt = 1; !closing.signal.aborted; attempt += 1) {
      try {
        await connection.openUri(uri, options);
        heartbeats = watchHeartbeats(connection.getClient(), log);
        return;
      } catch (error) {
        if (attempt === 1) {
          const reason = error instanceof Error ? error.name : 'unknown';
          log.warn({ error: reason }, 'MongoDB does not answer yet; it is tried again until it does');
        }
        // Whoever closes does not wait for this timer, which keeps no process alive: theirs would end in the middle of it.
        await sleep(retryMilliseconds, undefined, { ref: false, signal: closing.signal }).catch(
          () => undefined,
        );
      }
    }
  }
  const opening = keepTrying();

  return {
    connection,
    isOpen: () => isOpen,
    opened: opening,
    close: async () => {
      closing.abort();
      await opening;
      await heartbeats?.stop();
      await connection.close();
    },
  };
}
