import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseRecord, StatusCallView } from '../domain/case-record.js';
import { Journal } from './journal.js';

const view: StatusCallView = {
  case: 'status-call',
  id: 'stc_aaaaaa',
  organisationId: 'org_aaaaaa',
  travellerId: 'trv_aaaaaa',
  state: 'asking',
  openedAt: 0,
  round: 1,
};

const now = () => 3;
const event = { type: 'caller-waiting' } as const;

describe('the journal', () => {
  it('keeps entries until a receipt confirms them', () => {
    const journal = new Journal(undefined, now);
    journal.tell(event, 1);
    journal.tell(event, 2);
    const record = journal.record(view);
    expect(record.entries.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(journal.wantsRecording).toBe(false);

    journal.confirm(record, undefined);
    expect(journal.wantsRecording).toBe(true);
    expect(journal.record(view).entries).toHaveLength(2);

    journal.confirm(record, 2);
    expect(journal.isClean).toBe(true);
  });

  it('does not want recording while a dial is about to carry it', () => {
    const journal = new Journal(undefined, now);
    journal.hold();
    journal.tell(event, 1);
    expect(journal.wantsRecording).toBe(false);
    journal.release();
    expect(journal.wantsRecording).toBe(true);
  });

  it('keeps a sealed text until a record that carried it is confirmed', () => {
    const journal = new Journal(undefined, now);
    journal.keepText({ intakeId: 'inc_aaaaaa', sealed: 'x' });
    journal.tell(event, 1);
    const record = journal.record(view);
    expect(record.sealedTexts).toHaveLength(1);
    journal.confirm(record, 0);
    expect(journal.record(view).sealedTexts).toHaveLength(1);
    journal.confirm(record, 1);
    expect(journal.isClean).toBe(true);
  });

  it('loses no entry, whatever is lost, confirmed late or carried over in between', () => {
    const steps = fc.array(fc.constantFrom('tell', 'store', 'lose', 'carry-over'), { maxLength: 300 });
    fc.assert(
      fc.property(steps, (plan) => {
        let journal = new Journal(undefined, now);
        let told = 0;
        const stored = new Set<number>();
        const store = (record: CaseRecord): void => {
          for (const { sequence } of record.entries) stored.add(sequence);
          let through = 0;
          while (stored.has(through + 1)) through += 1;
          journal.confirm(record, through);
        };
        for (const step of plan) {
          if (step === 'tell') journal.tell(event, ++told);
          else if (step === 'store') store(journal.record(view));
          else if (step === 'lose') journal.confirm(journal.record(view), undefined);
          else journal = new Journal(journal.toData(), now);
        }
        while (!journal.isClean) store(journal.record(view));
        expect(stored.size).toBe(told);
      }),
    );
  });
});
