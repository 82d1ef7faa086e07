import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../domain/errors.js';
import { createBodyBudget } from './body-budget.js';

describe('the room for raw bodies (C2, X3)', () => {
  it('is refused when there is no more, and comes back once', () => {
    const bodies = createBodyBudget({ bytes: 100, bytesOfOneCaller: 100 });
    const giveBack = bodies.take('one', 60);
    expect(() => bodies.take('other', 41)).toThrow(DomainError);
    const giveBackOther = bodies.take('other', 40);
    giveBack();
    giveBack();
    expect(() => bodies.take('third', 61)).toThrow(expect.objectContaining({ kind: 'unavailable' }));
    bodies.take('third', 60);
    giveBackOther();
  });

  it('is never taken by one caller alone', () => {
    const bodies = createBodyBudget({ bytes: 100, bytesOfOneCaller: 50 });
    const giveBack = bodies.take('one', 30);
    expect(() => bodies.take('one', 30)).toThrow(expect.objectContaining({ kind: 'unavailable' }));
    bodies.take('other', 50);
    giveBack();
    bodies.take('one', 50);
  });
});
