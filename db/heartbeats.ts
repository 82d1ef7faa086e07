import { setTimeout as sleep } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import type { Logger } from 'pino';

const tickMilliseconds = 1_000;

/** More than the longest heartbeat that can still end by itself: a second of waiting, three of patience. */
const longestTicks = 6;

/**
 * Begins the driver's topology anew when a heartbeat neither succeeds nor fails. The driver may write one to a socket
 * that the system has just destroyed; Node answers `false` to such a write, and the driver waits for a `drain` that never
 * comes (`Connection.writeCommand` of mongodb 7.8 and 7.9, without a time-out in a monitor). Left alone it would not find
 * MongoDB again as long as the process lives.
 *
 * @returns what ends the watch.
 */
export function watchHeartbeats(
  client: mongo.MongoClient,
  log: Pick<Logger, 'info' | 'warn'>,
): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  /** How many ticks each server's heartbeat has lasted. Ticks, not time: a process that was stopped has seen none. */
  const lasting = new Map<string, number>();
  client.on('serverHeartbeatStarted', ({ connectionId }) => lasting.set(connectionId, 0));
  client.on('serverHeartbeatSucceeded', ({ connectionId }) => lasting.delete(connectionId));
  client.on('serverHeartbeatFailed', ({ connectionId }) => lasting.delete(connectionId));
  client.on('serverClosed', ({ address }) => lasting.delete(address));

  async function renew(): Promise<void> {
    log.warn('a heartbeat to MongoDB hangs; the connection begins anew');
    await client.close();
    lasting.clear();
    while (!stopping.signal.aborted) {
      try {
        await client.connect();
        return;
      } catch {
        await sleep(tickMilliseconds, undefined, { ref: false, signal: stopping.signal }).catch(
          () => undefined,
        );
      }
    }
  }

  async function keepWatching(): Promise<void> {
    for (;;) {
      await sleep(tickMilliseconds, undefined, { ref: false, signal: stopping.signal }).catch(
        () => undefined,
      );
      if (stopping.signal.aborted) return;
      for (const [server, ticks] of lasting) lasting.set(server, ticks + 1);
      if ([...lasting.values()].some((ticks) => ticks > longestTicks)) await renew();
    }
  }
  const watching = keepWatching();

  return {
    stop: () => {
      stopping.abort();
      return watching;
    },
  };
}
