import { log } from '@temporalio/activity';

/** Logs how much of a batch stands at telephony accounts that were given up. */
export function tellLeft(left: number): void {
  log.warn('Calls and texts are left to the retention of the provider: their account was given up', { left });
}
