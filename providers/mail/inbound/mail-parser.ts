import { fork, type ChildProcess } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MailParsing } from '../../../domain/mail/inbound-mail.js';

/** Reads a raw mail. What cannot be read is told as such; it rejects only where that is not the mail's doing. */
export type ParseMail = (bytes: Uint8Array) => Promise<MailParsing>;

export interface MailParser {
  readonly parse: ParseMail;
  /** Ends the process. What is under way or waits is rejected. */
  readonly close: () => Promise<void>;
}

export interface MailParserOptions {
  /** How long one mail may take, from when the process has it. Milliseconds. */
  readonly deadline?: number;
  /** How long the process may take to start. Milliseconds. */
  readonly startDeadline?: number;
  /** For JavaScript; the bytes of attachments come on top, and are bounded by those of the mail. */
  readonly heapMegabytes?: number;
  /** The arguments of Node.js; absent: those of this process. */
  readonly execArgv?: readonly string[];
}

/** How long one mail may take where nothing else is said. Milliseconds. */
export const parsingDeadline = 10_000;
/** Half a second is usual; more than this no machine needs that is to read mails. Milliseconds. */
const usualStartDeadline = 20_000;
const usualHeapMegabytes = 512;
/** How often a mail is tried whose process has ended: a kernel that lacks memory ends processes too. */
const mostTries = 2;
/** Of what it says when it does not start. */
const mostWords = 2000;

/**
 * Parses mails in a process of its own, one after the other, so that nobody who writes a mail can make those wait who call
 * for help (ADR 27). A mail that takes too long, or too much memory, ends that process and is told as too complex; the next
 * mail gets a new one. Where the process ends by itself the mail is tried once more, within the time that is left to it: it need not
 * have been the mail's doing.
 */
export function createMailParser({
  deadline = parsingDeadline,
  startDeadline = usualStartDeadline,
  heapMegabytes = usualHeapMegabytes,
  execArgv = process.execArgv,
}: MailParserOptions = {}): MailParser {
  let running: ChildProcess | undefined;
  let isClosed = false;
  let before: Promise<void> = Promise.resolve();

  function refuseWhenClosed(): void {
    if (isClosed) throw new Error('The parser of mails is closed.');
  }

  /** @throws Error when it does not start, or not in time. */
  async function startedProcess(): Promise<ChildProcess> {
    if (running !== undefined) return running;
    const started = fork(childFile(), {
      execArgv: [...execArgv, `--max-old-space-size=${heapMegabytes}`],
      // It has no use for what ours is configured with, least of all the keys.
      env: {},
      // Keeps bytes and dates as they are.
      serialization: 'advanced',
      // What V8 writes of a lack of memory is nothing for our log.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    running = started;
    // Whoever waits for an answer hears of an error too; without a listener it would end this process.
    for (const end of ['error', 'close']) {
      started.on(end, () => {
        if (running === started) running = undefined;
      });
    }
    let words = '';
    started.stderr?.on('data', (piece: Buffer) => {
      words = `${words}${piece.toString()}`.slice(-mostWords);
    });
    const answer = await within(startDeadline, answerOf(started));
    if (answer === 'late') await end(started);
    if (answer === 'late') throw new Error('The parser of mails does not start in time.');
    if (answer === 'ended') throw new Error(`The parser of mails does not start: ${words}`);
    return started;
  }

  async function parseNow(bytes: Uint8Array): Promise<MailParsing> {
    let left = deadline;
    for (let tries = 0; tries < mostTries && left > 0; tries += 1) {
      refuseWhenClosed();
      const child = await startedProcess();
      const sentAt = performance.now();
      child.send(bytes);
      const answer = await within(left, answerOf(child));
      refuseWhenClosed();
      if (typeof answer === 'object') return answer;
      await end(child);
      left = answer === 'late' ? 0 : left - (performance.now() - sentAt);
    }
    return { parsed: 'no', why: 'too-complex' };
  }

  return {
    parse(bytes) {
      const parsing = before.then(() => parseNow(bytes));
      before = parsing.then(ignore, ignore);
      return parsing;
    },
    async close() {
      isClosed = true;
      if (running !== undefined) await end(running);
    },
  };
}

/** It lies beside this file, compiled or not as this file is. */
function childFile(): string {
  return fileURLToPath(new URL(`./mail-parser-process${extname(import.meta.url)}`, import.meta.url));
}

/** What the process says next. */
function answerOf(child: ChildProcess): Promise<MailParsing | 'ready' | 'ended'> {
  return new Promise((resolve) => {
    const listeners = { message: settle, error: settleEnded, close: settleEnded };
    function settle(answer: MailParsing | 'ready' | 'ended'): void {
      for (const [event, listener] of Object.entries(listeners)) child.off(event, listener);
      resolve(answer);
    }
    function settleEnded(): void {
      settle('ended');
    }
    for (const [event, listener] of Object.entries(listeners)) child.on(event, listener);
  });
}

async function within<Answer>(milliseconds: number, answer: Promise<Answer>): Promise<Answer | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, milliseconds, 'late');
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whatever it does just now: what it has is kept elsewhere. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await ended;
}

function ignore(): void {
  // Whoever asked for it is told.
}
