/** A mail as the sink received it. `to` are the recipients of the envelope: they include blind copies. */
export interface ReceivedMessage {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** The text part; empty when the mail has none. */
  readonly text: string;
  /** The HTML part; empty when the mail has none. */
  readonly html: string;
  /** By lower-case name; the values of a repeated header are joined by line feeds. */
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly ReceivedAttachment[];
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
}

/** What came with a mail; the content is not kept. */
export interface ReceivedAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
}

/** Received mails in the order of their arrival; the oldest give way when it is full. */
export interface Mailbox {
  add(message: ReceivedMessage): void;
  /** All, or those to one address (upper and lower case are the same), oldest first. */
  list(recipient?: string): readonly ReceivedMessage[];
  find(id: string): ReceivedMessage | undefined;
  clear(): void;
}

/** An empty mailbox that keeps at most so many mails. */
export function createMailbox(capacity: number): Mailbox {
  let messages: ReceivedMessage[] = [];
  return {
    add: (message) => {
      messages = [...messages, message].slice(-capacity);
    },
    list: (recipient) =>
      recipient === undefined
        ? messages
        : messages.filter(({ to }) => to.some((address) => sameAddress(address, recipient))),
    find: (id) => messages.find((message) => message.id === id),
    clear: () => {
      messages = [];
    },
  };
}

function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
