import { describe, expect, it } from '@jest/globals';
import { canaries, tellingError } from '../workflows/canaries.js';
import { readHistory, storedHistories, writeHistory } from './stored-histories.js';
import { telltalesIn } from './telltales.js';
import { withoutPaths } from './without-origin.js';

const projectFolder = process.cwd();
const payload = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

/** A history in which somebody was careless: in the failure of an activity, and in what an update was told. */
function careless({ message = 'It failed.', stackTrace = '', told = {} as unknown }): string {
  return JSON.stringify({
    events: [
      {
        eventId: '1',
        eventType: 'EVENT_TYPE_ACTIVITY_TASK_FAILED',
        activityTaskFailedEventAttributes: { identity: '4711@a-machine', failure: { message, stackTrace } },
      },
      {
        eventId: '2',
        eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED',
        workflowExecutionSignaledEventAttributes: { input: { payloads: [{ data: payload(told) }] } },
      },
    ],
  });
}

const whatIn = (history: string) => [...new Set(telltalesIn(history).map(({ what }) => what))].sort();

describe('stored histories', () => {
  it('hold no path, no e-mail address, no phone number, no name, not even of a machine', async () => {
    const histories = await storedHistories();
    expect(histories.length).toBeGreaterThan(0);
    for (const { name, text } of histories) {
      expect({ name, telltales: telltalesIn(text) }).toEqual({ name, telltales: [] });
      expect(text).toContain('"recorded"');
    }
  });

  it('would be found out, wherever they told something', () => {
    const { name, phone, email, folder } = canaries;
    const clean = careless({});
    expect(whatIn(clean)).toEqual(['machine']);
    expect(whatIn(careless({ message: tellingError }))).toEqual(
      expect.arrayContaining(['path', 'email', 'phone', 'canary']),
    );
    expect(whatIn(careless({ message: `Call ${phone.slice(1)}` }))).toContain('canary');
    expect(whatIn(careless({ message: 'Call +36 1 234 5678' }))).toContain('phone');
    expect(whatIn(careless({ message: 'Write to jo@mail.example.net' }))).toContain('email');
    expect(whatIn(careless({ message: name.split(' ')[1] ?? '' }))).toContain('canary');
    expect(whatIn(careless({ stackTrace: `at work (${folder}/work.ts:1:2)` }))).toContain('path');
    expect(whatIn(careless({ stackTrace: 'at work (file:///srv/x/work.ts:1:2)' }))).toContain('path');
    expect(whatIn(careless({ stackTrace: 'at work (C:\\srv\\work.ts:1:2)' }))).toContain('path');
    expect(whatIn(careless({ told: { note: email } }))).toEqual(expect.arrayContaining(['email', 'canary']));
    expect(whatIn(careless({ told: { note: phone } }))).toContain('phone');
    expect(whatIn(careless({ told: { note: folder } }))).toContain('path');
    expect(whatIn(careless({ told: { travellerName: 'Jo' } }))).toContain(
      'field for a name, number or address',
    );
  });
});

describe('the recorder', () => {
  it('leaves files as they are seen from the project, and of others their names', () => {
    expect(
      withoutPaths(
        [
          'Error: It failed.',
          `    at Desk.work (${projectFolder}/test/workflows/desk.ts:186:49)`,
          `    at file://${projectFolder}/workflows/journal.ts:7:1`,
          '    at run (/srv/elsewhere/node_modules/@temporalio/worker/lib/worker.js:1:2)',
          '    at <anonymous> (/tmp/bundle-1/workflow-bundle-a1.js:10:3)',
          '    at C:\\Users\\somebody\\work.ts:3:4',
          '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
        ].join('\n'),
      ),
    ).toBe(
      [
        'Error: It failed.',
        '    at Desk.work (test/workflows/desk.ts:186:49)',
        '    at workflows/journal.ts:7:1',
        '    at run (node_modules/@temporalio/worker/lib/worker.js:1:2)',
        '    at <anonymous> (workflow-bundle-a1.js:10:3)',
        '    at work.ts:3:4',
        '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
      ].join('\n'),
    );
  });

  it('touches neither addresses nor keys nor what is relative already', () => {
    const text = 'https://desk.example.org/v1/incidents, incident:inc_a/notice-1, a/b/c.ts:1:2, 1/2, and/or';
    expect(withoutPaths(text)).toBe(text);
  });

  it('strips machine and folders from everything that it writes, payloads included', () => {
    const path = `${projectFolder}/workflows/journal.ts`;
    const written = writeHistory(
      readHistory(
        careless({ message: `No ${path}`, stackTrace: `at work (${path}:1:2)`, told: { at: path } }),
      ),
    );
    expect(telltalesIn(written)).toEqual([]);
    expect(written).toContain('at work (workflows/journal.ts:1:2)');
    expect(written).toContain(payload({ at: 'workflows/journal.ts' }));
  });
});
