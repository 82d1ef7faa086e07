import type { AttemptResult } from '../../domain/attempt.js';

/** The attempt is under way: whoever learns its outcome completes it from outside. */
export const leftOpen = 'left-open';

export type Outcome = AttemptResult | typeof leftOpen;

export const tooLateToDial: AttemptResult = { reason: 'expired', detail: 'too-late-to-dial' };
export const stopped: AttemptResult = { reason: 'expired', detail: 'stopped' };
export const spendCapReached: AttemptResult = { reason: 'failed', detail: 'spend-cap-reached' };
export const noUsableChannel: AttemptResult = { reason: 'failed', detail: 'no-usable-channel' };
