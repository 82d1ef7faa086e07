import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { callerIds, deskLines } from '../../composition/lines.js';
import { createLog } from '../../composition/log.js';
import { readEnvironment } from '../../config/env.js';
import { connectStore } from '../../db/connection.js';
import { createSealer } from '../../db/sealer.js';
import { renderTextReply, renderVoiceScript } from '../../providers/telephony/twiml.js';
import { createWording } from '../../wording/wording.js';
import { describeError } from '../../domain/describe-error.js';
import { createFallbackDocuments } from './documents.js';
import { everyOrganisation } from './every-organisation.js';
import { writeDocuments } from './write-documents.js';

/**
 * Writes the fallback documents of all organisations into a folder, to be hosted apart: `--out <folder>`. With
 * `--every <seconds>` it goes on and keeps them up to date. Settings are those of the API.
 */
const { values } = parseArgs({ options: { out: { type: 'string' }, every: { type: 'string' } } });
const { out: folder } = values;
const seconds = values.every === undefined ? undefined : Number(values.every);
if (folder === undefined || (seconds !== undefined && !(seconds > 0))) {
  process.stderr.write('Usage: fallback-documents --out <folder> [--every <seconds>]\n');
  process.exit(2);
}

const environment = readEnvironment();
const log = createLog({ level: environment.LOG_LEVEL, process: 'fallback-documents' });
const store = await connectStore({
  uri: environment.MONGODB_URI,
  sealer: createSealer(environment.BEISTAND_KEY, environment.BEISTAND_FORMER_KEYS),
  log,
  patience: 10_000,
});
const documents = createFallbackDocuments({
  desk: deskLines(environment),
  callerIds: callerIds(environment),
  wording: createWording(),
  renderVoiceScript,
  renderTextReply,
});

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    stopping.abort();
  });
}
do {
  try {
    const written = await writeDocuments(folder, documents(await everyOrganisation(store.organisations)));
    if (written > 0) log.info({ written }, 'fallback documents were written');
  } catch (error) {
    log.error(describeError(error), 'The fallback documents could not be written');
    if (seconds === undefined) process.exitCode = 1;
  }
  if (seconds === undefined) break;
  await pause(seconds * 1000, undefined, { signal: stopping.signal }).catch(() => undefined);
} while (!stopping.signal.aborted);
await store.close();
