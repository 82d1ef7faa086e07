import { readyMessage } from '../../separate-process.js';
import { parseMail } from './parse-mail.js';

/** Runs as a process of its own: parses each mail that it is sent, and answers with what it found. */
process.on('message', (bytes: Uint8Array) => {
  void parseMail(bytes).then((parsing) => process.send?.(parsing));
});
// Whoever stops the product may signal all of its processes. This one ends with its parent: then its channel closes.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);
// Loading what has to be loaded is not counted as the first mail's time.
process.send?.(readyMessage);
