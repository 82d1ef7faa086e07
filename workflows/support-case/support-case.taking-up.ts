import type { UpdateDefinition } from '@temporalio/common';
import { ApplicationFailure, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import type { StoredCaseActivities } from '../../activities/contract.js';
import * as messages from './support-case.messages.js';
import type { SupportCaseRejection, SupportCaseStart } from './support-case.messages.js';
import { takenUp, type SupportCaseCarryOver } from './support-case.taken-up.js';

const { readStoredSupportCase } = proxyActivities<StoredCaseActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '1 minute' },
});

/** A record that the lost run has ordered may be on its way for so long. Read before it is there, its entries would be overwritten. */
const lastRecordArrives = '6 seconds';

/**
 * A case whose workflow was lost goes on from what is stored (C6): read by the workflow itself, of which there is one only, so that
 * nobody goes on from what has changed meanwhile. Whoever asks it before is told to repeat.
 *
 * @returns undefined: it was closed, and stays closed.
 */
export async function takeUp(start: SupportCaseStart): Promise<SupportCaseCarryOver | undefined> {
  putOff(messages.addMessage);
  putOff(messages.assignSupportCase);
  putOff(messages.changeState);
  putOff(messages.closeSupportCase);
  putOff(messages.mergeInto);
  await sleep(lastRecordArrives);
  const stored = await readStoredSupportCase({ caseId: start.caseId });
  if (stored === undefined || stored.view?.state === 'closed') return undefined;
  return takenUp(start, stored, Date.now());
}

function putOff<Answer, Message>(definition: UpdateDefinition<Answer, [Message]>): void {
  const refuse = (): never => {
    const type: SupportCaseRejection = 'SupportCaseNotReady';
    throw ApplicationFailure.nonRetryable('The case is being taken up again.', type);
  };
  setHandler<Answer, [Message], UpdateDefinition<Answer, [Message]>>(definition, refuse, {
    validator: refuse,
  });
}
