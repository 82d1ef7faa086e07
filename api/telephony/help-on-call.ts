import type { AttemptOrder } from '../../domain/attempt.js';
import { incidentIdOfStatusCall, travellerIdSchema, type StatusCallId } from '../../domain/identifiers.js';
import { unavailable } from '../../domain/errors.js';
import { deskScope } from '../../domain/scope.js';
import type { Telephony } from '../../providers/telephony/telephony.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';
import type { VoiceWebhook } from '../../providers/telephony/webhooks.js';
import type { Wording } from '../../wording/wording.js';
import type { BackgroundWork } from '../background-work.js';
import type { CallersIncidents } from '../use-cases/callers-incidents.js';
import type { CallForHelp, IncidentOpening } from '../use-cases/incident-opening.js';
import type { EmergencyScripts } from './emergency-scripts.js';
import type { Joining } from './joining.js';
import { callerLabel } from './joining.js';
import type { Listeners } from './listeners.js';

export interface HelpOnCallDependencies {
  readonly opening: IncidentOpening;
  readonly callersIncidents: Pick<CallersIncidents, 'remember'>;
  readonly telephony: Pick<Telephony, 'redirectCall'>;
  readonly background: BackgroundWork;
  readonly emergencyScripts: EmergencyScripts;
  readonly joining: Joining;
  readonly listeners: Listeners;
  readonly wording: Wording;
}

/** A person on the line needs help. Nothing here waits for MongoDB or Temporal (design, "Calls" 7). */
export interface HelpOnCall {
  /**
   * Opens the incident in the background, until it works. Where that takes too long, the caller's call is connected
   * straight to the emergency line.
   */
  open(call: CallForHelp, webhook: VoiceWebhook, lifeInDanger: boolean): void;
  /** "Help" in a status call: opens its incident, and has the traveller wait in its conference on the same call (I3). */
  answerStatusCall(
    order: AttemptOrder,
    statusCallId: StatusCallId,
    webhook: VoiceWebhook,
    help: { readonly lifeInDanger: boolean },
  ): Promise<VoiceScript>;
}

/** So long a caller waits in an incident that nobody knows of, before they are connected without it. Milliseconds. */
const longestUnknown = 10_000;

export function createHelpOnCall({
  opening,
  callersIncidents,
  telephony,
  background,
  emergencyScripts,
  joining,
  listeners,
  wording,
}: HelpOnCallDependencies): HelpOnCall {
  function open(call: CallForHelp, { callSid: sid, account }: VoiceWebhook, lifeInDanger: boolean): void {
    if (call.callerPhone !== undefined) callersIncidents.remember(call.callerPhone, call.incidentId);
    const connectWithoutUs = async () => {
      await telephony.redirectCall({ sid, account }, await emergencyScripts.of(call.organisationId, account));
    };
    background.runUntilItWorks('opening an incident', () => openNow(call, lifeInDanger), {
      ...(call.callerWaiting ? { whenLate: { after: longestUnknown, act: connectWithoutUs } } : {}),
    });
  }

  async function openNow(call: CallForHelp, lifeInDanger: boolean): Promise<void> {
    const { callerWaiting, callBack } = call;
    // The status call's own workflow may have opened it a moment before: then the incident is told of the caller.
    if (call.source === 'status-call') {
      await opening.openWithHelp(call, { callerWaiting, callBack, lifeInDanger });
      return;
    }
    const { opened } = await opening.open(deskScope, call);
    // The sweeper would start it, but a caller is waiting: it is tried again at once.
    if (opened === 'accepted') throw unavailable('The case engine');
  }

  return {
    open,

    async answerStatusCall(order, statusCallId, webhook, { lifeInDanger }) {
      const { organisationId, target } = order;
      const incidentId = incidentIdOfStatusCall(statusCallId);
      const [{ language }, { language: reportLanguage }] = await Promise.all([
        listeners.target(organisationId, target),
        listeners.anybody(organisationId),
      ]);
      const threat = lifeInDanger ? 'immediate' : 'unknown';
      const travellerId = travellerIdSchema.safeParse(target.id).data;
      open(
        {
          incidentId,
          organisationId,
          report: {
            kind: 'security',
            threat,
            summary: wording.text(reportLanguage, 'report.statusHelp'),
            ...(travellerId === undefined ? {} : { travellerId }),
          },
          source: 'status-call',
          reportedBy: { by: 'target', target },
          callerPhone: webhook.to,
          callerWaiting: true,
          callBack: false,
        },
        webhook,
        lifeInDanger,
      );
      const say = (text: string) => ({ do: 'say', text, language }) as const;
      return [
        ...(lifeInDanger ? [say(wording.text(language, 'voice.done.lifeInDanger'))] : []),
        say(wording.text(language, 'voice.done.helpIsComing')),
        say(wording.text(language, 'voice.caller.ifCutOff')),
        joining({ incidentId, organisationId }, callerLabel, webhook),
      ];
    },
  };
}
