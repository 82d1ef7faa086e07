import type { Channel } from '../../domain/attempt.js';
import type { ChannelTestId, ContactId, OrganisationId } from '../../domain/identifiers.js';

/** The type name of the workflow and what starts it. The workflow ID is `channel-test:<id>`. */
export const channelTestWorkflowType = 'channelTest';

export interface ChannelTestStart {
  readonly channelTestId: ChannelTestId;
  readonly organisationId: OrganisationId;
  readonly contactId: ContactId;
  readonly channel: Channel;
  readonly position: number;
}
