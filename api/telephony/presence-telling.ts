import type { Cases } from '../../cases/cases.js';
import type { IncidentId } from '../../domain/identifiers.js';
import { overCall, type ConferenceCall, type Presence } from '../../domain/incident/conference.js';
import type { BackgroundWork } from '../background-work.js';
import { isNotFound } from '../use-cases/time-limit.js';
import type { RoomsSeen } from './rooms-seen.js';

/**
 * Tells incidents who is in their conference. One webhook may be lost, so that somebody has left is told by each that
 * proves it: the conference's own, the end of the room, and the end of the call. Whatever comes twice changes nothing.
 */
export interface PresenceTelling {
  tell(incidentId: IncidentId, presence: Presence): void;
  /** The room is over: nobody is in it any more. */
  roomOver(incidentId: IncidentId, room: string): void;
  /** The call is over, whether or not it was in the conference. */
  callOver(incidentId: IncidentId, call: Pick<ConferenceCall, 'callSid' | 'label' | 'account'>): void;
}

/** Presence older than this tells nothing any more. Milliseconds. */
const persistence = { giveUpAfter: 10 * 60_000 };
/** An incident that is not there after so long is over. Milliseconds. */
const longestOpening = 60_000;

export function createPresenceTelling({
  incidents,
  roomsSeen,
  background,
  now,
}: {
  readonly incidents: Pick<Cases['incidents'], 'tellPresence' | 'tellRoomOver'>;
  readonly roomsSeen: RoomsSeen;
  readonly background: BackgroundWork;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): PresenceTelling {
  /** @param patience how long an incident may be unknown, since the caller may be quicker than its opening. */
  function insist(patience: number, tell: () => Promise<void>): void {
    const openedBy = now() + patience;
    background.runUntilItWorks(
      'telling who is in a conference',
      async () => {
        try {
          await tell();
        } catch (error) {
          if (!isNotFound(error) || now() < openedBy) throw error;
        }
      },
      persistence,
    );
  }

  return {
    tell(incidentId, presence) {
      roomsSeen.note(incidentId, presence);
      insist(longestOpening, () => incidents.tellPresence(incidentId, presence));
    },
    roomOver(incidentId, room) {
      roomsSeen.noteRoomOver(incidentId, room);
      insist(longestOpening, () => incidents.tellRoomOver(incidentId, { room }));
    },
    callOver(incidentId, call) {
      const over = overCall(call);
      roomsSeen.note(incidentId, over);
      // Many a call that ends was about no incident that runs.
      insist(0, () => incidents.tellPresence(incidentId, over));
    },
  };
}
