import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Intake } from '../../db/store.js';
import { conflict, unavailable } from '../../domain/errors.js';
import { deskScope } from '../../domain/scope.js';
import { placeOrder } from '../../domain/orders/placing.js';
import { createNotes } from './incident-actions.js';
import { createIntakeKeeping } from './intake-keeping.js';
import { createOrderPlacing } from './order-placing.js';

const incidentId = 'inc_words00001';
const by = { by: 'user', userId: 'usr_somebody1' } as const;
const frame = { scope: deskScope, incidentId, organisationId: 'org_words00001', by, at: 1 } as const;
const ordered = { service: 'evacuation', estimate: { amountMinor: 1, currency: 'EUR' } } as const;

const stored = new Map<string, Intake>();
const taken: string[] = [];
let refusal: Error | undefined;
let isAway = false;
beforeEach(() => {
  stored.clear();
  taken.length = 0;
  refusal = undefined;
  isAway = false;
});

const intakeKeeping = createIntakeKeeping({
  intakes: {
    put(_scope, intake) {
      if (isAway) return Promise.reject(unavailable('MongoDB'));
      stored.set(intake.id, intake);
      return Promise.resolve({ created: true, intake });
    },
    noteTaken(_scope, id) {
      taken.push(id);
      return id.startsWith('not_unnoted') ? Promise.reject(unavailable('MongoDB')) : Promise.resolve();
    },
  },
  sealIntake: ({ id }) => ({ intakeId: id, sealed: 'sealed' }),
});
const answered = <Answer>(answer: Answer): Promise<Answer> =>
  refusal === undefined ? Promise.resolve(answer) : Promise.reject(refusal);
const notes = createNotes({ intakeKeeping, incidents: { addNote: () => answered(undefined) } });
const placing = createOrderPlacing({
  intakeKeeping,
  incidents: {
    placeOrder: (_id, { by: orderedBy, orderId: id }) =>
      answered({
        order: placeOrder({ ...ordered, id, orderedBy, orderedAt: 1, expiresInSeconds: 60 }, {}),
      }),
  },
});
const note = (noteId: string) => notes.add({ ...frame, noteId, text: 'Room seventeen' });
const order = (orderId: `ord_${string}`) =>
  placing.place({ ...frame, ...ordered, orderId, description: 'An ambulance' });

describe('words for an incident (R2)', () => {
  it('say which incident they are for, and that it has taken them', async () => {
    await note('not_words00001');
    await order('ord_words00001');
    expect([...stored.values()]).toMatchObject([
      { id: 'not_words00001', kind: 'note', caseId: incidentId },
      { id: 'ord_words00001', kind: 'order', caseId: incidentId },
    ]);
    expect(taken).toEqual(['not_words00001', 'ord_words00001']);
  });

  it('are not noted as taken when it has refused them, or was not there', async () => {
    for (const failure of [conflict('The incident is over.'), unavailable('The case engine')]) {
      refusal = failure;
      await expect(note('not_words00002')).rejects.toBe(failure);
      await expect(order('ord_words00002')).rejects.toBe(failure);
    }
    expect([...stored.values()]).toMatchObject([{ caseId: incidentId }, { caseId: incidentId }]);
    expect(taken).toEqual([]);
  });

  it('are taken although that cannot be noted, since MongoDB has gone meanwhile or was away before', async () => {
    await note('not_unnoted001');
    isAway = true;
    await note('not_words00003');
    expect(taken).toEqual(['not_unnoted001']);
  });
});
