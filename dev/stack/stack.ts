import { access, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readExternalServices } from '../../config/env.js';
import { fallbackIndexFile } from '../../providers/telephony/hosted-fallback.js';
import { startPhoneSimulator } from '../phone-simulator/server.js';
import { defaultCacheFolder } from '../services/cache.js';
import type { ChildService } from '../services/child-service.js';
import { startMailSink } from '../services/mail/mail-sink.js';
import { startMongo, type RunningMongo } from '../services/mongodb/mongodb.js';
import type { Reporter } from '../services/service.js';
import { startStaticFiles } from '../services/static-files.js';
import { startTemporal } from '../services/temporal/temporal.js';
import { compiledProduct } from './compiled-product.js';
import { keepKeys, makeKeys } from './keys.js';
import { stackNumbers } from './phone-numbers.js';
import { resolvePorts, type StackPorts } from './ports.js';
import { startProductProcess, type ProductProcess } from './processes.js';
import { fallbackIntervalSeconds, phoneOptions, productVariables } from './product-settings.js';
import { isHealthy, isReady } from './readiness.js';
import { workflowBundleFile } from './workflow-bundle.js';

export interface StackOptions {
  readonly ports: StackPorts;
  /** Logs, and the data if they are kept. */
  readonly folder: string;
  /** Keep the data for the next start, or forget them. */
  readonly keepsData: boolean;
  /** Natural speech takes time; tests do not wait for it. */
  readonly speechMillisecondsPerCharacter: number;
  readonly report: Reporter;
  /** Settings of the product besides, by environment variable. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The whole product on embedded services. */
export interface Stack {
  readonly apiUrl: string;
  readonly deskToken: string;
  readonly phonesUrl: string;
  readonly mailUrl: string;
  /** The port on which the product receives mails. */
  readonly inboundMailPort: number;
  /** Where the fallback documents are hosted, apart from the API. */
  readonly fallbackUrl: string;
  readonly temporalAddress: string;
  readonly temporalUiUrl?: string;
  readonly mongoUri: string;
  readonly emergencyNumber: string;
  readonly deskNumber: string;
  readonly dutyNumber: string;
  /** What its processes are told by their environment: whoever is told the same belongs to this installation. */
  readonly variables: Readonly<Record<string, string>>;
  /** The worker's process: it can be killed and started again, as in production. */
  readonly worker: RestartableProcess;
  readonly api: RestartableProcess;
  /** MongoDB can be stopped and started again on the same data. */
  readonly mongo: { stop(): Promise<void>; start(): Promise<void> };
  stop(): Promise<void>;
}

export interface RestartableProcess {
  readonly pid: () => number;
  /** SIGKILL, without any farewell. Resolves when the process is gone. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Starts every service, then the API and the worker; ready when the product says so. Stops all of it if one fails. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { folder, report, keepsData } = options;
  await mkdir(folder, { recursive: true });
  const ports = await resolvePorts(options.ports);
  const keys = keepsData ? await keepKeys(join(folder, 'keys.json')) : makeKeys();
  const external = readExternalServices();
  const cacheFolder = defaultCacheFolder();
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
    if (!keepsData) await rm(folder, { recursive: true, force: true });
  };
  const fallbackFolder = join(folder, 'fallback-documents');
  const startDatabase = (): Promise<RunningMongo> =>
    startMongo({
      port: ports.mongo,
      dataFolder: join(folder, keepsData ? 'mongodb' : `mongodb-${ports.mongo}`),
      logFile: join(folder, 'logs', 'mongodb.log'),
      cacheFolder,
      report,
      ...(external.mongoUri === undefined ? {} : { externalUri: external.mongoUri }),
    });
  try {
    const [temporal, firstMongo, phones, mail, fallback, bundle, product] = await allOrStop(stops, [
      startTemporal({
        port: ports.temporal,
        namespace: 'beistand',
        logFile: join(folder, 'logs', 'temporal.log'),
        cacheFolder,
        report,
        ...(ports.temporalUi === undefined ? {} : { uiPort: ports.temporalUi }),
        ...(keepsData ? { databaseFile: join(folder, 'temporal.db') } : {}),
        ...(external.temporalAddress === undefined ? {} : { externalAddress: external.temporalAddress }),
      }),
      startDatabase(),
      startPhoneSimulator({
        ...phoneOptions(ports, keys),
        speechMillisecondsPerCharacter: options.speechMillisecondsPerCharacter,
      }),
      startMailSink({
        smtpPort: ports.smtp,
        httpPort: ports.mail,
        ...(keepsData ? { file: join(folder, 'mails.jsonl') } : {}),
        report,
      }),
      startStaticFiles({ port: ports.fallback, folder: fallbackFolder, report }),
      workflowBundleFile().then((file) => ({ file, stop: () => Promise.resolve() })),
      compiledProduct().then((folder) => ({ folder, stop: () => Promise.resolve() })),
    ]);
    let mongo = firstMongo;
    // The first stop closes whatever runs by then.
    stops.push(() => mongo.stop());
    const apiUrl = `http://127.0.0.1:${ports.api}`;
    const variables = {
      ...productVariables(keys, apiUrl, ports),
      TEMPORAL_ADDRESS: temporal.address,
      MONGODB_URI: mongo.uri,
      TWILIO_BASE_URL: phones.url,
      SMTP_URL: `smtp://127.0.0.1:${mail.smtpPort}`,
      CONTACT_BOOK_FOLDER: join(folder, 'contact-book'),
      WORKFLOW_BUNDLE: bundle.file,
      ...options.variables,
    };
    const start =
      (name: ProductProcess['name'], probe: () => Promise<void>, args: readonly string[] = []) =>
      () =>
        startProductProcess({
          name,
          folder: product.folder,
          args,
          variables,
          logFile: join(folder, 'logs', `${name.toLowerCase().replace(' ', '-')}.log`),
          probe,
          report,
        });
    const [api, worker] = await Promise.all([
      restartable(
        start('API', () => isHealthy(apiUrl)),
        stops,
      ),
      restartable(
        start('Worker', () => Promise.resolve()),
        stops,
      ),
      restartable(
        start('Fallback documents', () => access(join(fallbackFolder, fallbackIndexFile)), [
          ...['--out', fallbackFolder],
          ...['--every', String(fallbackIntervalSeconds)],
        ]),
        stops,
      ),
    ]);
    await isReady(apiUrl);
    return {
      apiUrl,
      deskToken: keys.deskToken,
      phonesUrl: phones.url,
      mailUrl: mail.url,
      inboundMailPort: ports.inboundMail,
      fallbackUrl: fallback.url,
      temporalAddress: temporal.address,
      ...(temporal.uiUrl === undefined ? {} : { temporalUiUrl: temporal.uiUrl }),
      mongoUri: mongo.uri,
      emergencyNumber: stackNumbers.emergency,
      deskNumber: stackNumbers.desk,
      dutyNumber: stackNumbers.duty,
      variables,
      api,
      worker,
      mongo: {
        stop: () => mongo.stop(),
        start: async () => {
          mongo = await startDatabase();
        },
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Startable = Promise<{ stop(): Promise<void> }>;

/** Waits for all to start; whatever has started is stopped with the stack, even if another one fails. */
async function allOrStop<Services extends readonly Startable[]>(
  stops: (() => Promise<void>)[],
  starting: readonly [...Services],
): Promise<{ -readonly [Index in keyof Services]: Awaited<Services[Index]> }> {
  await Promise.allSettled(
    starting.map(async (start) => {
      const service = await start;
      stops.push(() => service.stop());
    }),
  );
  return Promise.all(starting);
}

async function restartable(
  start: () => Promise<ChildService>,
  stops: (() => Promise<void>)[],
): Promise<RestartableProcess> {
  let current = await start();
  stops.push(() => current.stop());
  return {
    pid: () => current.pid,
    async kill() {
      process.kill(current.pid, 'SIGKILL');
      await current.ended;
    },
    async start() {
      current = await start();
    },
  };
}
