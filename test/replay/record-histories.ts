import { startTimeSkipping } from '../workflows/time-skipping.js';
import { recordedStories } from './recorded-stories.js';
import { storeHistories, writeHistory, type StoredHistory } from './stored-histories.js';

/*
 * Records the histories anew: `npx tsx test/replay/record-histories.ts`. Run by hand, and only when a change of the
 * workflows need not be replayed by running incidents, i.e. before a first release or when all the old ones are over.
 */
const server = await startTimeSkipping();
try {
  const histories: StoredHistory[] = [];
  for (const [name, record] of Object.entries(recordedStories)) {
    for (const [run, history] of (await record(server)).entries()) {
      histories.push({ name: `${name}.${run + 1}`, text: writeHistory(history) });
      console.log(`${name}, run ${run + 1}: ${history.events?.length ?? 0} events`);
    }
  }
  await storeHistories(histories);
} finally {
  await server.close();
}
