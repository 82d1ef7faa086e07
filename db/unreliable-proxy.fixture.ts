import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { freePort } from '../dev/services/ports.js';

/** For tests: stands before MongoDB and makes it look as if it hung or were gone. */
export interface UnreliableProxy {
  readonly uri: string;
  /** It hangs: takes connections and bytes, and nothing comes back. */
  freeze(): void;
  thaw(): void;
  /** It is gone: drops all connections and takes none. */
  cut(): void;
  restore(): void;
  close(): Promise<void>;
}

/** @param target the port of the MongoDB behind. */
export async function unreliableProxy(target: number): Promise<UnreliableProxy> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  let isCut = false;
  const server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('data', (bytes) => other.write(bytes));
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      if (isFrozen) socket.pause();
    }
  });
  const port = await freePort();
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    uri: `mongodb://127.0.0.1:${port}/?directConnection=true`,
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    restore() {
      isCut = false;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}
