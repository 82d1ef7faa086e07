import { isAlive } from '../../activities/attempts/call-outcome.js';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import { deskOrganisationId, type IncidentId, type OrganisationId } from '../../domain/identifiers.js';
import type { CallReference } from '../../domain/incident/conference.js';
import { deskScope } from '../../domain/scope.js';
import type { WaitingCall, WebhookAddresses } from '../../providers/telephony/addresses.js';
import type { Telephony } from '../../providers/telephony/telephony.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';
import type { ConferenceWebhook, VoiceWebhook } from '../../providers/telephony/webhooks.js';
import type { Wording } from '../../wording/wording.js';
import type { BackgroundWork } from '../background-work.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { EmergencyScripts } from './emergency-scripts.js';
import type { Bridging } from './bridging.js';
import { callerLabel, type Joining } from './joining.js';
import type { Listener, Listeners } from './listeners.js';
import type { PresenceTelling } from './presence-telling.js';

export interface ConferenceWebhookDependencies {
  readonly presence: PresenceTelling;
  readonly reading: Pick<CaseReading, 'runningIncident'>;
  readonly store: Pick<Store, 'cases' | 'intakes'>;
  readonly contactBook: Pick<ContactBook, 'traveller'>;
  readonly listeners: Listeners;
  readonly joining: Joining;
  readonly bridging: Pick<Bridging, 'bringTogether'>;
  readonly wording: Wording;
  readonly addresses: Pick<WebhookAddresses, 'conferenceWait'>;
  readonly telephony: Pick<Telephony, 'redirectCall'>;
  readonly emergencyScripts: EmergencyScripts;
  readonly background: BackgroundWork;
}

/** The conference of an incident: who comes and goes, what a waiting caller hears. */
export interface ConferenceWebhooks {
  /** Tells the incident who is there; in the background, until it works. */
  event(incidentId: IncidentId, webhook: ConferenceWebhook): void;
  /**
   * Played again and again to somebody who is alone there. A caller of whose incident nothing is heard for too long is
   * connected straight to the emergency line: nobody who could be called for them would be (I4). Somebody who waits for
   * them in the room of another account is brought together with them (X1).
   */
  wait(incidentId: IncidentId, organisationId: OrganisationId, waiting?: WaitingCall): Promise<VoiceScript>;
  /** Played once to a caller whose helper is being asked something. */
  announcement(incidentId: IncidentId, organisationId: OrganisationId): Promise<VoiceScript>;
  /** For somebody who is still on the phone after the conference; who is not has left it for good. */
  left(incidentId: IncidentId, label: string, webhook: VoiceWebhook): Promise<VoiceScript>;
}

const breathSeconds = 8;
const patience = 300;
/** So long an incident may take to say that it is there. Milliseconds. */
const longestSilence = 2_000;
/** So often in a row it may say nothing: some 25 seconds. An incident needs a moment to begin, and a worker to be replaced. */
const mostMissed = 3;

export function createConferenceWebhooks({
  presence,
  reading,
  store,
  contactBook,
  listeners,
  joining,
  bridging,
  wording,
  addresses,
  telephony,
  emergencyScripts,
  background,
}: ConferenceWebhookDependencies): ConferenceWebhooks {
  /** The caller's own language where they are known; everybody who waits there understands the organisation's. */
  async function listenerIn(incidentId: IncidentId, organisationId: OrganisationId): Promise<Listener> {
    const [listener, intake] = await Promise.all([
      listeners.anybody(organisationId),
      ifKnown(patience, () => store.intakes.find(deskScope, incidentId)),
    ]);
    const travellerId = intake?.report?.travellerId;
    const traveller =
      travellerId === undefined
        ? undefined
        : await ifKnown(patience, () => contactBook.traveller(organisationId, travellerId));
    return { ...listener, language: traveller?.language ?? listener.language };
  }

  /** What is done for a caller who is alone there, and how things stand with them from now on. */
  async function lookAfter(
    incidentId: IncidentId,
    organisationId: OrganisationId,
    { missed, apart, ...call }: WaitingCall,
  ): Promise<WaitingCall> {
    const view = await reading.runningIncident(incidentId, longestSilence);
    if (view === undefined) {
      // Again where that has failed too.
      if ((missed + 1) % mostMissed === 0) connectWithoutUs(organisationId, call);
      return { ...call, missed: missed + 1, apart };
    }
    if (view.companyApart === undefined) return { ...call, missed: 0, apart: 0 };
    bridging.bringTogether(view, call, apart + 1);
    return { ...call, missed: 0, apart: apart + 1 };
  }

  function connectWithoutUs(organisationId: OrganisationId, { callSid: sid, account }: CallReference): void {
    background.run('connecting a caller whose incident says nothing', async () => {
      await telephony.redirectCall({ sid, account }, await emergencyScripts.of(organisationId, account));
    });
  }

  return {
    event(incidentId, { event, label, callSid, sequence, conferenceSid: room, account }) {
      if (event === 'end' && room !== undefined) presence.roomOver(incidentId, room);
      if ((event !== 'join' && event !== 'leave') || label === undefined || callSid === undefined) return;
      presence.tell(incidentId, {
        callSid,
        label: targetKeyOf(label),
        present: event === 'join',
        sequence,
        ...(room === undefined ? {} : { room }),
        ...(account === undefined ? {} : { account }),
      });
    },

    async wait(incidentId, organisationId, waiting) {
      const [{ language }, stillWaiting] = await Promise.all([
        listenerIn(incidentId, organisationId),
        waiting && lookAfter(incidentId, organisationId, waiting),
      ]);
      const waitUrl = addresses.conferenceWait(incidentId, organisationId, stillWaiting);
      return [
        { do: 'say', text: wording.text(language, 'voice.caller.waiting'), language },
        { do: 'pause', seconds: breathSeconds },
        { do: 'go-to', url: waitUrl },
      ];
    },

    async announcement(incidentId, organisationId) {
      const { language } = await listenerIn(incidentId, organisationId);
      return [{ do: 'say', text: wording.text(language, 'voice.caller.interrupted'), language }];
    },

    async left(incidentId, label, webhook) {
      // Whoever hung up in the conference is asked about too, and hears nothing of the answer.
      if (!isAlive(webhook)) {
        const { callSid, account } = webhook;
        presence.callOver(incidentId, { callSid, label: targetKeyOf(label), account });
      }
      const view =
        (await reading.runningIncident(incidentId, 1_000)) ??
        (await ifKnown(patience, () => store.cases.incident(deskScope, incidentId)));
      if (label !== callerLabel || (view !== undefined && view.state !== 'open')) {
        const { language } = await listeners.anybody(view?.organisationId ?? deskOrganisationId);
        return [{ do: 'say', text: wording.text(language, 'voice.goodbye'), language }, { do: 'hang-up' }];
      }
      // Then the caller is connected to the emergency line, as with every failure.
      if (view === undefined) throw new Error('The incident of the conference is not known.');
      const { organisationId } = view;
      const { language } = await listenerIn(incidentId, organisationId);
      return [
        { do: 'say', text: wording.text(language, 'voice.caller.otherSideLeft'), language },
        joining({ incidentId, organisationId }, callerLabel, webhook),
      ];
    },
  };
}

/** Labels are `role.id`, since the provider allows no slash there; cases know people as `role/id`. */
function targetKeyOf(label: string): string {
  return label.replace('.', '/');
}
