import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createBackgroundWork } from './background-work.js';

const background = () => createBackgroundWork({ log: pino({ level: 'silent' }) });

describe('background work', () => {
  it('is repeated until it works, and gives its result to whoever waits', async () => {
    let tries = 0;
    const work = () => {
      tries += 1;
      return tries < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve('done');
    };
    const result = await background().untilItWorks('test', work, { firstPause: 1 });
    expect([result, tries]).toEqual(['done', 3]);
  });

  it('does once what is to be done when it is late, and goes on', async () => {
    let acted = 0;
    let tries = 0;
    await background().untilItWorks(
      'test',
      () => {
        tries += 1;
        return tries < 5 ? Promise.reject(new Error('not yet')) : Promise.resolve();
      },
      {
        firstPause: 2,
        whenLate: {
          after: 3,
          act: () => {
            acted += 1;
            return Promise.resolve();
          },
        },
      },
    );
    expect([acted, tries]).toEqual([1, 5]);
  });

  it('is given up after its time, with the last error', async () => {
    const failing = background().untilItWorks('test', () => Promise.reject(new Error('never')), {
      firstPause: 1,
      giveUpAfter: 10,
    });
    await expect(failing).rejects.toThrow('never');
  });

  it('is waited for when the process stops, and given up when that takes too long', async () => {
    const work = background();
    let isDone = false;
    work.run('quick', async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      isDone = true;
    });
    await work.drain(1_000);
    expect(isDone).toBe(true);
    let tries = 0;
    work.runUntilItWorks(
      'endless',
      () => {
        tries += 1;
        return Promise.reject(new Error('never'));
      },
      { firstPause: 5, longestPause: 5 },
    );
    await work.drain(30);
    const triesAtTheEnd = tries;
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(tries - triesAtTheEnd).toBeLessThanOrEqual(1);
  });
});
