import { hostname, userInfo } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { AuditInput, AuditTrail } from '../api/audit/audit-trail.js';
import { newIdentifier } from '../api/use-cases/identifiers.js';
import { deskOrganisationId } from '../domain/identifiers.js';
import { auditOf, type Command, type CommandDeed, type CommandNotes } from './command.js';

/** Who gives commands, and where: the account of the operating system, on this machine. */
export interface CommandOperator {
  readonly account: string;
  readonly host: string;
}

/** Whoever runs this process. In a container it may be an account without a name. */
export function commandOperator(): CommandOperator {
  const host = hostname();
  try {
    return { account: userInfo().username, host };
  } catch {
    return { account: `uid-${process.getuid?.() ?? 'unknown'}`, host };
  }
}

export interface RecordingDependencies {
  /** Connects only when there is something to record. */
  readonly trail: () => Promise<Pick<AuditTrail, 'record'>>;
  readonly operator: CommandOperator;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How often it is tried to record what has happened already. */
const tries = 5;
const pauseMilliseconds = 1_000;

/**
 * Runs a command and records it in the audit trail (X5): a change before it happens, in the chain of the desk, and again
 * when it has, where it happened; what is shown, before it is. A change that cannot be recorded does not happen.
 */
export async function runRecorded(
  command: Command,
  args: readonly string[],
  { trail, operator, now }: RecordingDependencies,
): Promise<number> {
  const { name } = command;
  const audit = auditOf(command, args);
  const { account, host } = operator;
  const facts = { by: { by: 'command-line', account }, from: { host }, action: name } as const;
  if ('nothing' in audit) return command.run(args, unrecorded(name));
  if (audit.records === 'access') {
    return command.run(args, {
      ...unrecorded(name),
      shows: async (deed) => {
        await (await trail()).record({ ...facts, ...deed, at: now() });
      },
    });
  }
  const asked: AuditInput = {
    ...facts,
    at: now(),
    organisationId: deskOrganisationId,
    stage: 'asked',
    what: { kind: audit.subject },
  };
  const follows = await (await trail()).record(asked);
  const changes: CommandDeed[] = [];
  const insist = async (input: AuditInput): Promise<void> => {
    const id = newIdentifier('aud');
    for (let made = 1; ; made += 1) {
      try {
        await (await trail()).record({ ...input, id, follows });
        return;
      } catch (error) {
        if (made === tries)
          throw new Error(`${name} is done, and only that it was asked for is recorded.`, { cause: error });
        await pause(pauseMilliseconds);
      }
    }
  };
  const tellChanges = async () => {
    for (const change of changes) await insist({ ...facts, ...change, at: now() });
  };
  try {
    const code = await command.run(args, { ...unrecorded(name), changed: (deed) => changes.push(deed) });
    await tellChanges();
    if (code !== 0) await insist({ ...asked, stage: 'refused', result: String(code) });
    else if (changes.length === 0) await insist({ ...asked, stage: 'done', result: 'nothing-changed' });
    return code;
  } catch (error) {
    await tellChanges();
    await insist({ ...asked, stage: 'refused', result: 'error' });
    throw error;
  }
}

/** A command that says of itself that it does no such thing, does not. */
function unrecorded(name: string): CommandNotes {
  const refuse = (what: string) => new Error(`The command ${name} does not say of itself that it ${what}.`);
  return {
    changed: () => {
      throw refuse('changes something');
    },
    shows: () => Promise.reject(refuse('shows personal data')),
  };
}
