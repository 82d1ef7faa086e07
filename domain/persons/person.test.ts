import { describe, expect, it } from '@jest/globals';
import { mergedTraces, type PersonTraces } from './person.js';

const noted: PersonTraces = {
  ...{ id: 'usr_example001', organisationId: 'org_thedesk' },
  ...{ names: ['Toni'], phones: [], emails: ['toni@example.org'] },
};

describe('what is known of somebody (R4)', () => {
  it('is what was noted with the request, and what is known since', () => {
    const present: PersonTraces = { ...noted, names: ['Toni Berg', 'Toni'], phones: ['+4915100000001'] };
    expect(mergedTraces(noted, present)).toEqual({
      ...noted,
      ...{ names: ['Toni', 'Toni Berg'], phones: ['+4915100000001'] },
    });
    expect(mergedTraces(noted, undefined)).toEqual(noted);
  });

  it('says whose person they are when either says it', () => {
    const own: PersonTraces = { ...noted, isOwnPerson: true };
    expect(mergedTraces(noted, own)).toEqual(own);
    expect(mergedTraces(own, noted)).toEqual(own);
    expect(mergedTraces(noted, noted)).not.toHaveProperty('isOwnPerson');
  });
});
