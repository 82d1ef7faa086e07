import type { IncidentId } from '../../domain/identifiers.js';
import {
  emptyConference,
  notePresence,
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
  whereabouts(incidentId: IncidentId): Whereabouts | undefined;
}

const mostRemembered = 1_000;

export function createRoomsSeen(): RoomsSeen {
  const conferences = new Map<IncidentId, Conference>();
  return {
    note(incidentId, presence) {
      const { conference } = notePresence(conferences.get(incidentId) ?? emptyConference(false), presence);
      conferences.delete(incidentId);
      conferences.set(incidentId, conference);
      const [oldest] = conferences.keys();
      if (conferences.size > mostRemembered && oldest !== undefined) conferences.delete(oldest);
    },
    whereabouts(incidentId) {
      const conference = conferences.get(incidentId);
      return conference && whereaboutsIn(conference);
    },
  };
}
