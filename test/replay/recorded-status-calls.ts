import { traveller } from '../workflows/people.js';
import type { ScriptedDesk } from '../workflows/scripted-desk.js';
import type { History } from '../workflows/stage.js';
import { playStatusCall, type StatusCallStory } from '../workflows/status-call-story.js';
import type { RecordedStory } from './recorded-story.js';

function statusCall(
  prepare: (desk: ScriptedDesk) => void,
  story: (around: StatusCallStory) => Promise<void>,
): RecordedStory {
  return async (server) => {
    let histories: readonly History[] = [];
    await playStatusCall(server, prepare, async (around) => {
      await story(around);
      histories = await around.histories();
    });
    return histories;
  };
}

/** Status calls, by how they end. */
export const recordedStatusCalls: Readonly<Record<string, RecordedStory>> = {
  'status-call-answered-help': statusCall(
    (desk) => {
      desk.helpFailures = 1;
      desk.whenCalled(traveller, desk.staysOnThePhone);
    },
    async ({ desk, until, answers, pass, hasEnded }) => {
      await until(() => desk.isOnThePhone(traveller));
      await answers('help', 'sms');
      await pass('1 minute');
      await until(hasEnded);
    },
  ),

  'status-call-unreached': statusCall(
    () => undefined,
    async ({ pass, until, hasEnded }) => {
      await pass('20 minutes');
      await until(hasEnded);
    },
  ),
};
