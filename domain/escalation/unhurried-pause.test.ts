import { describe, expect, it } from '@jest/globals';
import type { RosterMember } from './roster.js';
import { unhurriedPause } from './unhurried-pause.js';

const hour = 3_600_000;
const member = (available?: RosterMember['available']): RosterMember => ({
  target: { role: 'authorising-person', id: 'con_frieda' },
  steps: [{ channel: 'voice', position: 0 }],
  ...(available === undefined ? {} : { available }),
});

describe('the pause before somebody is asked again who need not hurry (I6, I9)', () => {
  const day = 86_400;

  it('is the usual one where everybody could be asked', () => {
    expect(unhurriedPause([], day, 0)).toBe(day);
    expect(unhurriedPause([member(), member([{ from: 0, to: hour }])], day, 5)).toBe(day);
  });

  it('ends when the first of those may be called who may not be now', () => {
    const atNine = member([{ from: 9 * hour, to: 17 * hour }]);
    const atEight = member([{ from: 8 * hour, to: 9 * hour }]);
    expect(unhurriedPause([member(), atNine, atEight], day, 0)).toBe(8 * 3600);
  });

  it('is never longer than usual, and does not end for hours that are over', () => {
    const far = member([{ from: 60 * hour, to: 61 * hour }]);
    const over = member([{ from: 0, to: hour }]);
    expect(unhurriedPause([far, over], day, 2 * hour)).toBe(day);
  });
});
