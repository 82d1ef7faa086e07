import { createLog } from '../composition/log.js';
import { readStoreEnvironment } from '../config/env.js';
import { connectStore } from '../db/connection.js';
import { createSealer } from '../db/sealer.js';
import type { Command } from './command.js';
import { createAuditCommand } from './commands/audit.js';

const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const commands: readonly Command[] = [
  createAuditCommand({
    async openAudit() {
      const environment = readStoreEnvironment();
      const store = await connectStore({
        uri: environment.MONGODB_URI,
        sealer: createSealer(environment.BEISTAND_KEY, environment.BEISTAND_FORMER_KEYS),
        log: createLog({ level: 'error', process: 'cli' }),
        patience: 10_000,
      });
      return { audit: store.audit, close: () => store.close() };
    },
    write,
    now: Date.now,
  }),
];

const [name, ...args] = process.argv.slice(2);
const command = commands.find((each) => each.name === name);
if (command === undefined) {
  write('npm run cli -- <command> …');
  for (const { usage } of commands) write(usage);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await command.run(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'It failed.'}\n`);
    process.exitCode = 1;
  }
}
