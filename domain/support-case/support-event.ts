import type { SupportCaseId, SupportMessageId, UserId } from '../identifiers.js';
import type { Principal } from '../timeline.js';
import type { SupportNews, SupportOutcome } from './support-case.js';

/** Who does something in a support case. `partner` without a user: by mail, from an address of the account's. */
export type SupportActor =
  | { readonly by: 'partner'; readonly userId?: UserId }
  | { readonly by: 'desk'; readonly principal: Principal }
  /** The clock, by the policy. */
  | { readonly by: 'rule' };

/** What happens in a support case. Words stand elsewhere; here are identifiers, enums and moments. */
export type SupportEvent =
  | { readonly type: 'opened'; readonly by: SupportActor; readonly followUpOf?: SupportCaseId }
  | { readonly type: 'message-added'; readonly messageId: SupportMessageId; readonly by: SupportActor }
  | { readonly type: 'assigned'; readonly to?: UserId; readonly by: SupportActor }
  | { readonly type: 'waiting-for-partner'; readonly by: SupportActor }
  | { readonly type: 'put-on-hold'; readonly by: SupportActor }
  | { readonly type: 'resumed'; readonly by: SupportActor }
  | { readonly type: 'clock'; readonly news: SupportNews }
  | { readonly type: 'duplicate-merged'; readonly duplicate: SupportCaseId; readonly by: SupportActor }
  | {
      readonly type: 'closed';
      readonly outcome: SupportOutcome;
      readonly by: SupportActor;
      readonly mergedInto?: SupportCaseId;
    };

export interface SupportEntry {
  /** Rises by one, without a gap. */
  readonly sequence: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly event: SupportEvent;
}
