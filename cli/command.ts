import type { AuditSubject } from '../domain/audit/entry.js';
import type { OrganisationId } from '../domain/identifiers.js';

/** What the audit trail has of a command (X5): required, so that none is forgotten. */
export type CommandAudit =
  /** It changes something: that is recorded before, and what it was afterwards. */
  | { readonly records: 'change'; readonly subject: string }
  /** It shows personal data: that is recorded before. */
  | { readonly records: 'access' }
  /** Nothing is recorded, for this reason. */
  | { readonly nothing: string };

/** Something that a command has changed or is about to show. */
export interface CommandDeed {
  readonly organisationId: OrganisationId;
  readonly what: AuditSubject;
  /** Whose the values are; absent: the organisation's. */
  readonly person?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What a command tells the audit trail while it runs. */
export interface CommandNotes {
  /** It has changed this. */
  changed(deed: CommandDeed): void;
  /**
   * It is about to show this.
   *
   * @throws when that cannot be recorded: then it must not be shown.
   */
  shows(deed: Pick<CommandDeed, 'organisationId' | 'what'>): Promise<void>;
}

/** One command of `npm run cli -- <name> …`. */
export interface Command {
  readonly name: string;
  /** One line: the arguments, and what it does. */
  readonly usage: string;
  /** By the arguments, where it depends on them what is done. */
  readonly audit: CommandAudit | ((args: readonly string[]) => CommandAudit);
  /** @returns the exit code. */
  run(args: readonly string[], notes: CommandNotes): Promise<number>;
}

/** What the audit trail has of a command that is given these arguments. */
export function auditOf({ audit }: Pick<Command, 'audit'>, args: readonly string[]): CommandAudit {
  return typeof audit === 'function' ? audit(args) : audit;
}

/** Where a command tells what it found. */
export type Print = (line: string) => void;
