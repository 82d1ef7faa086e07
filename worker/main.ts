import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createActivities } from '../activities/create-activities.js';
import { createLog } from '../composition/log.js';
import { connectServices } from '../composition/services.js';
import { readEnvironment } from '../config/env.js';
import { loadBundle } from './build-bundle.js';
import { metricsAddress } from './metrics-address.js';
import { createWorkers } from './worker.js';

const environment = readEnvironment();
const log = createLog({ level: environment.LOG_LEVEL, process: 'worker' });
const bindAddress = metricsAddress(environment);

Runtime.install({
  logger: new DefaultLogger('WARN', ({ level, message }) => {
    log.warn({ sdk: level }, message);
  }),
  shutdownSignals: [],
  ...(bindAddress === undefined ? {} : { telemetryOptions: { metrics: { prometheus: { bindAddress } } } }),
});

const services = await connectServices(environment, log);
const workers = await createWorkers({
  address: environment.TEMPORAL_ADDRESS,
  namespace: environment.TEMPORAL_NAMESPACE,
  workflowBundle: await loadBundle(environment.WORKFLOW_BUNDLE),
  activities: createActivities({
    ...services,
    telephonyAccounts: services.accounts.map(({ accountSid }) => accountSid),
    incidents: services.cases.incidents,
    attempts: services.cases.attempts,
    histories: services.cases.histories,
    textTraces: services.cases.textTraces,
  }),
  log,
});

process.once('SIGTERM', workers.stop);
process.once('SIGINT', workers.stop);
log.info('the worker polls for work');
try {
  await workers.run();
} finally {
  await services.close();
}
