import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { freePort, requireFreePort } from './ports.js';

describe('ports', () => {
  it('are free, and different for all who ask', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
    expect(new Set(ports).size).toBe(50);
    for (const port of ports) await expect(requireFreePort(port, 'A service')).resolves.toBeUndefined();
  });

  it('in use are refused by the name of the service', async () => {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    await expect(requireFreePort(port, 'MongoDB')).rejects.toThrow(
      `MongoDB cannot start: port ${port} of 127.0.0.1 is in use`,
    );
    server.close();
  });
});
