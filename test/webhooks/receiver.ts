import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** One request that came in, as it stood on the wire. */
export interface ReceivedWebhook {
  readonly path: string;
  readonly id: string;
  readonly signatures: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly payload: Readonly<Record<string, unknown>> & {
    readonly type: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** How the receiver answers: a status, or whatever it does by itself with the response. */
export type ReceiverAnswer = number | ((response: ServerResponse, request: IncomingMessage) => unknown);

/** Somebody's server that receives webhooks. */
export interface WebhookReceiver {
  readonly url: string;
  readonly port: number;
  readonly received: readonly ReceivedWebhook[];
  /** From now on; 204 from the beginning. */
  answerWith(answer: ReceiverAnswer): void;
  /** What came for a type of event, verified with the secret by the package of the specification. */
  verified(type: string, secret: string): readonly unknown[];
  close(): Promise<void>;
}

export async function startReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  let answer: ReceiverAnswer = 204;
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      received.push(asReceived(request, Buffer.concat(chunks).toString('utf8')));
      if (typeof answer === 'number') response.writeHead(answer).end();
      else await answer(response, request);
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    port,
    received,
    answerWith: (next) => {
      answer = next;
    },
    verified: (type, secret) =>
      received
        .filter(({ payload }) => payload.type === type)
        .map(({ body, headers }) => new Webhook(secret).verify(body, headers)),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function asReceived({ url = '', headers }: IncomingMessage, body: string): ReceivedWebhook {
  const named = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value)] as const),
  );
  return {
    path: url,
    id: named['webhook-id'] ?? '',
    signatures: (named['webhook-signature'] ?? '').split(' '),
    headers: named,
    body,
    payload: JSON.parse(body) as ReceivedWebhook['payload'],
  };
}
