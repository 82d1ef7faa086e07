import type { SupportPolicySettings } from '../domain/support-case/support-policy-schema.js';

/** How cases of a topic are treated, as the desk has set it. */
export interface SavedSupportPolicy {
  readonly topic: string;
  /** Rises with every save, from 1. */
  readonly revision: number;
  readonly settings: SupportPolicySettings;
}

/** What the desk promises for the topics of support cases (C9). */
export interface SupportPolicyRepository {
  /** undefined: nobody has set anything for the topic. */
  find(topic: string): Promise<SavedSupportPolicy | undefined>;
  /**
   * @param ifRevision the one that was read; 0: none was; undefined: whatever is there.
   * @throws ChangedMeanwhileError when that is not the current one.
   */
  save(
    topic: string,
    settings: SupportPolicySettings,
    ifRevision: number | undefined,
  ): Promise<SavedSupportPolicy>;
}
