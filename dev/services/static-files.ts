import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { isSystemError } from './process-identity.js';
import { loopback } from './service.js';
import type { Reporter, RunningService } from './service.js';

export interface StaticFilesOptions {
  /** Port 0 takes a free one. */
  readonly port: number;
  readonly folder: string;
  readonly report: Reporter;
}

/** A host of static files, as an operator rents one: it knows nothing of the product. */
export interface StaticFiles extends RunningService {
  readonly url: string;
}

const types: Readonly<Record<string, string>> = { '.xml': 'text/xml', '.json': 'application/json' };

/** Serves the files of a folder in this process, as they are when they are asked for; by GET and HEAD only. */
export async function startStaticFiles({ port, folder, report }: StaticFilesOptions): Promise<StaticFiles> {
  const server = createServer(serve(folder));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, resolve);
  });
  const address = `${loopback}:${(server.address() as AddressInfo).port}`;
  report(`fallback documents: in this process, at http://${address}`);
  return {
    name: 'fallback documents',
    provider: 'in this process',
    address,
    url: `http://${address}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function serve(folder: string): RequestListener {
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    // Normalised from the root on, no path leads out of the folder.
    readFile(join(folder, normalize(pathname))).then(
      (content) => {
        response.writeHead(200, { 'content-type': types[extname(pathname)] ?? 'application/octet-stream' });
        response.end(content);
      },
      (error: unknown) => {
        const isMissing = ['ENOENT', 'EISDIR', 'ENOTDIR'].some((code) => isSystemError(error, code));
        response.writeHead(isMissing ? 404 : 500).end();
      },
    );
  };
}
