import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

export interface ServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** How long requests under way may take after `stop`. Milliseconds. */
  readonly drainMilliseconds?: number;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Takes no new connections, lets requests under way finish, then cuts what is left. */
  stop(): Promise<void>;
}

const usualDrainMilliseconds = 10_000;

/** Serves the app. Slow clients are cut off, so that they cannot hold connections open for ever. */
export async function startServer(app: Express, options: ServerOptions): Promise<RunningServer> {
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000, maxHeaderSize: 16_384 },
    app,
  );
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host}:${port}`,
    port,
    stop: () => close(server, options.drainMilliseconds ?? usualDrainMilliseconds),
  };
}

function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function close(server: Server, drainMilliseconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, drainMilliseconds);
  await closed;
  clearTimeout(cut);
}
