import type { Ability } from '../access/ability-table.js';

/** What a route says of itself where its ability does not say it all. */
export type AuditDeclaration =
  /**
   * What becomes of the body of a change. `sealed`: it is kept as the new value. `secret`: it holds a password, a code or
   * a confirmation, so only that it came is recorded. `by-handler`: the handler tells old and new values itself.
   */
  | { readonly body: 'sealed' | 'secret' | 'by-handler' }
  /** The handler says who it is that asks (`isDoneBy`), because only it learns it. */
  | { readonly recordedBy: 'handler' }
  /** Nothing is recorded, for this reason. */
  | { readonly nothing: string };

/** What is recorded of the requests to a route. */
export type RecordingKind =
  | { readonly records: 'nothing' }
  | {
      readonly records: 'access' | 'change';
      /** The subject of the ability. */
      readonly subject: string;
      /**
       * Whether people in danger wait for it: then it is recorded in the background, again and again. Otherwise nothing
       * is changed or shown that cannot be recorded.
       */
      readonly helps: boolean;
    };

/** Everything that is done to a running case is help under way. */
const helping: ReadonlySet<string> = new Set(['incident', 'order', 'status-call']);

/**
 * What to record of a route follows from what one has to be able to do there, so that no route is forgotten: abilities
 * to read, and whatever only looks, are accesses; all others are changes.
 */
export function recordingKind({
  method,
  access,
  urgent,
  audit,
}: {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly access: Ability | 'anybody';
  readonly urgent: boolean;
  readonly audit?: AuditDeclaration;
}): RecordingKind {
  const isOwnWork = audit !== undefined && !('body' in audit);
  if (isOwnWork || access === 'anybody') return { records: 'nothing' };
  const space = access.indexOf(' ');
  const subject = access.slice(space + 1);
  return {
    records: method === 'get' || access.slice(0, space) === 'read' ? 'access' : 'change',
    subject,
    helps: urgent || helping.has(subject),
  };
}
