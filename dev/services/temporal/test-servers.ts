import { dirname, join } from 'node:path';
import { exists } from '../cache.js';
import { startChildService } from '../child-service.js';
import { freePort } from '../ports.js';
import { probeTcp } from '../tcp-probe.js';
import {
  borrowedServerName,
  lenderArguments,
  lenderJar,
  timeSkippingServerExecutable,
  type TestServerOptions,
} from './test-server.js';

/** For the SDK: how a time-skipping test server is started. */
export interface TestServerCommand {
  readonly path: string;
  /** After the port, which the SDK chooses. */
  readonly extraArgs: readonly string[];
}

/** Keeps what its test servers have in common; stopped after the last of them. */
export interface TestServers {
  /** Each start of it is another server, with a clock and workflows of its own. */
  readonly command: TestServerCommand;
  stop(): Promise<void>;
}

/**
 * Starts what many test servers can share: with Java a process in which they run, since loading and compiling takes most
 * of the time of a server that lives for one file of tests. The downloaded server needs no such thing. Throws when there
 * can be no test server, saying what to install.
 */
export async function startTestServers(
  options: TestServerOptions & { readonly logFile: string },
): Promise<TestServers> {
  const path = await timeSkippingServerExecutable(options);
  const folder = dirname(path);
  if (!(await exists(join(folder, lenderJar)))) {
    return { command: { path, extraArgs: [] }, stop: () => Promise.resolve() };
  }
  const port = await freePort();
  const lender = await startChildService({
    name: 'Temporal test servers',
    command: 'java',
    args: lenderArguments(port),
    workingFolder: folder,
    logFile: options.logFile,
    probe: () => probeTcp(port),
    report: options.report,
  });
  return {
    command: { path: join(folder, borrowedServerName), extraArgs: [String(port)] },
    stop: () => lender.stop(),
  };
}
