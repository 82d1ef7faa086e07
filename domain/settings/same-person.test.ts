import { describe, expect, it } from '@jest/globals';
import { keepsIdentifier } from './same-person.js';

const frieda = { id: 'con_frieda', name: 'Frieda Müller', phones: ['+4930901850'], email: 'f@example.org' };

describe('an identifier in settings (E3, I9)', () => {
  it('stays with its person, whatever phone or address they have now', () => {
    expect(keepsIdentifier(frieda, [frieda])).toBe(true);
    const moved = { ...frieda, phones: ['+4930901851'], email: 'frieda@example.org' };
    expect(keepsIdentifier(moved, [frieda])).toBe(true);
  });

  it.each(['frieda müller', ' Frieda  Müller ', 'FRIEDA MULLER', 'Frieda Mu\u0308ller'])(
    'stays when the name is written %j',
    (name) => {
      expect(keepsIdentifier({ ...frieda, name }, [frieda])).toBe(true);
    },
  );

  it('ends when another person takes over the entry, with the same phone and mailbox too', () => {
    expect(keepsIdentifier({ ...frieda, name: 'Gustav Müller' }, [frieda])).toBe(false);
    expect(keepsIdentifier({ id: 'con_frieda', name: 'Gustav' }, [frieda])).toBe(false);
  });

  it('of somebody who has left is nobody’s: it does not come back with another person, or with the same one', () => {
    const gustav = { id: 'con_gustav', name: 'Gustav' };
    expect(keepsIdentifier(frieda, [gustav])).toBe(false);
    expect(keepsIdentifier({ ...gustav, id: 'con_frieda' }, [gustav])).toBe(false);
    expect(keepsIdentifier({ name: 'Frieda Müller' }, [gustav])).toBe(false);
  });

  it('is as it is given where there were no settings before', () => {
    expect(keepsIdentifier(frieda, undefined)).toBe(true);
  });
});
