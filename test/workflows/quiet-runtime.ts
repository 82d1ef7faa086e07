import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';

let isInstalled = false;

/** Has the SDK tell of errors only. It belongs to the process, so the first file of tests that needs it installs it for all. */
export function installQuietRuntime(): void {
  if (isInstalled) return;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  });
  isInstalled = true;
}
