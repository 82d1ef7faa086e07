import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { repeat } from './repeating.js';

const log = pino({ level: 'silent' });
const hour = 3_600_000;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('what is repeated', () => {
  it('goes on after a failed round', async () => {
    let rounds = 0;
    const repeating = repeat(
      'test',
      1,
      () => {
        rounds += 1;
        return Promise.reject(new Error('Failed'));
      },
      log,
    );
    await until(() => rounds > 2);
    await repeating.stop();
  });

  it('comes at once when it is asked for, also during a round', async () => {
    let rounds = 0;
    let finishRound: () => void = () => undefined;
    const repeating = repeat(
      'test',
      hour,
      () => {
        rounds += 1;
        return new Promise<void>((resolve) => {
          finishRound = resolve;
        });
      },
      log,
    );
    await until(() => rounds === 1);
    repeating.soon();
    repeating.soon();
    finishRound();
    await until(() => rounds === 2);
    finishRound();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(rounds).toBe(2);
    repeating.soon();
    await until(() => rounds === 3);
    const stopped = repeating.stop();
    finishRound();
    await stopped;
    expect(rounds).toBe(3);
  });
});
