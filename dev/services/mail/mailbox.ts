import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** What came with a mail; the content is not kept. */
const attachmentSchema = z.object({
  name: z.string(),
  contentType: z.string(),
  bytes: z.int(),
});
export type ReceivedAttachment = Readonly<z.infer<typeof attachmentSchema>>;

const messageSchema = z.object({
  id: z.string(),
  from: z.string(),
  /** The recipients of the envelope: they include blind copies. */
  to: z.array(z.string()).readonly(),
  subject: z.string(),
  /** The text part; empty when the mail has none. */
  text: z.string(),
  /** The HTML part; empty when the mail has none. */
  html: z.string(),
  /** By lower-case name; the values of a repeated header are joined by line feeds. */
  headers: z.record(z.string(), z.string()).readonly(),
  attachments: z.array(attachmentSchema.readonly()).readonly(),
  /** ISO 8601, UTC. */
  receivedAt: z.string(),
});
/** A mail as the sink received it. */
export type ReceivedMessage = Readonly<z.infer<typeof messageSchema>>;

/** Received mails in the order of their arrival; the oldest give way when it is full. */
export interface Mailbox {
  add(message: ReceivedMessage): void;
  /** All, or those to one address (upper and lower case are the same), oldest first. */
  list(recipient?: string): readonly ReceivedMessage[];
  find(id: string): ReceivedMessage | undefined;
  clear(): void;
}

/** Where the mails are, so that the next mailbox on the same file has them too. */
interface Shelf {
  read(): readonly ReceivedMessage[];
  add(message: ReceivedMessage): void;
  replace(messages: readonly ReceivedMessage[]): void;
}

/**
 * A mailbox that keeps at most so many mails: in memory, and in a file when there is one. A mail is in the file before its
 * delivery is accepted.
 */
export function createMailbox(capacity: number, file?: string): Mailbox {
  const shelf = file === undefined ? undefined : openShelf(file);
  let messages = shelf?.read().slice(-capacity) ?? [];
  // What has given way since the last start leaves the file as well.
  shelf?.replace(messages);
  return {
    add: (message) => {
      shelf?.add(message);
      messages = [...messages, message].slice(-capacity);
    },
    list: (recipient) =>
      recipient === undefined
        ? messages
        : messages.filter(({ to }) => to.some((address) => sameAddress(address, recipient))),
    find: (id) => messages.find((message) => message.id === id),
    clear: () => {
      messages = [];
      shelf?.replace(messages);
    },
  };
}

/** One mail a line. */
function openShelf(file: string): Shelf {
  mkdirSync(dirname(file), { recursive: true });
  const lineOf = (message: ReceivedMessage): string => `${JSON.stringify(message)}\n`;
  return {
    read() {
      if (!existsSync(file)) return [];
      return readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line) => readMessage(line) ?? []);
    },
    add(message) {
      appendFileSync(file, lineOf(message), { mode: 0o600 });
    },
    replace(messages) {
      writeFileSync(`${file}.new`, messages.map(lineOf).join(''), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

/** Undefined for half a line, which a process leaves that was killed while it wrote. */
function readMessage(line: string): ReceivedMessage | undefined {
  try {
    return messageSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
