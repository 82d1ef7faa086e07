import { afterAll, beforeAll, describe } from '@jest/globals';
import { unheardCallerStories } from './alarms/caller-hangs-up-unheard.js';
import { lostSupportCaseStories } from './alarms/lost-support-case.js';
import { stuckIncidentStories } from './alarms/stuck-incident.js';
import { unstartedReportStories } from './alarms/unstarted-report.js';
import { startOwnStack, type OwnStack } from './story/stacks.js';

// One stack for all of them, since starting one takes more computing than most stories.
describe('with an auditor that looks every second', () => {
  let stack: OwnStack;
  beforeAll(async () => {
    stack = await startOwnStack({
      AUDITOR_GRACE_SECONDS: '2',
      AUDITOR_INTERVAL_SECONDS: '1',
      SWEEPER_INTERVAL_SECONDS: '1',
      SWEEPER_AGE_SECONDS: '1',
      DUTY_EMAIL: 'duty@example.org',
    });
  });
  afterAll(() => stack.stop());

  unheardCallerStories(() => stack);
  lostSupportCaseStories(() => stack);
  stuckIncidentStories(() => stack);
  unstartedReportStories(() => stack);
});
