import { proxyActivities } from '@temporalio/workflow';
import type { PersonErasureActivities } from '../../activities/contract.js';
import type { PersonErasureStart } from './person-erasure.messages.js';

/** Whoever dies in it is missed after a minute; the next one goes on with what was written down. */
const { erasePerson } = proxyActivities<PersonErasureActivities>({
  startToCloseTimeout: '20 hours',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '5 seconds', maximumInterval: '10 minutes' },
});

/**
 * Erases everything about a person that can go now (R4). Who it is stands in the database; what has to wait is tried again by
 * every retention run of the organisation.
 */
export async function personErasure({ organisationId, erasureId }: PersonErasureStart): Promise<void> {
  await erasePerson({ organisationId, id: erasureId });
}
