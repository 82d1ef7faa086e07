import type { Environment } from '../../config/env.js';
import type { Command, Print } from '../command.js';
import type { ConfigurationHint } from '../configuration-hints.js';

/** One thing that has to be right, and the way to find out. */
export interface Examination {
  readonly what: string;
  /** @returns what was found, when all is well. Throws an error that says what is wrong; it shows no secret. */
  readonly examine: () => Promise<string>;
}

/** Long enough for a cold connection, short enough for somebody who waits. Milliseconds. */
const patience = 10_000;

/** Examines everything that Beistand needs; fails if any of it does. What is only hinted at fails nothing. */
export function doctorCommand(
  readEnvironment: () => Environment,
  examinationsFor: (environment: Environment) => Promise<readonly Examination[]>,
  hintsFor: (environment: Environment) => readonly ConfigurationHint[],
  print: Print,
): Command {
  return {
    name: 'doctor',
    audit: { nothing: 'it changes nothing and shows no personal data' },
    usage: 'doctor: examine configuration, services, telephony and keys',
    async run() {
      let environment: Environment;
      try {
        environment = readEnvironment();
        print('ok    configuration: every variable is usable');
      } catch (error) {
        print(`FAIL  configuration: ${messageOf(error)}`);
        return 1;
      }
      let failures = 0;
      for (const { what, examine } of await examinationsFor(environment)) {
        try {
          print(`ok    ${what}: ${await inTime(examine)}`);
        } catch (error) {
          failures += 1;
          print(`FAIL  ${what}: ${messageOf(error)}`);
        }
      }
      for (const { variable, meaning } of hintsFor(environment)) print(`hint  ${variable}: ${meaning}`);
      print(failures === 0 ? 'Everything is well.' : `${failures} of the examinations failed.`);
      return failures === 0 ? 0 : 1;
    },
  };
}

async function inTime(examine: () => Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${patience / 1000} s`));
    }, patience);
  });
  try {
    return await Promise.race([examine(), expiry]);
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
