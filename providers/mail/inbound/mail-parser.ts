import type { MailParsing } from '../../../domain/mail/inbound-mail.js';
import { createSeparateProcess } from '../../separate-process.js';

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
const usualHeapMegabytes = 512;

/**
 * Parses mails in a process of its own, one after the other, so that nobody who writes a mail can make those wait who call
 * for help (ADR 27). A mail that takes too long, or too much memory, ends that process and is told as too complex; the next
 * mail gets a new one. Where the process ends by itself the mail is tried once more, within the time that is left to it: it need not
 * have been the mail's doing.
 */
export function createMailParser({
  deadline = parsingDeadline,
  heapMegabytes = usualHeapMegabytes,
  ...options
}: MailParserOptions = {}): MailParser {
  const { ask, close } = createSeparateProcess<Uint8Array, MailParsing>({
    name: 'parser of mails',
    file: new URL('./mail-parser-process', import.meta.url),
    deadline,
    heapMegabytes,
    ...options,
  });
  return {
    async parse(bytes) {
      const answer = await ask(bytes);
      return answer === 'gave-up' ? { parsed: 'no', why: 'too-complex' } : answer;
    },
    close,
  };
}
