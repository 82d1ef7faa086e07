import { defaultCacheFolder } from '../cache.js';
import { findMongo } from '../mongodb/mongodb.js';
import { findTemporal } from '../temporal/temporal-executable.js';
import { timeSkippingServerExecutable } from '../temporal/test-server.js';

/**
 * Downloads or builds what the tests need and the cache lacks, before they start: a test that had to wait minutes for
 * a build would time out. Builds run one after the other, as each takes the whole machine.
 */
const options = {
  cacheFolder: defaultCacheFolder(),
  report: (line: string) => {
    console.log(line);
  },
};
try {
  await findTemporal(options);
  await timeSkippingServerExecutable(options);
  await findMongo(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
