import type { Call } from '../calls/call.js';
import type { Journal } from '../journal/journal.js';

/** Logs what Twilio's debugger would show (https://www.twilio.com/docs/api/errors). */
export type Alert = (
  call: Call | undefined,
  level: 'error' | 'warning',
  code: number,
  message: string,
) => void;

/** Alerts go to the journal. */
export function createAlert(journal: Journal): Alert {
  return (call, level, code, message) => {
    journal.note({
      event: 'alert',
      level,
      code,
      message,
      ...(call === undefined ? {} : { callSid: call.sid, number: call.number }),
    });
  };
}
