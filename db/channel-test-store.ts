import type { ChannelTestId, OrganisationId } from '../domain/identifiers.js';
import type { ChannelTestOutcome, KnownChannel, TestedChannel } from '../domain/readiness/channel-test.js';
import type { Scope } from '../domain/scope.js';
import type { Target } from '../domain/target.js';
import type { Principal } from '../domain/timeline.js';

/** A test of one channel of somebody in the settings (I13). */
export interface StoredChannelTest extends TestedChannel {
  readonly id: ChannelTestId;
  readonly organisationId: OrganisationId;
  readonly requestedBy: Principal;
  readonly requestedAt: Date;
  readonly outcome: ChannelTestOutcome;
  /** Who has confirmed it; absent: nobody. */
  readonly confirmedBy?: Target;
}

/**
 * What came of tests, kept for 400 days. Of a number or address there is a digest under a key that is not in the database:
 * one that was changed has not been tested.
 */
export interface ChannelTestRepository {
  /**
   * Stores the test once.
   *
   * @param address the number or address that is tested.
   */
  put(
    scope: Scope,
    test: Omit<StoredChannelTest, 'outcome'>,
    address: string,
  ): Promise<{ readonly created: boolean; readonly test: StoredChannelTest }>;
  find(scope: Scope, id: ChannelTestId): Promise<StoredChannelTest | undefined>;
  /** Whether the test is of this number or address. */
  isOf(id: ChannelTestId, address: string): Promise<boolean>;
  /**
   * What has become of it. What somebody has confirmed stays confirmed, whatever is told later.
   *
   * @param by who was asked; needed for what a person has confirmed.
   */
  note(id: ChannelTestId, outcome: ChannelTestOutcome, by?: Target): Promise<void>;
  /** Confirmed tests that are not in the audit trail yet. */
  unaudited(limit: number): Promise<readonly StoredChannelTest[]>;
  /** The confirmation stands in the audit trail. */
  markAudited(id: ChannelTestId): Promise<void>;
  /** It was never begun. */
  remove(scope: Scope, id: ChannelTestId): Promise<void>;
  /** What is known of these channels, each at the number or address that it has now. */
  known(
    scope: Scope,
    organisationId: OrganisationId,
    channels: readonly (TestedChannel & { readonly address: string })[],
  ): Promise<readonly KnownChannel[]>;
}
