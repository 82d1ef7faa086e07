import type { Logger } from 'pino';
import { isAlive } from '../../activities/attempts/call-outcome.js';
import type { IncidentId } from '../../domain/identifiers.js';
import { overCall } from '../../domain/incident/conference.js';
import { targetKey, type Target } from '../../domain/target.js';
import type { OwnLine } from '../../providers/telephony/own-lines.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';
import type { VoiceWebhook } from '../../providers/telephony/webhooks.js';
import type { BridgeAddresses } from './bridge-addresses.js';
import type { BridgeCandidates } from './bridge-candidates.js';
import { bridgeCodeDigits, type BridgeCodes, type BridgedPerson } from './bridge-codes.js';
import type { InboundAddresses, InboundCaller } from './inbound-addresses.js';
import { callerLabel, type Joining } from './joining.js';
import type { PresenceTelling } from './presence-telling.js';

export interface BridgeArrivalDependencies {
  readonly lines: readonly OwnLine[];
  readonly codes: BridgeCodes;
  readonly candidates: Pick<BridgeCandidates, 'find'>;
  readonly addresses: BridgeAddresses;
  readonly inboundAddresses: Pick<InboundAddresses, 'silence'>;
  readonly joining: Joining;
  readonly presence: Pick<PresenceTelling, 'tell'>;
  readonly log: Logger;
}

/** Where the legs of bridges come in, on the account whose room they are to join. */
export interface BridgeArrivals {
  /** Whether a call to one of our numbers is such a leg: then nobody calls for help. */
  isLeg(webhook: VoiceWebhook): boolean;
  /**
   * Asks for the code, by keys, and without a word: who listens there is waiting to be put through.
   *
   * @param menu where a caller goes on who has none, and was taken for a leg because of a star.
   */
  ask(menu?: { readonly caller: InboundCaller; readonly asked: number }): VoiceScript;
  /** Joins the leg with the incident of its code; undefined: the code belongs to none, or was used by another call. */
  join(webhook: VoiceWebhook): Promise<VoiceScript | undefined>;
  /** The state of a leg has changed: one that is over has left the room it was in. */
  status(webhook: VoiceWebhook): void;
}

/** From one key to the next; the prelude of the code has a pause. */
const timeoutSeconds = 4;
const mostRemembered = 1_000;

export function createBridgeArrivals({
  lines,
  codes,
  candidates,
  addresses,
  inboundAddresses,
  joining,
  presence,
  log,
}: BridgeArrivalDependencies): BridgeArrivals {
  /** By whom a code was used in this process, while it would still count. */
  const usedBy = new Map<string, string>();
  /** Where legs have joined, by their calls. */
  const joined = new Map<string, { readonly incidentId: IncidentId; readonly label: string }>();

  function note(code: string, callSid: string, where: { incidentId: IncidentId; label: string }): void {
    usedBy.set(code, callSid);
    joined.set(callSid, where);
    const [oldestCode] = usedBy.keys();
    if (usedBy.size > mostRemembered && oldestCode !== undefined) usedBy.delete(oldestCode);
    const [oldestCall] = joined.keys();
    if (joined.size > mostRemembered && oldestCall !== undefined) joined.delete(oldestCall);
  }

  return {
    isLeg: ({ from, callSid }) => lines.some(({ number }) => number === from) || joined.has(callSid),

    ask: (menu) => [
      {
        do: 'ask',
        // A leg that is known for one says the star, too.
        digits: menu === undefined ? bridgeCodeDigits + 1 : bridgeCodeDigits,
        prompt: [],
        timeoutSeconds,
        answerUrl: addresses.code(menu),
      },
      menu === undefined
        ? { do: 'hang-up' }
        : { do: 'go-to', url: inboundAddresses.silence(menu.caller, menu.asked) },
    ],

    async join({ digits = '', callSid }) {
      const code = digits.replace(/^\*/, '');
      const user = usedBy.get(code);
      if (user !== undefined && user !== callSid) return undefined;
      let person: BridgedPerson | undefined;
      const incident = await candidates.find((incidentId) => {
        person = codes.read(code, incidentId);
        return person !== undefined;
      });
      if (incident === undefined || person === undefined) {
        log.warn({ callSid }, 'A call came with a code that bridges to no incident');
        return undefined;
      }
      // The provider refuses a second participant with the same label (error 16025), so the nonce is part of it.
      const who: Target = { role: person.role, id: `bridged-${person.nonce}` };
      const label = who.role === 'traveller' ? callerLabel : targetKey(who);
      note(code, callSid, { incidentId: incident.incidentId, label });
      return [joining(incident, who)];
    },

    status(webhook) {
      const { callSid, account } = webhook;
      const where = joined.get(callSid);
      if (where === undefined || isAlive(webhook)) return;
      presence.tell(where.incidentId, overCall({ callSid, label: where.label, account }));
    },
  };
}
