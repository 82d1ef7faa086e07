import { connect } from 'node:net';
import { loopback } from './service.js';

/** Resolves when somebody accepts connections on the port of 127.0.0.1; rejects when nobody does. */
export function probeTcp(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, loopback);
    socket.setTimeout(1000, () => {
      socket.destroy(new Error(`Port ${port} does not answer.`));
    });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
