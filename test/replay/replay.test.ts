import { beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { workflowBundleFile } from '../../dev/stack/workflow-bundle.js';
import { installQuietRuntime } from '../workflows/quiet-runtime.js';
import { recordedStories } from './recorded-stories.js';
import { readHistory, storedHistories, type StoredHistory } from './stored-histories.js';

describe('stored histories', () => {
  let histories: readonly StoredHistory[];
  let codePath: string;
  beforeAll(async () => {
    installQuietRuntime();
    [histories, codePath] = await Promise.all([storedHistories(), workflowBundleFile()]);
  });

  /** Replays them; tells the names of those that were replayed, and which of them failed. */
  async function replay(stored: readonly StoredHistory[]) {
    const replayed: string[] = [];
    const failed: Record<string, string> = {};
    const results = Worker.runReplayHistories(
      { workflowBundle: { codePath } },
      stored.map(({ name, text }) => ({ workflowId: name, history: readHistory(text) })),
    );
    for await (const { workflowId, error } of results) {
      replayed.push(workflowId);
      if (error !== undefined) failed[workflowId] = error.message;
    }
    return { replayed, failed };
  }

  it('are there for every typical case, with runs that were continued', () => {
    const names = new Set(histories.map(({ name }) => name.replace(/\.\d+$/, '')));
    expect([...names].sort()).toEqual(Object.keys(recordedStories).sort());
    const continued = histories.filter(({ text }) => text.includes('WORKFLOW_EXECUTION_CONTINUED_AS_NEW'));
    expect(continued.length).toBeGreaterThanOrEqual(2);
  });

  it('are replayed by the workflows of today: no running case is left behind by a release (I1)', async () => {
    const { replayed, failed } = await replay(histories);
    expect(failed).toEqual({});
    expect(replayed).toEqual(histories.map(({ name }) => name));
  });

  it('are not replayed by a workflow that does something else: the test before would notice', async () => {
    const [first] = histories;
    const text = first?.text.replaceAll('placeAttempt', 'somethingElse') ?? '';
    expect(text).not.toBe(first?.text);
    const { failed } = await replay([{ name: 'altered', text }]);
    expect(failed['altered']).toContain('somethingElse');
  });
});
