import { relative } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/** What runs longest: a file that is begun last is waited for by everybody. */
const longestFirst = [
  /^api\/permission-walk\./,
  /^cli\/doctor\./,
  // Those with a stack of their own, or several.
  /^test\/stories\/(alarms|command-line|demo|nothing-personal-written-down|outages|telephony-in-trouble)\./,
  /^test\/stories\//,
  /^workflows\/incident\/incident\.model\./,
  /^activities\/(persons|retention)\/[\w-]+\.model\./,
  /^test\/workflows\//,
];

/** Jest begins with what took longest the last time. Before there was a first time it knows only the size of the files. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some((test) => test.duration !== undefined)) return sorted;
    return [...sorted].sort((one, other) => place(one) - place(other));
  }
}

function place({ path, context }) {
  const file = relative(context.config.rootDir, path).replaceAll('\\', '/');
  const found = longestFirst.findIndex((pattern) => pattern.test(file));
  return found === -1 ? longestFirst.length : found;
}
