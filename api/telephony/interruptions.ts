import type { AttemptOrder } from '../../domain/attempt.js';
import { targetOfKey } from '../../domain/target.js';
import type { WebhookAddresses } from '../../providers/telephony/addresses.js';
import type { Telephony } from '../../providers/telephony/telephony.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';
import type { VoiceWebhook } from '../../providers/telephony/webhooks.js';
import type { Wording } from '../../wording/wording.js';
import type { BackgroundWork } from '../background-work.js';
import { callerLabel, type Joining } from './joining.js';
import type { Listeners } from './listeners.js';

export interface InterruptionDependencies {
  readonly telephony: Pick<Telephony, 'announce'>;
  readonly addresses: Pick<WebhookAddresses, 'conferenceAnnouncement'>;
  readonly joining: Joining;
  readonly listeners: Listeners;
  readonly wording: Wording;
  readonly background: BackgroundWork;
}

/** A question that is asked of somebody who is in the conference with the caller, within that call (I8). */
export interface Interruption {
  /** Tells the caller, who stays in the conference, that it takes a moment. Nothing has to be undone afterwards. */
  tellCaller(): void;
  /** Back into the conference, whatever was answered. */
  goBack(): Promise<VoiceScript>;
}

/** The interruption that the call of an order is; undefined when the call was placed to ask the question. */
export type FindInterruption = (order: AttemptOrder, webhook: VoiceWebhook) => Interruption | undefined;

export function createFindInterruption({
  telephony,
  addresses,
  joining,
  listeners,
  wording,
  background,
}: InterruptionDependencies): FindInterruption {
  return ({ subject, organisationId, target, inConference = [] }, { callSid, account }) => {
    const participant = inConference.find((call) => call.callSid === callSid);
    if (participant === undefined || subject.case !== 'incident') return undefined;
    const { incidentId } = subject;
    const { room } = participant;
    return {
      tellCaller() {
        if (room === undefined) return;
        const script = addresses.conferenceAnnouncement(incidentId, organisationId);
        background.run('telling a caller that it takes a moment', () =>
          telephony.announce({ sid: room, account }, callerLabel, script),
        );
      },
      async goBack() {
        const { language } = await listeners.target(organisationId, target);
        return [
          { do: 'say', text: wording.text(language, 'voice.inConference.back'), language },
          joining({ incidentId, organisationId }, targetOfKey(participant.label) ?? target),
        ];
      },
    };
  };
}
