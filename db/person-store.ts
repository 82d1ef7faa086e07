import type { OrganisationId, PersonErasureId } from '../domain/identifiers.js';
import type { Counted, ErasureReport, FoundBefore } from '../domain/persons/erasure-report.js';
import type { PersonErasure } from '../domain/persons/person-erasure.js';
import type { PersonId, PersonTraces } from '../domain/persons/person.js';
import type { Scope } from '../domain/scope.js';
import type { Page, PageRequest } from './paging.js';
import type { PersonRoomName } from '../domain/persons/person-room-names.js';

export type { PersonRecord, PersonRoom } from './persons/person-room.js';
export type { PersonRooms } from './persons/registry.js';

/** Why nobody may be erased as they stand now: something else has to be done first. */
export type PersonStanding = 'in-settings' | 'active-user' | 'free';

/** Finds people by what is stored about them (R4). */
export interface PersonRepository {
  /**
   * By what somebody of the organisation is found: travellers, everybody in its settings of any version or its draft, and its
   * users; the desk's organisation has its own users, those of partner accounts, and applicants. Whoever was erased is found
   * for as long as anything else tells of them. undefined: nobody knows them here.
   *
   * Costs a look at all versions of the settings for a contact, and at all audit entries about the person.
   */
  find(scope: Scope, organisationId: OrganisationId, id: PersonId): Promise<PersonTraces | undefined>;
  /** How they stand at this moment. */
  standing(person: Pick<PersonTraces, 'id' | 'organisationId'>): Promise<PersonStanding>;
  /** Cases of a kind whose traveller they are, in batches. */
  caseIds(
    person: Pick<PersonTraces, 'id' | 'organisationId'>,
    kind: 'incident' | 'status-call',
    batchSize: number,
  ): AsyncIterable<readonly string[]>;
  /** Mails that came from addresses which nobody else has, in batches; only the desk gets any. */
  mailIds(person: PersonTraces, batchSize: number): AsyncIterable<readonly string[]>;
}

/** A try of an erasure, by a random identifier, in a room. */
export interface RoomVisit {
  readonly room: PersonRoomName;
  readonly by: string;
}

/** Erasures that were asked for, how far they are, and their reports (R4). */
export interface PersonErasureRepository {
  /**
   * Stores it once: the one that is stored may be an earlier one.
   *
   * @throws DomainError `conflict` while another erasure of the same person has not ended.
   */
  create(
    scope: Scope,
    erasure: Omit<PersonErasure, 'state' | 'report'>,
    traces: PersonTraces,
  ): Promise<{ readonly stored: 'new' | 'exists'; readonly erasure: PersonErasure }>;
  find(scope: Scope, organisationId: OrganisationId, id: PersonErasureId): Promise<PersonErasure | undefined>;
  /** Newest first. */
  list(
    scope: Scope,
    query: PageRequest & { readonly organisationId: OrganisationId },
  ): Promise<Page<PersonErasure>>;
  /** Those that have not ended, or whose report does not stand in the audit chain yet. */
  unfinished(scope: Scope, organisationId: OrganisationId): Promise<readonly PersonErasureId[]>;
  /**
   * Where an erasure is tried: since when nothing has come of it, that is since the last try that came to its end, or since it was
   * asked for. Where a report is not in the audit chain: since when that is so. Epoch milliseconds, of each organisation the earliest.
   */
  untriedSince(scope: Scope): Promise<ReadonlyMap<OrganisationId, number>>;
  /**
   * Whether somebody is being erased at this moment: a hold may come too late.
   *
   * @param personId absent: anybody.
   */
  isGoing(scope: Scope, organisationId: OrganisationId, personId?: string): Promise<boolean>;
  /**
   * From now on it is tried. @returns by what the person is found; undefined: it is complete, and nobody is to be found any more.
   */
  begin(
    scope: Scope,
    erasure: Pick<PersonErasure, 'id' | 'organisationId'>,
  ): Promise<PersonTraces | undefined>;
  /** From now on they are found by these as well, also when what tells of them now is gone. A complete erasure is left as it is. */
  keepTraces(
    scope: Scope,
    erasure: Pick<PersonErasure, 'id' | 'organisationId'>,
    traces: PersonTraces,
  ): Promise<void>;
  /**
   * A try comes to a room, and from now on counts what is erased there: an earlier one that is still at work does not any more. It
   * looks behind this. @returns what an earlier try has noted that did not come to its end; undefined: there is none.
   */
  enterRoom(
    scope: Scope,
    erasure: Pick<PersonErasure, 'id' | 'organisationId'>,
    visit: RoomVisit,
  ): Promise<FoundBefore | undefined>;
  /**
   * What stands in a room before anything of it is erased, and what of an earlier try's note is gone by now, which is counted in the same
   * write. @returns whether the try still counts there: a later one may have come, or one that has ended everything.
   */
  noteFound(
    scope: Scope,
    erasure: Pick<PersonErasure, 'id' | 'organisationId'>,
    visit: RoomVisit,
    found: FoundBefore,
    erasedBefore: readonly Counted[],
  ): Promise<boolean>;
  /**
   * So much of what was found is gone: counted once. What should have gone and still stands is noted for the next try, since another one
   * may be about to erase it. @returns whether the try still counts there, as above.
   */
  noteErased(
    scope: Scope,
    erasure: Pick<PersonErasure, 'id' | 'organisationId'>,
    visit: RoomVisit,
    erased: readonly Counted[],
    left: FoundBefore,
  ): Promise<boolean>;
  /**
   * Ends a try with its report: complete, or waiting for the next one. A report that tells the same as the last one does not
   * take its place; that the try has come to its end is noted all the same. @returns the erasure as it is stored.
   */
  end(
    scope: Scope,
    erasure: Pick<PersonErasure, 'id' | 'organisationId'>,
    state: 'waiting' | 'complete',
    report: Omit<ErasureReport, 'erased'>,
  ): Promise<PersonErasure>;
  /** The report stands in the audit chain. */
  markCertified(
    scope: Scope,
    erasure: Pick<PersonErasure, 'id' | 'organisationId'>,
    report: ErasureReport,
  ): Promise<void>;
}
