import { describe, expect, it } from '@jest/globals';
import { incidentIdSchema } from '../../domain/identifiers.js';
import { createRoomsSeen } from './rooms-seen.js';

const incident = incidentIdSchema.parse('inc_withrooms');
const caller = { callSid: 'CAcaller', label: 'caller', room: 'CFfirst', account: 'ACfirst' };

describe('the rooms that a process has seen', () => {
  it('tell where somebody is who came and has not left', () => {
    const rooms = createRoomsSeen();
    expect(rooms.whereabouts(incident)).toBeUndefined();
    rooms.note(incident, { ...caller, present: true, sequence: 1 });
    expect(rooms.whereabouts(incident)).toEqual({ caller: ['ACfirst'], others: [] });
    rooms.note(incident, { ...caller, present: false, sequence: 2 });
    expect(rooms.whereabouts(incident)).toBeUndefined();
  });

  it('are forgotten when there are too many newer ones', () => {
    const rooms = createRoomsSeen();
    rooms.note(incident, { ...caller, present: true, sequence: 1 });
    for (let count = 0; count < 1_000; count += 1) {
      const other = incidentIdSchema.parse(`inc_other${count}xyz`);
      rooms.note(other, { ...caller, present: true, sequence: 1 });
    }
    expect(rooms.whereabouts(incident)).toBeUndefined();
  });
});
