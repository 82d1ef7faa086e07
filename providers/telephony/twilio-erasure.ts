import { NotConfiguredError } from '../../domain/errors.js';
import type { Telephony, TextHandle, TextOrigin, TextSearch } from './telephony.js';
import type { TwilioClients } from './twilio-account.js';
import { failureOf, twilioUnavailable } from './twilio-failures.js';

/** The network makes a text of a reply, or of an order whose answer gets lost, within this time of it. */
const searchedMilliseconds = 60_000;
/** So far our clock may be ahead of Twilio's; its moments have whole seconds besides. */
const skewMilliseconds = 5_000;
const dayMilliseconds = 86_400_000;

/** `direction` of a message (twilio.com/docs/messaging/api/message-resource#message-properties). */
const directions: Readonly<Record<TextOrigin, string>> = { order: 'outbound-api', reply: 'outbound-reply' };

/**
 * Deletes at Twilio what stands there about people (R2). What Twilio says of that:
 *
 * - A recording is a resource of its own, which names its call, and is deleted by its own SID; nothing says that it goes with the
 *   call. Its sound goes at once, what is written about it 40 days later
 *   (twilio.com/docs/voice/api/recording#delete-a-recording-resource).
 * - A call that another one has dialled (`<Dial>`) is a resource of its own, which names that other one as its parent
 *   (twilio.com/docs/voice/api/call-resource#call-properties), and nobody is told its SID.
 * - A call or message that is not final yet is refused with 20009; in rare cases that takes up to 14 days
 *   (twilio.com/docs/api/errors/20009).
 * - A deleted message is in no list any more; backups of Twilio keep its words for up to 30 days
 *   (twilio.com/docs/messaging/api/message-resource#delete-a-message-resource).
 *
 * What stands at an account that is not configured is not deleted, and must not be taken for it.
 *
 * @param givenUp accounts by their SIDs at which nobody can delete anything from here any more.
 */
export function createTwilioErasure(
  accounts: readonly TwilioClients[],
  givenUp: readonly string[],
): Pick<Telephony, 'forgetCall' | 'forgetText' | 'findTexts' | 'isGivenUp'> {
  function clientsOf(accountSid: string): TwilioClients['everythingElse'] {
    const clients = accounts.find(({ account }) => account.accountSid === accountSid);
    if (clients === undefined) throw notConfigured(accountSid);
    return clients.everythingElse;
  }

  return {
    isGivenUp: (account) => givenUp.includes(account),

    async forgetCall({ account, sid }) {
      const clients = clientsOf(account);
      // Found by the call, which so goes last.
      await unlessGone(async () => {
        for (const dialled of await clients.calls.list({ parentCallSid: sid })) {
          await removeCall(clients, dialled.sid);
        }
      });
      await removeCall(clients, sid);
    },

    async forgetText({ account, sid }) {
      const { messages } = clientsOf(account);
      await unlessGone(() => messages(sid).remove());
    },

    async findTexts({ account, from, to, origin, orderedAt }: TextSearch): Promise<readonly TextHandle[]> {
      const { messages } = clientsOf(account);
      const ordered = orderedAt.getTime();
      const notBefore = ordered - skewMilliseconds;
      const distance = (createdAt: Date) => Math.abs(createdAt.getTime() - ordered);
      try {
        // Twilio's filter knows when a text was sent, which a queue can delay, and not when it was made.
        const found = await messages.list({
          from,
          to,
          dateSentAfter: new Date(ordered - dayMilliseconds),
          dateSentBefore: new Date(ordered + 2 * dayMilliseconds),
        });
        return found
          .filter(({ direction }) => direction === directions[origin])
          .filter(({ dateCreated }) => {
            const createdAt = dateCreated.getTime();
            return createdAt >= notBefore && createdAt <= ordered + searchedMilliseconds;
          })
          .sort((one, other) => distance(one.dateCreated) - distance(other.dateCreated))
          .map(({ sid }) => ({ sid, account }));
      } catch (error) {
        throw twilioUnavailable(error);
      }
    },
  };
}

/** Of the SID no more is told than tells accounts from each other. */
function notConfigured(accountSid: string): NotConfiguredError {
  const message =
    `The telephony account ${accountSid.slice(0, 8)}… is not configured, so nothing can be deleted there: ` +
    'see TWILIO_FORMER_ACCOUNTS.';
  return new NotConfiguredError(
    message,
    Object.assign(new Error(message), { code: 'ACCOUNT_NOT_CONFIGURED' }),
  );
}

/** A call with its recordings, which are found by it and would outlive it. */
async function removeCall(
  { calls, recordings }: TwilioClients['everythingElse'],
  callSid: string,
): Promise<void> {
  await unlessGone(async () => {
    for (const recording of await recordings.list({ callSid })) {
      await unlessGone(() => recordings(recording.sid).remove());
    }
  });
  await unlessGone(() => calls(callSid).remove());
}

/** What Twilio does not know (404) is deleted already. */
async function unlessGone(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const failure = failureOf(error);
    if (failure.proves === 'refused' && failure.status === 404) return;
    throw twilioUnavailable(error);
  }
}
