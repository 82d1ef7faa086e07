/** What the network understands in a text, whatever the application does. */
export type ReservedWord = 'STOP' | 'START' | 'HELP';

/**
 * The words that Twilio keeps for itself, when a text consists of one
 * (https://help.twilio.com/articles/223134027). YES counts only from somebody who has opted out.
 */
const reservedWords: ReadonlyMap<string, ReservedWord> = new Map<string, ReservedWord>([
  ['STOP', 'STOP'],
  ['STOPALL', 'STOP'],
  ['UNSUBSCRIBE', 'STOP'],
  ['CANCEL', 'STOP'],
  ['END', 'STOP'],
  ['QUIT', 'STOP'],
  ['START', 'START'],
  ['UNSTOP', 'START'],
  ['YES', 'START'],
  ['HELP', 'HELP'],
  ['INFO', 'HELP'],
]);

/** Twilio's own answers, which the account neither writes nor sees. */
export const stopAnswer =
  'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.';
/** As above, for somebody who comes back. */
export const startAnswer =
  'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.';

/** Who does not want texts from which number. */
export interface OptOuts {
  has(ownNumber: string, phone: string): boolean;
  /** Understands a text and remembers what it says; undefined for an ordinary one. */
  read(ownNumber: string, phone: string, body: string): ReservedWord | undefined;
  clear(): void;
}

/** Nobody has opted out at first. */
export function createOptOuts(): OptOuts {
  const optedOut = new Set<string>();
  const key = (ownNumber: string, phone: string): string => `${ownNumber} ${phone}`;
  return {
    has: (ownNumber, phone) => optedOut.has(key(ownNumber, phone)),
    read(ownNumber, phone, body) {
      const text = body.trim().toUpperCase();
      const word = reservedWords.get(text);
      const pair = key(ownNumber, phone);
      if (text === 'YES' && !optedOut.has(pair)) return undefined;
      if (word === 'STOP') optedOut.add(pair);
      if (word === 'START') optedOut.delete(pair);
      return word;
    },
    clear() {
      optedOut.clear();
    },
  };
}
