import { scopeOf, type User } from '../../domain/access/user.js';
import type { AuditOrigin } from '../../domain/audit/entry.js';
import {
  recordingKind,
  type AuditDeclaration,
  type RecordingKind,
} from '../../domain/audit/recording-kind.js';
import { DomainError } from '../../domain/errors.js';
import { deskOrganisationId, type AuditEntryId, type OrganisationId } from '../../domain/identifiers.js';
import type { Target } from '../../domain/target.js';
import type { Caller, Reply, Route } from '../openapi/route.js';
import type { AuditInput, AuditTrail } from './audit-trail.js';
import { askedFor, homeOf, touchedBy, type CheckedParts } from './touched.js';

/** What a handler knows of its change that nobody else does. */
export interface AuditNotes {
  /**
   * The old and the new value; people in them with identifiers of their own are kept apart. Nothing secret may be in them.
   *
   * @param person whose they are; absent: the one who was changed, else the organisation.
   */
  changed(change: { readonly before?: unknown; readonly after?: unknown; readonly person?: string }): void;
  /**
   * Who it is, where nobody was known before, such as whoever signs in. From here on the request is recorded as theirs,
   * also when it fails.
   */
  isDoneBy(user: User): void;
  /** The same of somebody of the settings, who has no account: they have proven it by a link of their own. */
  isDoneByPerson(person: AnsweringPerson): void;
  /** A visitor has left something with the desk. */
  isDoneByVisitor(left: LeftByVisitor): void;
}

/** What somebody has left who did not say who they are, under an identifier that stands for them. */
export interface LeftByVisitor {
  readonly what: string;
  readonly id: string;
  readonly after: unknown;
}

/** Somebody of an organisation's settings, and what of theirs is changed. */
export interface AnsweringPerson {
  readonly organisationId: OrganisationId;
  readonly target: Target;
  readonly what: string;
}

type Change = Parameters<AuditNotes['changed']>[0];

/** Stands around the work of one request and records it. */
export interface Recording {
  around<Answer extends Reply>(
    request: CheckedParts,
    work: (notes: AuditNotes) => Promise<Answer>,
  ): Promise<Answer>;
}

export interface Recordings {
  /** The recording of one request to this route. */
  of(route: RecordedRoute, caller: Caller | undefined, from: AuditOrigin): Recording;
}

export type RecordedRoute = Pick<Route, 'method' | 'access' | 'urgent' | 'operationId' | 'audit'>;

/**
 * Records every change by anybody, and every access by a human (X5).
 *
 * A change is recorded before it happens and again when it has; one that cannot be recorded does not happen. What
 * was read is recorded before it is shown. Where people in danger wait, the record follows in the background instead.
 */
export function createRecordings({
  trail,
  now,
}: {
  readonly trail: AuditTrail;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): Recordings {
  return {
    of(route, caller, from) {
      if (route.audit !== undefined && 'recordedBy' in route.audit) return byHandler(route, from);
      const kind = recordingKind(route);
      if (kind.records === 'nothing' || caller === undefined) return unrecorded;
      if (kind.records === 'access')
        return caller.by.by === 'user' ? access(kind, route, caller, from) : unrecorded;
      return change(kind, route, caller, from);
    },
  };

  function access(kind: Recorded, route: RecordedRoute, caller: Caller, from: AuditOrigin): Recording {
    return {
      async around(request, work) {
        const reply = await work(silent);
        const inputs = outcomesOf(kind, route, caller, from, request, reply);
        if (kind.helps) for (const input of inputs) void trail.recordEventually(input);
        else await Promise.all(inputs.map((input) => trail.record(input)));
        return reply;
      },
    };
  }

  function change(kind: Recorded, route: RecordedRoute, caller: Caller, from: AuditOrigin): Recording {
    return {
      async around(request, work) {
        const asked: AuditInput = {
          ...factsOf(route, caller, from),
          organisationId: homeOf(caller.scope),
          stage: 'asked',
          what: askedFor(kind.subject, request),
        };
        const follows = kind.helps ? undefined : await trail.record(asked);
        const noted = noteTaking();
        let reply;
        try {
          reply = await work(noted.notes);
        } catch (error) {
          if (follows !== undefined) {
            await trail.recordEventually({ ...asked, stage: 'refused', follows, result: reasonOf(error) });
          }
          throw error;
        }
        const inputs = outcomesOf(kind, route, caller, from, request, reply, noted.change(), follows);
        const recorded = Promise.all(inputs.map((input) => trail.recordEventually(input)));
        if (!kind.helps) await recorded;
        return reply;
      },
    };
  }

  function byHandler(route: RecordedRoute, from: AuditOrigin): Recording {
    return {
      async around(_request, work) {
        const noted = noteTaking();
        const record = async (stage: 'done' | 'refused', result: string): Promise<void> => {
          const whose = noted.doneBy();
          if (whose === undefined) return;
          await trail.recordEventually({
            at: now(),
            from,
            action: route.operationId,
            ...factsOfDoer(whose),
            stage,
            result,
          });
        };
        let reply;
        try {
          reply = await work(noted.notes);
        } catch (error) {
          await record('refused', reasonOf(error));
          throw error;
        }
        await record('done', String(reply.status));
        return reply;
      },
    };
  }

  function factsOf(route: RecordedRoute, { by, role }: Pick<Caller, 'by' | 'role'>, from: AuditOrigin) {
    return { at: now(), by, role, from, action: route.operationId };
  }

  function outcomesOf(
    { subject }: Recorded,
    route: RecordedRoute,
    caller: Caller,
    from: AuditOrigin,
    request: CheckedParts,
    reply: Reply,
    change?: Change,
    follows?: AuditEntryId,
  ): readonly AuditInput[] {
    const values = change ?? (isBodySealed(route.audit) ? { after: request.body } : {});
    return touchedBy(subject, request, reply.body, caller.scope).map((touched) => ({
      ...factsOf(route, caller, from),
      ...touched,
      ...values,
      result: String(reply.status),
      ...(follows === undefined ? {} : { follows }),
    }));
  }
}

type Recorded = Exclude<RecordingKind, { readonly records: 'nothing' }>;

const silent: AuditNotes = {
  changed: () => undefined,
  isDoneBy: () => undefined,
  isDoneByPerson: () => undefined,
  isDoneByVisitor: () => undefined,
};
const unrecorded: Recording = { around: (_request, work) => work(silent) };

interface NotesTaken {
  readonly notes: AuditNotes;
  readonly change: () => Change | undefined;
  readonly doneBy: () => Doer | undefined;
}

function noteTaking(): NotesTaken {
  let change: Change | undefined;
  let doneBy: Doer | undefined;
  return {
    notes: {
      changed(told) {
        change = told;
      },
      isDoneBy(user) {
        doneBy = { is: 'user', user };
      },
      isDoneByPerson(person) {
        doneBy = { is: 'person', ...person };
      },
      isDoneByVisitor(left) {
        doneBy = { is: 'visitor', ...left };
      },
    },
    change: () => change,
    doneBy: () => doneBy,
  };
}

/** Who it was that only the handler has learned. */
type Doer =
  | { readonly is: 'user'; readonly user: User }
  | ({ readonly is: 'person' } & AnsweringPerson)
  | ({ readonly is: 'visitor' } & LeftByVisitor);

function factsOfDoer(
  doer: Doer,
): Pick<AuditInput, 'organisationId' | 'by' | 'role' | 'what' | 'persons' | 'person' | 'after'> {
  if (doer.is === 'user') {
    const { id, role } = doer.user;
    return {
      organisationId: homeOf(scopeOf(doer.user)),
      by: { by: 'user', userId: id },
      role,
      what: { kind: 'account', id },
      persons: [id],
    };
  }
  if (doer.is === 'visitor') {
    const { what, id, after } = doer;
    return {
      organisationId: deskOrganisationId,
      by: { by: 'visitor' },
      what: { kind: what, id },
      person: id,
      after,
    };
  }
  const { organisationId, target, what } = doer;
  return {
    organisationId,
    by: { by: 'target', target },
    what: { kind: what, id: target.id },
    persons: [target.id],
  };
}

function isBodySealed(audit: AuditDeclaration | undefined): boolean {
  return audit !== undefined && 'body' in audit && audit.body === 'sealed';
}

/** The kind of a refusal; its words may tell of a person. */
function reasonOf(error: unknown): string {
  return error instanceof DomainError ? error.kind : 'error';
}
