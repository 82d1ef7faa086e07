import type { Faults } from '../faults.js';
import type { Journal } from '../journal/journal.js';
import type { Pacing } from '../pacing.js';
import type { Phones } from '../people/phones.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import type { CallBook } from './call-book.js';
import type { Call } from './call.js';
import { reportProgress } from './status-callbacks.js';

/** Enters a new call in the book, lets the journal follow it, and tells its account how it goes on. */
export function createRegister(deps: {
  readonly book: CallBook;
  readonly phones: Phones;
  readonly journal: Journal;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  readonly pacing: Pacing;
  readonly signal: AbortSignal;
}): (call: Call) => void {
  return (call) => {
    const { sid: callSid, number, from, to } = call;
    deps.book.add(call);
    deps.phones.get(number);
    deps.journal.note({
      event: 'call-created',
      callSid,
      number,
      accountSid: call.account.sid,
      direction: call.direction,
      from,
      to,
    });
    call.onProgress((progress, by) => {
      if (progress === 'initiated') return;
      if (progress === 'ringing') deps.journal.note({ event: 'ringing', callSid, number, from, to });
      else if (progress === 'answered') deps.journal.note({ event: 'answered', callSid, number });
      else deps.journal.note({ event: 'ended', callSid, number, status: progress, by });
    });
    reportProgress(call, deps);
  };
}
