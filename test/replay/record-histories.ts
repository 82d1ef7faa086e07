import { startTimeSkipping } from '../workflows/time-skipping.js';
import { recordedStories } from './recorded-stories.js';
import { addHistories, storeHistories, writeHistory, type StoredHistory } from './stored-histories.js';

/*
 * Records the histories anew: `npx tsx test/replay/record-histories.ts`, or with the name of a new story that one alone.
 * Run by hand; all of them only when a change of the workflows need not be replayed by running cases, i.e. before a first
 * release or when all the old ones are over.
 */
const [only] = process.argv.slice(2);
const server = await startTimeSkipping();
try {
  const histories: StoredHistory[] = [];
  for (const [name, record] of Object.entries(recordedStories)) {
    if (only !== undefined && name !== only) continue;
    for (const [run, history] of (await record(server)).entries()) {
      histories.push({ name: `${name}.${run + 1}`, text: writeHistory(history) });
      console.log(`${name}, run ${run + 1}: ${history.events?.length ?? 0} events`);
    }
  }
  if (only === undefined) await storeHistories(histories);
  else await addHistories(histories);
} finally {
  await server.close();
}
