import type { z } from 'zod';
import type { Directory } from '../accounts/directory.js';
import type { OwnedNumber } from '../accounts/owned-number.js';
import type { CallBook } from '../calls/call-book.js';
import type { Call } from '../calls/call.js';
import type { Exchange } from '../calls/exchange.js';
import type { Texting } from '../messages/texting.js';
import type { Handsets, RingOutcome } from '../people/handsets.js';
import type { People } from '../people/person.js';
import type { Recordings } from '../recordings/recordings.js';
import { ScriptingError } from './scripting-error.js';
import { callInSchema, nothingSchema, pickUpSchema, pressSchema, saySchema, textInSchema } from './shapes.js';
import { callView, messageView, recordingView } from './views.js';

/** What a person can do on their phone by hand. Each parses its own request body and returns the reply. */
export type PhoneAction = (number: string, body: unknown) => unknown;

/** The actions by the names that they have in the address. They throw a ScriptingError or a ZodError. */
export function createPhoneActions(deps: {
  readonly directory: Directory;
  readonly book: CallBook;
  readonly exchange: Exchange;
  readonly handsets: Handsets;
  readonly people: People;
  readonly texting: Texting;
  readonly recordings: Recordings;
}): ReadonlyMap<string, PhoneAction> {
  /** The latest call with the phone that is not over. */
  const liveCall = (number: string): Call => {
    const call = deps.book.live(number).at(-1);
    if (call === undefined) throw new ScriptingError(409, `There is no call with ${number}.`);
    return call;
  };

  const takeRinging = (number: string, outcome: RingOutcome): unknown => {
    const taken = [...deps.book.live(number)].reverse().find((call) => deps.handsets.use(call, outcome));
    if (taken === undefined) throw new ScriptingError(409, `${number} does not ring.`);
    return callView(taken);
  };

  const ownedNumber = (phoneNumber: string): OwnedNumber => {
    const number = deps.directory.owned(phoneNumber);
    if (number === undefined) throw new ScriptingError(404, `No account owns ${phoneNumber}.`);
    return number;
  };

  const withBody =
    <Schema extends z.ZodType>(
      schema: Schema,
      act: (number: string, body: z.output<Schema>) => unknown,
    ): PhoneAction =>
    (number, body) =>
      act(number, schema.parse(body ?? {}));

  return new Map<string, PhoneAction>([
    [
      'answer',
      withBody(pickUpSchema, (number, body) =>
        takeRinging(number, {
          outcome: 'answered',
          deeds: body.then,
          pickup:
            body.as === 'voicemail'
              ? { as: 'voicemail', greetingSeconds: body.greetingSeconds }
              : { as: 'person', answeredBy: body.answeredBy },
        }),
      ),
    ],
    [
      'reject',
      withBody(nothingSchema, (number) => takeRinging(number, { outcome: 'no-answer', by: 'person' })),
    ],
    ['busy', withBody(nothingSchema, (number) => takeRinging(number, { outcome: 'busy', by: 'person' }))],
    [
      'press',
      withBody(pressSchema, (number, { digits }) => {
        const call = liveCall(number);
        void deps.people.input(call, { kind: 'keys', digits, byHand: true });
        return callView(call);
      }),
    ],
    [
      'say',
      withBody(saySchema, (number, { text, confidence }) => {
        const call = liveCall(number);
        void deps.people.input(call, { kind: 'speech', text, confidence, byHand: true });
        return callView(call);
      }),
    ],
    [
      'hang-up',
      withBody(nothingSchema, (number) => {
        const call = liveCall(number);
        call.hangUp();
        return callView(call);
      }),
    ],
    [
      'call',
      withBody(callInSchema, (number, { to, then }) =>
        callView(deps.exchange.callIn(number, ownedNumber(to), then)),
      ),
    ],
    [
      'record',
      withBody(nothingSchema, (number) => {
        const call = liveCall(number);
        if (call.status !== 'in-progress') throw new ScriptingError(409, `${number} is not on the phone.`);
        return recordingView(deps.recordings.start(call, 'StartCallRecordingAPI'));
      }),
    ],
    [
      'text',
      withBody(textInSchema, (number, { to, body }) =>
        messageView(deps.texting.textIn(number, ownedNumber(to), body)),
      ),
    ],
  ]);
}
