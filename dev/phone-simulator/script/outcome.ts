import type { FinalStatus } from '../calls/call.js';
import type { LoadedDocument } from './loading.js';

/** What follows a verb: the next one, another document, or the end of the call. */
export type Outcome =
  | { readonly then: 'next' }
  | { readonly then: 'go'; readonly document: Promise<LoadedDocument> }
  | { readonly then: 'end'; readonly status: FinalStatus };

/** The next verb follows. */
export const goOn: Outcome = { then: 'next' };
