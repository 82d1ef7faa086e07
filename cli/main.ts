import { createChannelTestRequests } from '../api/use-cases/channel-test-request.js';
import { createReadinessCheck } from '../api/use-cases/readiness-check.js';
import { createAuditTrail } from '../api/audit/audit-trail.js';
import { createAccountLinks } from '../api/sign-in/account-links.js';
import { createAccountMails } from '../api/sign-in/account-mails.js';
import { createBackgroundWork } from '../api/background-work.js';
import { createPasswords } from '../api/sign-in/passwords.js';
import { createLog } from '../composition/log.js';
import { connectServices, type Services } from '../composition/services.js';
import { readEnvironment, readStoreEnvironment, type Environment } from '../config/env.js';
import { connectStore } from '../db/connection.js';
import { createSealer } from '../db/sealer.js';
import type { Command } from './command.js';
import { commandOperator, runRecorded } from './recorded.js';
import { configurationHints } from './configuration-hints.js';
import { createAuditCommand } from './commands/audit.js';
import { createAdminCommand } from './commands/create-admin.js';
import { doctorCommand } from './commands/doctor.js';
import { readinessCommand } from './commands/readiness.js';
import { seedCommand } from './commands/seed.js';
import { examinationsOf } from './examinations.js';

/** The command line: composition, and nothing else. Commands of one installation share its environment. */
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

let connected: Promise<Services> | undefined;
function services(environment: Environment = readEnvironment()): Promise<Services> {
  connected ??= connectServices(environment, createLog({ level: 'silent', process: 'cli' }));
  return connected;
}

async function accountLinks() {
  const { PUBLIC_URL: publicUrl } = readEnvironment();
  const connection = await services();
  const log = createLog({ level: 'silent', process: 'cli' });
  const { store, mailer, mailTemplates, contactBook, desk } = connection;
  return createAccountLinks({
    credentials: store.credentials,
    accountLinks: store.accountLinks,
    passwords: createPasswords(),
    mails: createAccountMails({ mailer, mailTemplates, contactBook, desk, log }),
    background: createBackgroundWork({ log }),
    publicUrl,
    now: Date.now,
  });
}

async function auditTrail() {
  const { store } = await services();
  const log = createLog({ level: 'silent', process: 'cli' });
  return createAuditTrail({
    audit: store.audit,
    background: createBackgroundWork({ log }),
    // Nobody asks a command for its metrics.
    metrics: { auditEntry: () => undefined },
    log,
  });
}

const commands: readonly Command[] = [
  createAdminCommand(async () => {
    const { store } = await services();
    return { users: store.users, links: await accountLinks(), print };
  }),
  doctorCommand(
    () => readEnvironment(),
    async (environment) => examinationsOf(environment, await services(environment)),
    configurationHints,
    print,
  ),
  seedCommand(async () => {
    const { store } = await services();
    return { store, links: await accountLinks(), print };
  }),
  readinessCommand(async () => {
    const { store, desk, diallingRules, wording, cases } = await services();
    const background = createBackgroundWork({ log: createLog({ level: 'silent', process: 'cli' }) });
    const { channelTests } = cases;
    return {
      check: createReadinessCheck({ store, desk, diallingRules }),
      requests: createChannelTestRequests({ store, channelTests, background, now: Date.now }),
      wording,
      now: Date.now,
    };
  }, print),
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
    write: print,
    now: Date.now,
  }),
];

async function run([name, ...args]: readonly string[]): Promise<number> {
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    print('npm run cli -- <command> …');
    for (const { usage } of commands) print(`  ${usage}`);
    return 2;
  }
  try {
    return await runRecorded(command, args, {
      trail: auditTrail,
      operator: commandOperator(),
      now: Date.now,
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'It failed.'}\n`);
    return 1;
  } finally {
    await (await connected?.catch(() => undefined))?.close();
  }
}

process.exit(await run(process.argv.slice(2)));
