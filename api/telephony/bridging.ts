import type { Cases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { IncidentView } from '../../domain/case-record.js';
import {
  accountToJoin,
  whoIsMoved,
  type CallReference,
  type Whereabouts,
} from '../../domain/incident/conference.js';
import type { Language } from '../../domain/language.js';
import { deskScope } from '../../domain/scope.js';
import { callerOf, targetOfKey, type Target } from '../../domain/target.js';
import type { OwnLine } from '../../providers/telephony/own-lines.js';
import type { Telephony } from '../../providers/telephony/telephony.js';
import type { VoiceScript, VoiceStep } from '../../providers/telephony/voice-script.js';
import type { VoiceWebhook } from '../../providers/telephony/webhooks.js';
import type { BridgingNews } from '../../workflows/incident/incident.messages.js';
import type { Wording } from '../../wording/wording.js';
import type { BackgroundWork } from '../background-work.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { Bridge, BridgeAddresses } from './bridge-addresses.js';
import type { BridgeCandidates, BridgedIncident } from './bridge-candidates.js';
import type { BridgeCodes } from './bridge-codes.js';
import type { Joining } from './joining.js';
import type { Listeners } from './listeners.js';
import type { RoomsSeen } from './rooms-seen.js';

export interface BridgingDependencies {
  /** One for each telephony account that can take part. */
  readonly lines: readonly OwnLine[];
  readonly codes: BridgeCodes;
  readonly candidates: Pick<BridgeCandidates, 'remember'>;
  readonly addresses: BridgeAddresses;
  readonly incidents: Pick<Cases['incidents'], 'tellBridging'>;
  readonly reading: Pick<CaseReading, 'runningIncident'>;
  readonly projection: Pick<Store['cases'], 'incident'>;
  readonly roomsSeen: Pick<RoomsSeen, 'whereabouts'>;
  readonly joining: Joining;
  readonly listeners: Pick<Listeners, 'target'>;
  readonly telephony: Pick<Telephony, 'redirectCall'>;
  readonly wording: Wording;
  readonly background: BackgroundWork;
}

/**
 * Brings people together whose calls belong to different telephony accounts. A conference belongs to one account, so the
 * call dials the other account's own number and joins the room there as an incoming call (docs/adr/0007).
 */
export interface Bridging {
  /**
   * Puts somebody who said yes where the other side waits: into the room of their own account, or through to the other
   * account's. `callSid` and `account` are those of their call.
   */
  join(
    incident: BridgedIncident,
    who: Target,
    how: {
      readonly callSid: string;
      readonly account: string;
      readonly view: IncidentView | undefined;
      readonly language: Language;
    },
  ): VoiceScript;
  /**
   * Puts through who came at the same moment as the caller, each on an account of their own, so that neither was known to be
   * anywhere when the other was asked about. In the background; see `whoIsMoved`.
   *
   * @param turn how often it was asked for in a row, this time included.
   */
  bringTogether(view: IncidentView, caller: CallReference, turn: number): void;
  /** For somebody who is still on the phone after the bridge, whether it came about or not. */
  ended(bridge: Bridge, webhook: VoiceWebhook): Promise<VoiceScript>;
}

const mostTries = 2;
/** The other end is a machine of ours: what it has not answered by then, it will not. */
const ringSeconds = 15;
/**
 * The code's prelude: a second for the connection to carry sound, a star that is no choice of any menu, and time for the
 * menu to give way where the caller ID got lost and the leg was taken for a caller.
 */
const prelude = 'ww*www';
/** Presence and expectations older than that tell nothing any more. Milliseconds. */
const persistence = { giveUpAfter: 30_000 };

export function createBridging(dependencies: BridgingDependencies): Bridging {
  const { lines, codes, candidates, addresses, roomsSeen, joining, listeners, telephony, wording } =
    dependencies;

  const lineOf = (account: string | undefined) => lines.find((line) => line.account === account);

  /** The step that puts the person through; undefined: they are to join the room of their own account. */
  function bridgeTo(
    account: string | undefined,
    from: string,
    incident: BridgedIncident,
    who: Target,
    tries: number,
  ): VoiceStep | undefined {
    const there = lineOf(account);
    const here = lineOf(from);
    if (there === undefined || here === undefined) return undefined;
    const { incidentId, organisationId } = incident;
    candidates.remember(incident);
    return {
      do: 'dial',
      number: there.number,
      callerId: here.number,
      ringSeconds,
      sendDigits: prelude + codes.make(incidentId, who.role),
      afterUrl: addresses.ended({ incident: incidentId, organisation: organisationId, ...who, tries }),
    };
  }

  function tell({ incidentId }: BridgedIncident, news: BridgingNews): void {
    dependencies.background.runUntilItWorks(
      'telling of a bridge',
      () => dependencies.incidents.tellBridging(incidentId, news),
      persistence,
    );
  }

  async function currentView(incidentId: BridgedIncident['incidentId']): Promise<IncidentView | undefined> {
    const running = await dependencies.reading.runningIncident(incidentId, 1_000);
    return running ?? ifKnown(300, () => dependencies.projection.incident(deskScope, incidentId));
  }

  /** As the incident itself tells; what this process has seen where it cannot tell, or has not heard of it yet. */
  function whereabouts(
    { incidentId }: BridgedIncident,
    who: Target,
    view: IncidentView | undefined,
  ): Whereabouts | undefined {
    if (view?.whereabouts !== undefined) return view.whereabouts;
    // Whom this process has seen come may have left: a caller who is to be called back is known to have.
    const isAwaited =
      view === undefined ||
      view.caller === 'waiting' ||
      (isCaller(who) && view.caller === 'to-be-called-back');
    return isAwaited ? roomsSeen.whereabouts(incidentId) : undefined;
  }

  /** Into the room of their own account; a caller is looked after there. */
  function joinHere(incident: BridgedIncident, who: Target, call: Pick<VoiceWebhook, 'callSid' | 'account'>) {
    return isCaller(who) ? joining(incident, who, call) : joining(incident, who);
  }

  /** That they are put through, and the bridge; undefined: they are to join the room of their own account. */
  function puttingThrough(
    there: string | undefined,
    from: string,
    incident: BridgedIncident,
    who: Target,
    language: Language,
  ): VoiceScript | undefined {
    const bridge = bridgeTo(there, from, incident, who, 1);
    if (bridge === undefined) return undefined;
    const text = wording.text(
      language,
      isCaller(who) ? 'voice.caller.connecting' : 'voice.caller.waitingForCaller',
    );
    return [{ do: 'say', text, language }, bridge];
  }

  /** Takes a call out of the room where it waits for nothing, and puts it through. */
  async function moveTo(
    there: string,
    { callSid: sid, account }: CallReference,
    incident: BridgedIncident,
    who: Target,
  ): Promise<void> {
    const { language } = await listeners.target(incident.organisationId, who);
    const script = puttingThrough(there, account, incident, who, language);
    if (script === undefined) return;
    // Told behind it: nobody waits for somebody who is not on the way.
    if (await telephony.redirectCall({ sid, account }, script)) tell(incident, { who, state: 'under-way' });
  }

  return {
    join(incident, who, { callSid, account, view, language }) {
      const there = accountToJoin(whereabouts(incident, who, view), sideOf(who), account);
      const script = puttingThrough(there, account, incident, who, language);
      if (script === undefined) return [joinHere(incident, who, { callSid, account })];
      tell(incident, { who, state: 'under-way' });
      return script;
    },

    bringTogether({ id: incidentId, organisationId, travellerId, companyApart = [] }, caller, turn) {
      const [company] = companyApart;
      const who = company && targetOfKey(company.label);
      const moved = whoIsMoved(companyApart.length, turn);
      if (company === undefined || who === undefined || moved === undefined) return;
      const incident = { incidentId, organisationId };
      dependencies.background.run('bringing together who waits in two rooms', () =>
        moved === 'company'
          ? moveTo(caller.account, company, incident, who)
          : moveTo(company.account, caller, incident, callerOf(travellerId)),
      );
    },

    async ended({ incident: incidentId, organisation: organisationId, role, id, tries }, webhook) {
      const { account, state } = webhook;
      // The person has hung up; nobody hears what is answered.
      if (state !== 'in-progress') return [{ do: 'hang-up' }];
      const who: Target = { role, id };
      const incident = { incidentId, organisationId };
      const [view, { language }] = await Promise.all([
        currentView(incidentId),
        listeners.target(organisationId, who),
      ]);
      const say = (text: string): VoiceStep => ({ do: 'say', text, language });
      const there = accountToJoin(whereabouts(incident, who, view), sideOf(who), account);
      switch (whatFollows(view, who, there)) {
        case 'bridge': {
          const again = tries < mostTries ? bridgeTo(there, account, incident, who, tries + 1) : undefined;
          if (again !== undefined) {
            tell(incident, { who, state: 'under-way' });
            return [again];
          }
          tell(incident, { who, state: 'failed' });
          return [say(wording.text(language, 'voice.bridgeFailed')), joinHere(incident, who, webhook)];
        }
        case 'room':
          return [
            ...(isCaller(who) ? [say(wording.text(language, 'voice.caller.otherSideLeft'))] : []),
            joinHere(incident, who, webhook),
          ];
        case 'goodbye':
          return [say(wording.text(language, 'voice.goodbye')), { do: 'hang-up' }];
      }
    },
  };
}

/** A bridge that ends while the other side waits on its own account was none, or broke: it is built again. */
function whatFollows(
  view: IncidentView | undefined,
  who: Target,
  there: string | undefined,
): 'bridge' | 'room' | 'goodbye' {
  // Nobody can tell: somebody who waits alone is worse than an empty room.
  if (view === undefined) return 'bridge';
  if (view.state !== 'open') return 'goodbye';
  const isNeeded = isCaller(who) || view.caller === 'waiting';
  if (isNeeded && there !== undefined) return 'bridge';
  return isNeeded || view.caller === 'to-be-called-back' ? 'room' : 'goodbye';
}

function isCaller({ role }: Target): boolean {
  return role === 'traveller';
}

function sideOf(who: Target): 'caller' | 'company' {
  return isCaller(who) ? 'caller' : 'company';
}
