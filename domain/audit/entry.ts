import type { Role } from '../access/role.js';
import type { AuditEntryId, OrganisationId } from '../identifiers.js';
import { targetKey, type Target } from '../target.js';
import { principalKey, type Principal } from '../timeline.js';

/**
 * `asked`: somebody is about to change something; written before it happens, so that no change goes unrecorded.
 * `done`: it has happened, or was seen. `refused`: it was asked for, and did not happen.
 */
export const auditStages = ['asked', 'done', 'refused'] as const;
export type AuditStage = (typeof auditStages)[number];

/**
 * Who did something: somebody who signed in or a token; somebody of the settings, a traveller or an unknown caller, who
 * answered by telephone, text or link; whoever sat at the command line, by the account of the operating system; a visitor of
 * whom nothing is known but what they say; the product itself.
 */
export type AuditActor =
  | Principal
  | { readonly by: 'target'; readonly target: Target }
  | { readonly by: 'command-line'; readonly account: string }
  | { readonly by: 'visitor' }
  /** The product itself, by what the organisation has set. */
  | { readonly by: 'rule' };

/** Names an actor in a line of the log: identifiers and accounts. */
export function auditActorKey(actor: AuditActor): string {
  switch (actor.by) {
    case 'user':
    case 'token':
      return principalKey(actor);
    case 'target':
      return targetKey(actor.target);
    case 'command-line':
      return `command-line/${actor.account}`;
    case 'visitor':
    case 'rule':
      return actor.by;
  }
}

export const auditChannels = ['voice', 'sms', 'link', 'email'] as const;
/** By which way somebody answered who did not sign in. */
export type AuditChannel = (typeof auditChannels)[number];

/** Where something came from. */
export type AuditOrigin =
  | {
      /** The address of the client, as the process sees it. */
      readonly address: string;
      /** SHA-256 of the client's name for itself, shortened: tells two devices apart, and nothing else. */
      readonly userAgent?: string;
    }
  | {
      /** Absent: the case was not told. Numbers and addresses never stand here: they are personal data. */
      readonly channel?: AuditChannel;
      /** Absent: it was about no case. */
      readonly caseId?: string;
    }
  /** The machine on which a command was given. */
  | { readonly host: string };

/** What was seen or changed, e.g. `{ kind: 'traveller', id: 'trv_…' }`; a list has no identifier. */
export interface AuditSubject {
  readonly kind: string;
  readonly id?: string;
  /** To which it belongs: an order, say, has an identifier of its own. Absent: it is a case itself, or belongs to none. */
  readonly caseId?: string;
}

/**
 * Who did what to what, when, and from where (X5). Identifiers and enums only, but for addresses and accounts of whoever did
 * it: what was written stands sealed beside it.
 */
export interface AuditFacts {
  readonly id: AuditEntryId;
  readonly organisationId: OrganisationId;
  /** Epoch milliseconds: when it was done, which may be before it could be recorded. */
  readonly at: number;
  readonly by: AuditActor;
  /** In which role, where that is known. */
  readonly role?: Role;
  readonly from: AuditOrigin;
  readonly stage: AuditStage;
  readonly action: string;
  /** What came of it, e.g. `201` or `conflict`. */
  readonly result?: string;
  readonly what: AuditSubject;
  /** Whose data it was: travellers, contacts and users by their identifiers. */
  readonly persons: readonly string[];
  /** The entry in which this was asked for. */
  readonly follows?: AuditEntryId;
}

/** What somebody's data were and became. Absent: there was nothing, or there is nothing any more. */
export interface PersonalValue {
  /** Whose: the identifier of a person; of the organisation for what belongs to nobody in particular. */
  readonly person: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The same sealed, or the digests of it. */
export interface SealedValue {
  readonly person: string;
  readonly before?: string;
  readonly after?: string;
}

/** What is to be recorded. Recording the same identifier again changes nothing. */
export interface AuditRecord extends AuditFacts {
  readonly values: readonly PersonalValue[];
}

/** A link of an organisation's chain. */
export interface AuditEntry extends AuditFacts {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** SHA-256 of the sealed values, hex. */
  readonly values: readonly SealedValue[];
}

/** The end of a chain at some moment; kept elsewhere, it shows whether the chain was cut or written anew since. */
export interface AuditAnchor {
  readonly organisationId: OrganisationId;
  /** 0: the chain was empty. */
  readonly sequence: number;
  /** Hex; empty for an empty chain. */
  readonly mac: string;
  /** When it was taken; epoch milliseconds. */
  readonly at: number;
}
