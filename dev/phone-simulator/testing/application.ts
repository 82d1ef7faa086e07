import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly signature: string;
  readonly idempotencyToken: string;
}

export interface ApplicationReply {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
}

type Answerer = (request: ReceivedRequest) => string | ApplicationReply | Promise<string | ApplicationReply>;

/** A telephony application as a customer of Twilio would write it: answers webhooks with TwiML and remembers them. */
export interface Application {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** From now on this path is answered so; a text is TwiML inside `<Response>`. Other paths: 204. */
  on(path: string, answer: string | ApplicationReply | Answerer): void;
  to(path: string): readonly ReceivedRequest[];
  /** The request to this path with this place among them (0: the first). */
  received(path: string, index?: number): Promise<ReceivedRequest>;
  stop(): Promise<void>;
}

const patienceMilliseconds = 5000;

/** Listens on a free port of 127.0.0.1. */
export async function startApplication(): Promise<Application> {
  const answers = new Map<string, Answerer>();
  const requests: ReceivedRequest[] = [];
  let wake: (() => void)[] = [];

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const url = `${base}${request.url ?? ''}`;
    const path = new URL(url).pathname;
    const received: ReceivedRequest = {
      method: request.method ?? '',
      url,
      path,
      form: Object.fromEntries(new URLSearchParams(body)),
      signature: header(request, 'x-twilio-signature'),
      idempotencyToken: header(request, 'i-twilio-idempotency-token'),
    };
    requests.push(received);
    for (const each of wake) each();
    const answer = await (answers.get(path)?.(received) ?? { status: 204 });
    const reply: ApplicationReply =
      typeof answer === 'string' ? { body: `<Response>${answer}</Response>` } : answer;
    response.writeHead(reply.status ?? 200, { 'Content-Type': reply.type ?? 'text/xml' });
    response.end(reply.body ?? '');
  };

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const to = (path: string): readonly ReceivedRequest[] => requests.filter((each) => each.path === path);

  return {
    url: base,
    requests,
    to,
    on(path, answer) {
      answers.set(path, typeof answer === 'function' ? answer : () => answer);
    },
    async received(path, index = 0) {
      const deadline = Date.now() + patienceMilliseconds;
      for (;;) {
        const found = to(path)[index];
        if (found !== undefined) return found;
        if (Date.now() > deadline) {
          const seen = requests.map((each) => `${each.path} ${JSON.stringify(each.form)}`).join('\n');
          throw new Error(`There was no request number ${index} to ${path}, only:\n${seen}`);
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 50);
          wake.push(() => {
            clearTimeout(timer);
            resolve();
          });
        });
        wake = [];
      }
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
