import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { isSystemError } from './process-identity.js';
import { loopback } from './service.js';

/**
 * A TCP port of 127.0.0.1 that nobody listens on and that the system gives to nobody else for the next minute.
 *
 * A port that was merely free could be handed out again before the service binds it. So one connection is made and closed
 * from the listening side first: that leaves the port in TIME_WAIT, in which Linux does not hand it out, while
 * a service that names it (and sets SO_REUSEADDR, as Go, Node.js, Netty and mongod do) may bind it.
 */
export async function freePort(): Promise<number> {
  const server = await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no TCP port.');
  await new Promise<void>((resolve, reject) => {
    server.once('connection', (accepted) => {
      accepted.end();
    });
    const client = connect(address.port, loopback);
    client.once('error', reject);
    client.once('end', resolve);
    client.resume();
  });
  await close(server);
  return address.port;
}

/** Throws, naming the service, when somebody already listens on the port: its answers would pass for the service's. */
export async function requireFreePort(port: number, serviceName: string): Promise<void> {
  try {
    await close(await listen(port));
  } catch (error) {
    if (!isSystemError(error, 'EADDRINUSE')) throw error;
    throw new Error(`${serviceName} cannot start: port ${port} of ${loopback} is in use.`, { cause: error });
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, loopback, () => {
      resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
