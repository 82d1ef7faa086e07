import { describe, expect, it } from '@jest/globals';
import { ServiceError } from '@temporalio/client';
import { repeatLostTask } from './lost-task.js';

/** As the client tells what the server answered. */
function serverAnswers(code: number): ServiceError {
  const cause = Object.assign(new Error('told by the server'), { code, details: '', metadata: {} });
  return new ServiceError('Workflow Update failed', { cause });
}
const failedPrecondition = 9;
const deadlineExceeded = 4;

describe('an update whose workflow task is lost (I12)', () => {
  it('is given again until it is taken', async () => {
    let left = 2;
    const answer = await repeatLostTask(() =>
      left-- > 0 ? Promise.reject(serverAnswers(failedPrecondition)) : Promise.resolve('closed'),
    );
    expect(answer).toBe('closed');
    expect(left).toBe(-1);
  });

  it('ends with the deadline', async () => {
    const answers = [serverAnswers(failedPrecondition), serverAnswers(deadlineExceeded)];
    const last = answers.at(-1);
    await expect(
      repeatLostTask(() => Promise.reject(answers.shift() ?? new Error('too often'))),
    ).rejects.toBe(last);
  });

  it.each([
    ['an answer without a cause', new ServiceError('Workflow Update failed')],
    ['another failure', new Error('told by nobody')],
  ])('is not given again after %s', async (_name, failure) => {
    let asked = 0;
    const asking = repeatLostTask(() => {
      asked += 1;
      return Promise.reject(failure);
    });
    await expect(asking).rejects.toBe(failure);
    expect(asked).toBe(1);
  });
});
