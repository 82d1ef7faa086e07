import { fork, type ChildProcess, type Serializable } from 'node:child_process';
import { extname } from 'node:path';

/** What the process says first, once it can be asked. */
export const readyMessage = 'ready';

export interface SeparateProcessOptions {
  /** What it is, for errors, e.g. `parser of mails`. */
  readonly name: string;
  /** The file of the process without its ending; compiled or not as whoever starts it is. */
  readonly file: URL;
  /** How long one answer may take, from when the process has the question. Milliseconds. */
  readonly deadline: number;
  /** How long the process may take to start. Milliseconds; absent: as long as any machine needs. */
  readonly startDeadline?: number;
  /** For JavaScript. */
  readonly heapMegabytes: number;
  /** The arguments of Node.js; absent: those of this process. */
  readonly execArgv?: readonly string[];
}

/** Work that is done elsewhere, so that this process goes on meanwhile, and lives on whatever becomes of it. */
export interface SeparateProcess<Question, Answer extends object> {
  /**
   * One question after the other. Where the process ends by itself the question is put once more, within the time that is left to
   * it: it need not have been its doing. `gave-up`: it took too long, or the process has ended over it again; the next question
   * gets a new one.
   *
   * @throws Error when the process does not start, or not in time, or is closed.
   */
  readonly ask: (question: Question) => Promise<Answer | 'gave-up'>;
  /** Ends the process. What is under way or waits is rejected. */
  readonly close: () => Promise<void>;
}

/** How often a question is put whose process has ended: a kernel that lacks memory ends processes too. */
const mostTries = 2;
/** Half a second is usual. Milliseconds. */
const usualStartDeadline = 20_000;
/** Of what it says when it does not start. */
const mostWords = 2000;

/** The process is started by the first question, kept, and ends when this one does. */
export function createSeparateProcess<Question extends Serializable, Answer extends object>({
  name,
  file,
  deadline,
  startDeadline = usualStartDeadline,
  heapMegabytes,
  execArgv = process.execArgv,
}: SeparateProcessOptions): SeparateProcess<Question, Answer> {
  let running: ChildProcess | undefined;
  let isClosed = false;
  let before: Promise<void> = Promise.resolve();

  function refuseWhenClosed(): void {
    if (isClosed) throw new Error(`The ${name} is closed.`);
  }

  /** @throws Error when it does not start, or not in time. */
  async function startedProcess(): Promise<ChildProcess> {
    if (running !== undefined) return running;
    const started = fork(new URL(`${file.href}${extname(import.meta.url)}`), {
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
    const first = await within(startDeadline, nextMessage<Answer>(started));
    if (first === 'late') {
      await end(started);
      throw new Error(`The ${name} does not start in time.`);
    }
    if (first === 'ended') throw new Error(`The ${name} does not start: ${words}`);
    return started;
  }

  async function askNow(question: Question): Promise<Answer | 'gave-up'> {
    let left = deadline;
    for (let tries = 0; tries < mostTries && left > 0; tries += 1) {
      refuseWhenClosed();
      const child = await startedProcess();
      const askedAt = performance.now();
      child.send(question);
      const answer = await within(left, nextMessage<Answer>(child));
      refuseWhenClosed();
      if (typeof answer === 'object') return answer;
      await end(child);
      left = answer === 'late' ? 0 : left - (performance.now() - askedAt);
    }
    return 'gave-up';
  }

  return {
    ask(question) {
      const asking = before.then(() => askNow(question));
      before = asking.then(ignore, ignore);
      return asking;
    },
    async close() {
      isClosed = true;
      if (running !== undefined) await end(running);
    },
  };
}

/** What the process says next. */
function nextMessage<Answer extends object>(
  child: ChildProcess,
): Promise<Answer | typeof readyMessage | 'ended'> {
  return new Promise((resolve) => {
    const listeners = { message: settle, error: settleEnded, close: settleEnded };
    function settle(answer: Answer | typeof readyMessage | 'ended'): void {
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
