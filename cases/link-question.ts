import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { attemptKeySchema, type AttemptKey } from '../domain/attempt.js';
import { bytesOf, identifierBytes, lettersOf } from '../domain/identifier-letters.js';
import {
  channelTestIdSchema,
  channelTestWorkflowId,
  incidentIdSchema,
  incidentWorkflowId,
  orderIdSchema,
  organisationIdSchema,
  statusCallIdSchema,
  statusCallWorkflowId,
} from '../domain/identifiers.js';
import { targetRoles, type TargetRole } from '../domain/target.js';
import { targetSchema } from '../domain/target-schema.js';

/** What a link's page asks, in the order of the codes that stand for it: new ones come last. */
const asks = ['inform', 'take', 'mandate', 'ratify', 'status', 'test', 'approve'] as const;

const everyLink = {
  organisationId: organisationIdSchema,
  caseId: z.union([incidentIdSchema, statusCallIdSchema, channelTestIdSchema]),
  target: targetSchema,
};
const attempted = {
  /** The pending attempt that an answer completes, when the link was one. */
  attempt: attemptKeySchema.optional(),
};
const linkQuestionSchema = z.discriminatedUnion('ask', [
  z.strictObject({
    /** What the page asks: take over (inform, take), act on the mandate, or the traveller's status. */
    ask: z.enum(asks).exclude(['approve', 'ratify']),
    ...everyLink,
    ...attempted,
  }),
  z.strictObject({
    /** Ratify an override afterwards, or give one's word on it (I8). */
    ask: z.literal('ratify'),
    ...everyLink,
    ...attempted,
    caseId: incidentIdSchema,
  }),
  z.strictObject({
    /** Approve a fee-based service, or ratify it afterwards (I9). */
    ask: z.literal('approve'),
    ...everyLink,
    caseId: incidentIdSchema,
    orderId: orderIdSchema,
    /** The question that the link was sent for, see question-code.ts. Absent: it was sent before links told. */
    questionCode: z.number().int().min(1).max(0xffff).exactOptional(),
  }),
]);
/** The question behind a link. IDs only: a link that leaks tells no name. */
export type LinkQuestion = z.infer<typeof linkQuestionSchema>;
/** A link by which an override is ratified, or somebody's word on it given. */
export type RatificationLink = Extract<LinkQuestion, { ask: 'ratify' }>;
/** A link by which an order is approved or refused. */
export type ApprovalLink = Extract<LinkQuestion, { ask: 'approve' }>;

/**
 * How the attempt is written: its number, which is all that an attempt of the case itself needs, in half a byte or in two
 * bytes; else its whole key. A link about an order has none, and the code of its question stands there.
 */
const noNumber = 0;
const longNumber = 14;
const wholeKey = 15;

/**
 * A question in as few bytes as its identifiers allow: what is packed and the short number of the attempt; the rest of
 * the attempt; organisation, case, target, and the order if it asks of one; and last the kinds. So the last byte has no value
 * of which base64url makes a hyphen at the end, which some phones take for punctuation behind the link
 * (`Patterns.AUTOLINK_WEB_URL` of Android).
 */
export function packQuestion(question: LinkQuestion): Buffer {
  const { ask, organisationId, caseId, target } = question;
  const isStatusCall = caseId.startsWith('stc_');
  const identifiers = [
    organisationId,
    caseId,
    target.id,
    ...(question.ask === 'approve' ? [question.orderId] : []),
  ];
  const packed = identifiers.map((id, index) =>
    packedId(id, prefixes(ask, isStatusCall, target.role)[index] ?? ''),
  );
  const forms = packed.reduce((sum, bytes, index) => sum | (bytes === undefined ? 0 : 0x10 << index), 0);
  const { short, rest } =
    question.ask === 'approve'
      ? packNumber(question.questionCode ?? noNumber)
      : packAttempt(question.attempt, workflowIdOf(caseId));
  const kinds = (asks.indexOf(ask) << 5) | (isStatusCall ? 0x10 : 0) | targetRoles.indexOf(target.role);
  return Buffer.concat([
    Uint8Array.of(forms | short),
    rest,
    ...packed.map((bytes, index) => bytes ?? text(identifiers[index] ?? '')),
    Uint8Array.of(kinds),
  ]);
}

/** Throws when the bytes are no question. */
export function unpackQuestion(bytes: Buffer): LinkQuestion {
  const kinds = bytes.at(-1) ?? 0;
  const ask = asks[kinds >> 5];
  if (ask === undefined) throw new RangeError('There is no such question.');
  const role = targetRoles[kinds & 0x0f];
  const isStatusCall = (kinds & 0x10) !== 0;
  if (role === undefined) throw new RangeError('There is no such role.');
  const reader = new Reader(bytes.subarray(0, -1));
  const forms = reader.byte();
  const short = forms & 0x0f;
  const whole = short === wholeKey ? { workflowId: reader.text(), activityId: reader.text() } : undefined;
  const number = short === longNumber ? reader.byte() * 256 + reader.byte() : short;
  const [organisationId = '', caseId = '', id = '', orderId] = prefixes(ask, isStatusCall, role).map(
    (prefix, index) =>
      (forms & (0x10 << index)) === 0 ? reader.text() : prefix + lettersOf(reader.take(identifierBytes)),
  );
  reader.end();
  const question = linkQuestionSchema.parse({
    ask,
    organisationId,
    caseId,
    target: { role, id },
    ...(orderId === undefined ? {} : { orderId }),
    ...(ask === 'approve' && number !== noNumber ? { questionCode: number } : {}),
  });
  if (question.ask === 'approve' || short === noNumber) return question;
  const own = { workflowId: workflowIdOf(question.caseId), activityId: `attempt-${number}` };
  return { ...question, attempt: attemptKeySchema.parse(whole ?? own) };
}

interface PackedNumber {
  readonly short: number;
  readonly rest: Uint8Array;
}

function packNumber(number: number): PackedNumber {
  if (number < longNumber) return { short: number, rest: new Uint8Array() };
  return { short: longNumber, rest: Uint8Array.of(number >> 8, number & 0xff) };
}

function packAttempt(attempt: AttemptKey | undefined, workflowId: string): PackedNumber {
  if (attempt === undefined) return packNumber(noNumber);
  const [, digits] = /^attempt-([1-9]\d{0,4})$/.exec(attempt.activityId) ?? [];
  const number = Number(digits);
  if (attempt.workflowId === workflowId && number <= 0xffff) return packNumber(number);
  return { short: wholeKey, rest: Buffer.concat([text(attempt.workflowId), text(attempt.activityId)]) };
}

function workflowIdOf(caseId: LinkQuestion['caseId']): string {
  const incident = incidentIdSchema.safeParse(caseId);
  if (incident.success) return incidentWorkflowId(incident.data);
  const test = channelTestIdSchema.safeParse(caseId);
  return test.success
    ? channelTestWorkflowId(test.data)
    : statusCallWorkflowId(statusCallIdSchema.parse(caseId));
}

/** How the identifiers of organisation, case, target and order begin when they are like those that we make. */
function prefixes(ask: LinkQuestion['ask'], isStatusCall: boolean, role: TargetRole): readonly string[] {
  const ofCase = ask === 'test' ? 'tst_' : isStatusCall ? 'stc_' : 'inc_';
  const always = ['org_', ofCase, role === 'traveller' ? 'trv_' : 'con_'] as const;
  return ask === 'approve' ? [...always, 'ord_'] : always;
}

function packedId(id: string, prefix: string): Uint8Array | undefined {
  return id.startsWith(prefix) ? bytesOf(id.slice(prefix.length)) : undefined;
}

/** Any other text, behind its length in bytes. */
function text(value: string): Uint8Array {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([Uint8Array.of(bytes.length), bytes]);
}

class Reader {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  take(length: number): Buffer {
    const taken = this.bytes.subarray(this.#at, this.#at + length);
    if (taken.length < length) throw new RangeError('The question ends too early.');
    this.#at += length;
    return taken;
  }

  byte(): number {
    return this.take(1).readUInt8();
  }

  text(): string {
    return this.take(this.byte()).toString('utf8');
  }

  end(): void {
    if (this.#at < this.bytes.length) throw new RangeError('The question has no such end.');
  }
}
