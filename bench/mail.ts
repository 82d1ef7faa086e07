/**
 * Whether mails are taken as fast as they come, and how soon a reply stands in its case. Several connections send replies to cases at a
 * steady rate, whether the receiver keeps up or not; a part of the replies is looked for in their cases meanwhile.
 *
 * Run: npm run bench:mail [-- --rate 50] [--seconds 60] [--connections 20] [--cases 20] [--json]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { supportMailIdentity } from '../composition/support-mail.js';
import { readEnvironment } from '../config/env.js';
import { DeskApi, eventually } from '../dev/client/desk-api.js';
import { openPooledSender } from '../providers/mail/testing/pooled-sender.js';
import { benchCase, benchPartner } from './bench-partner.js';
import { withBenchStack } from './bench-stack.js';
import { printFindings, rounded } from './findings.js';
import { median } from './median.js';
import { percentile } from './percentile.js';

const { values: options } = parseArgs({
  options: {
    rate: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '60' },
    connections: { type: 'string', default: '20' },
    cases: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
});
const [rate, seconds] = [Number(options.rate), Number(options.seconds)];
const mails = rate * seconds;
/** So often a reply is looked for. It is rare enough not to be what is measured, and within what a token may ask. Milliseconds. */
const lookEvery = 50;
/** A reply that is not there by then is not counted as visible. Seconds. */
const patience = 30;
const pageSchema = z.looseObject({
  items: z.array(z.looseObject({ state: z.string() })),
  nextCursor: z.string().optional(),
});
const messagesSchema = z.looseObject({ items: z.array(z.looseObject({ text: z.string() })) });

const words = (mail: number) => `This is reply number ${mail} of the measurement.`;

function rawReply(mail: number, to: string): string {
  return [
    `From: Writer ${mail} <writer-${mail}@partner.example>`,
    `To: ${to}`,
    'Subject: Re: Measured',
    `Message-ID: <bench-${mail}-${Date.now()}@partner.example>`,
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    words(mail),
    '',
  ].join('\r\n');
}

await withBenchStack(options.json ? () => undefined : console.log, async (stack) => {
  const api = new DeskApi(stack.apiUrl, stack.deskToken);
  const identity = supportMailIdentity(readEnvironment(stack.variables));
  if (identity === undefined) throw new Error('The stack has no mailbox for support cases.');
  const accountId = await benchPartner(api);
  const cases: { readonly id: string; readonly address: string }[] = [];
  while (cases.length < Number(options.cases)) {
    const id = await benchCase(api, accountId);
    cases.push({ id, address: identity.replyAddresses.addressFor(id) });
  }
  const caseOf = (mail: number) => {
    const found = cases[mail % cases.length];
    if (found === undefined) throw new RangeError('There is no case to write to.');
    return found;
  };
  const sender = openPooledSender(stack.inboundMailPort, Number(options.connections));
  const send = (mail: number) =>
    sender.send(rawReply(mail, caseOf(mail).address), {
      from: `writer-${mail}@partner.example`,
      to: caseOf(mail).address,
    });

  /** Milliseconds until the reply stands in its case; undefined: it does not. */
  async function visibleAfter(mail: number): Promise<number | undefined> {
    const acceptedAt = performance.now();
    const path = `/v1/support-cases/${caseOf(mail).id}/messages?latest=true&limit=200`;
    while (performance.now() - acceptedAt < patience * 1000) {
      const { items } = messagesSchema.parse(await api.must('GET', path));
      if (items.some(({ text }) => text.includes(words(mail)))) return performance.now() - acceptedAt;
      await sleep(lookEvery);
    }
    return undefined;
  }

  async function statesOfMails(): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    let next = '';
    for (;;) {
      const page = pageSchema.parse(await api.must('GET', `/v1/inbound-mails?limit=200${next}`));
      for (const { state } of page.items) counts[state] = (counts[state] ?? 0) + 1;
      if (page.nextCursor === undefined) return counts;
      next = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
  }

  const accepted: number[] = [];
  const visible: number[] = [];
  let refused = 0;
  let notVisible = 0;
  let isSending = true;
  let latest: number | undefined;
  /** One reply at a time: the latest that was accepted. */
  async function watch(): Promise<void> {
    while (isSending) {
      const mail = latest;
      latest = undefined;
      if (mail === undefined) {
        await sleep(lookEvery);
        continue;
      }
      const milliseconds = await visibleAfter(mail);
      if (milliseconds === undefined) notVisible += 1;
      else visible.push(milliseconds);
    }
  }

  const watching = watch();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: mails }, async (_, mail) => {
      const dueAt = startedAt + (mail * 1000) / rate;
      await sleep(Math.max(0, dueAt - performance.now()));
      try {
        await send(mail);
        // From the moment at which it was due: a receiver that falls behind is not waited for.
        accepted.push(performance.now() - dueAt);
        latest = mail;
      } catch {
        refused += 1;
      }
    }),
  );
  const tookSeconds = (performance.now() - startedAt) / 1000;
  isSending = false;
  await watching;
  sender.close();
  const sortedBy = await eventually(async () => {
    const { items } = pageSchema.parse(await api.must('GET', '/v1/inbound-mails?state=received&limit=1'));
    return items.length === 0 ? performance.now() : undefined;
  }, 120);
  const states = await statesOfMails();
  const stored = Object.values(states).reduce((sum, count) => sum + count, 0);

  printFindings(
    [
      { name: 'sent', value: mails },
      { name: 'accepted', value: accepted.length, target: 'all' },
      { name: 'refused', value: refused, target: '0' },
      { name: 'stored', value: stored, target: 'all that were accepted' },
      { name: 'filedInCases', value: states['filed'] ?? 0 },
      { name: 'notSortedYet', value: states['received'] ?? 0, target: '0' },
      { name: 'acceptedPerSecond', value: rounded(accepted.length / tookSeconds), target: `${rate}` },
      ...(accepted.length === 0
        ? []
        : [
            { name: 'acceptanceMedian', value: rounded(median(accepted)), unit: 'ms' },
            { name: 'acceptanceP99', value: rounded(percentile(accepted, 99)), unit: 'ms' },
          ]),
      {
        name: 'sortedAfterTheLast',
        value: sortedBy === undefined ? 'never' : rounded((sortedBy - startedAt) / 1000 - tookSeconds),
        unit: 's',
      },
      { name: 'lookedFor', value: visible.length + notVisible },
      { name: 'notVisible', value: notVisible, target: '0' },
      ...(visible.length === 0
        ? []
        : [
            {
              name: 'visibleMedian',
              value: rounded(median(visible)),
              unit: 'ms',
              target: 'under 1,000 ms',
            },
            { name: 'visibleP99', value: rounded(percentile(visible, 99)), unit: 'ms' },
          ]),
    ],
    options.json,
  );
});
