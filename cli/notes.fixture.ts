import type { CommandDeed, CommandNotes } from './command.js';

/** What a command tells the audit trail, kept to be looked at. */
export function takeNotes(): CommandNotes & { readonly taken: Partial<CommandDeed>[] } {
  const taken: Partial<CommandDeed>[] = [];
  return {
    taken,
    changed: (deed) => taken.push(deed),
    shows: (deed) => {
      taken.push(deed);
      return Promise.resolve();
    },
  };
}
