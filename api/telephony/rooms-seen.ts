import type { IncidentId } from '../../domain/identifiers.js';
import {
  emptyConference,
  notePresence,
  noteRoomOver,
  whereaboutsIn,
  type Conference,
  type Presence,
  type Whereabouts,
} from '../../domain/incident/conference.js';

/**
 * Who is in which room, as far as this process was told. The incident itself knows better, but cannot be asked quickly
 * while it waits for MongoDB, and a person on the phone does not wait for it.
 */
export interface RoomsSeen {
  note(incidentId: IncidentId, presence: Presence): void;
  noteRoomOver(incidentId: IncidentId, room: string): void;
  whereabouts(incidentId: IncidentId): Whereabouts | undefined;
}

const mostRemembered = 1_000;

export function createRoomsSeen(): RoomsSeen {
  const conferences = new Map<IncidentId, Conference>();
  function remember(incidentId: IncidentId, conference: Conference): void {
    conferences.delete(incidentId);
    conferences.set(incidentId, conference);
    const [oldest] = conferences.keys();
    if (conferences.size > mostRemembered && oldest !== undefined) conferences.delete(oldest);
  }
  return {
    note(incidentId, presence) {
      const known = conferences.get(incidentId);
      // Calls end that were in no room: these are not to push out the incidents in which somebody waits.
      if (known === undefined && !presence.present) return;
      remember(incidentId, notePresence(known ?? emptyConference(false), presence).conference);
    },
    noteRoomOver(incidentId, room) {
      const known = conferences.get(incidentId);
      if (known !== undefined) remember(incidentId, noteRoomOver(known, room).conference);
    },
    whereabouts(incidentId) {
      const conference = conferences.get(incidentId);
      return conference && whereaboutsIn(conference);
    },
  };
}
