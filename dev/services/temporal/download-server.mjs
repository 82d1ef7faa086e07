// Downloads a Temporal server with the SDK: node download-server.mjs <dev-server | time-skipping> <folder> <version>
// The SDK downloads when it starts a server, so one is started and stopped again.
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [kind, downloadDir, version] = process.argv.slice(2);
const executable = { type: 'cached-download', downloadDir, version };

try {
  const environment =
    kind === 'time-skipping'
      ? await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } })
      : await TestWorkflowEnvironment.createLocal({ server: { executable } });
  await environment.teardown();
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
