import { describe, expect, it } from '@jest/globals';
import { keepsIdentifier } from './same-person.js';

const frieda = { id: 'con_frieda', name: 'Frieda Müller', phones: ['+4930901850'], email: 'f@example.org' };

describe('an identifier in settings (E3, I9)', () => {
  it('stays with its person who has another phone, or another address', () => {
    expect(keepsIdentifier(frieda, [frieda])).toBe(true);
    expect(keepsIdentifier({ ...frieda, phones: ['+4930901851'], email: 'F@Example.org' }, [frieda])).toBe(
      true,
    );
    expect(keepsIdentifier({ ...frieda, email: 'frieda@example.org' }, [frieda])).toBe(true);
    expect(keepsIdentifier({ ...frieda, email: undefined }, [frieda])).toBe(true);
  });

  it('ends when nothing has stayed by which they were reached: a name may be that of a role', () => {
    const next = { ...frieda, phones: ['+4930901851'], email: 'next@example.org' };
    expect(keepsIdentifier(next, [frieda])).toBe(false);
    expect(keepsIdentifier({ id: frieda.id, name: frieda.name }, [frieda])).toBe(false);
    const unreached = { id: frieda.id, name: frieda.name };
    expect(keepsIdentifier(frieda, [unreached])).toBe(true);
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
