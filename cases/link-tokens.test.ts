import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../domain/errors.js';
import { bytesOf, lettersOf } from '../domain/identifier-letters.js';
import type {
  ChannelTestId,
  IncidentId,
  OrderId,
  OrganisationId,
  StatusCallId,
} from '../domain/identifiers.js';
import { targetRoles } from '../domain/target.js';
import { packQuestion, unpackQuestion } from './link-question.js';
import { createLinkTokens, type LinkQuestion } from './link-tokens.js';
import { questionCode, ratificationCode, startCode } from './question-code.js';

const key = new Uint8Array(32).fill(7);
const otherKey = new Uint8Array(32).fill(8);
const noon = Date.UTC(2026, 5, 1, 12);
const aDay = 86_400_000;

const links = createLinkTokens({ key, now: () => noon });
const later = (milliseconds: number) => createLinkTokens({ key, now: () => noon + milliseconds });
const inAWeek = new Date(noon + 7 * aDay);

function kindOfFailure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof DomainError ? error.kind : String(error);
  }
  return 'none';
}

/** As we make them, and as they may be otherwise. */
const idPart = fc.oneof(
  fc.uint8Array({ minLength: 10, maxLength: 10 }).map(lettersOf),
  fc.stringMatching(/^[a-z0-9]{6,40}$/),
);
const caseIds = fc.oneof(
  idPart.map((id): IncidentId => `inc_${id}`),
  idPart.map((id): StatusCallId => `stc_${id}`),
  idPart.map((id): ChannelTestId => `tst_${id}`),
);
const targets = fc.record({
  role: fc.constantFrom(...targetRoles),
  id: fc.oneof(
    idPart.map((id) => `con_${id}`),
    idPart.map((id) => `trv_${id}`),
    fc.constantFrom('desk', 'duty-lead', 'caller'),
    fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((id) => id.length <= 60),
  ),
});
const numbers = fc.oneof(
  fc.integer({ min: 1, max: 20 }),
  fc.integer({ min: 1, max: 200_000 }),
  fc.constantFrom(0xffff, 0x10000),
);
const workflowIdOf = (caseId: LinkQuestion['caseId']) => {
  if (caseId.startsWith('tst_')) return `channel-test:${caseId}`;
  return caseId.startsWith('inc_') ? `incident:${caseId}` : `status-call:${caseId}`;
};
const plainQuestions: fc.Arbitrary<Exclude<LinkQuestion, { ask: 'approve' | 'ratify' }>> = caseIds.chain(
  (caseId) =>
    fc.record(
      {
        ask: caseId.startsWith('tst_')
          ? fc.constant('test' as const)
          : fc.constantFrom('inform', 'take', 'mandate', 'status'),
        organisationId: idPart.map((id): OrganisationId => `org_${id}`),
        caseId: fc.constant(caseId),
        target: targets,
        attempt: fc.oneof(
          numbers.map((n) => ({ workflowId: workflowIdOf(caseId), activityId: `attempt-${n}` })),
          fc.record({ workflowId: idPart, activityId: idPart }),
          fc.record({
            workflowId: fc.constant(workflowIdOf(caseId)),
            activityId: fc.constantFrom('attempt-0', 'attempt-01', 'attempt-1e3', 'internal-1'),
          }),
        ),
      },
      { requiredKeys: ['ask', 'organisationId', 'caseId', 'target'] },
    ),
);
const approvals: fc.Arbitrary<LinkQuestion> = fc.record(
  {
    ask: fc.constant('approve'),
    organisationId: idPart.map((id): OrganisationId => `org_${id}`),
    caseId: idPart.map((id): IncidentId => `inc_${id}`),
    target: targets,
    orderId: idPart.map((id): OrderId => `ord_${id}`),
    questionCode: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 0xffff })),
  },
  { requiredKeys: ['ask', 'organisationId', 'caseId', 'target', 'orderId'] },
);
const ratifications: fc.Arbitrary<Extract<LinkQuestion, { ask: 'ratify' }>> = fc.record({
  ask: fc.constant('ratify' as const),
  organisationId: idPart.map((id): OrganisationId => `org_${id}`),
  caseId: idPart.map((id): IncidentId => `inc_${id}`),
  target: targets,
});
const questions: fc.Arbitrary<LinkQuestion> = fc.oneof(plainQuestions, ratifications, approvals);
const expiries = fc.integer({ min: 0, max: 100 }).map((days) => new Date(noon + days * aDay));

/** A question in the bytes that links had when nobody was asked about orders. */
function packedBeforeOrders(asked: Exclude<LinkQuestion, { ask: 'approve' }>): Buffer {
  const text = (value: string) => Buffer.from([Buffer.byteLength(value), ...Buffer.from(value)]);
  const isStatusCall = asked.caseId.startsWith('stc_');
  const ids = [
    ['org_', asked.organisationId],
    [isStatusCall ? 'stc_' : 'inc_', asked.caseId],
    [asked.target.role === 'traveller' ? 'trv_' : 'con_', asked.target.id],
  ].map(([prefix = '', id = '']) => ({ id, own: id.startsWith(prefix) ? bytesOf(id.slice(4)) : undefined }));
  const forms = ids.reduce((sum, { own }, index) => sum + (own === undefined ? 0 : 16 * 2 ** index), 0);
  const number = Number(/^attempt-([1-9]\d{0,4})$/.exec(asked.attempt?.activityId ?? '')?.[1]);
  const isOwn = asked.attempt?.workflowId === workflowIdOf(asked.caseId) && number <= 0xffff;
  const attemptBytes = (): readonly [number, Buffer] => {
    if (asked.attempt === undefined) return [0, Buffer.alloc(0)];
    if (isOwn)
      return number < 14 ? [number, Buffer.alloc(0)] : [14, Buffer.from([number >> 8, number & 255])];
    return [15, Buffer.concat([text(asked.attempt.workflowId), text(asked.attempt.activityId)])];
  };
  const [short, rest] = attemptBytes();
  const ask = ['inform', 'take', 'mandate', 'ratify', 'status'].indexOf(asked.ask);
  const kinds = ask * 32 + (isStatusCall ? 16 : 0) + targetRoles.indexOf(asked.target.role);
  return Buffer.concat([
    Buffer.from([forms + short]),
    rest,
    ...ids.map(({ id, own }) => (own === undefined ? text(id) : Buffer.from(own))),
    Buffer.from([kinds]),
  ]);
}

const ownPart = (seed: number) => lettersOf(new Uint8Array(10).fill(seed));
const attempt = { workflowId: `incident:inc_${ownPart(2)}`, activityId: 'attempt-7' };
const question: LinkQuestion = {
  ask: 'inform',
  organisationId: `org_${ownPart(1)}`,
  caseId: `inc_${ownPart(2)}`,
  target: { role: 'internal-contact', id: `con_${ownPart(3)}` },
  attempt,
};

describe('link tokens (I9, security rules)', () => {
  it('bring back exactly the question that was signed, whatever it is', () => {
    fc.assert(
      fc.property(questions, expiries, (asked, expiresAt) => {
        expect(links.verify(links.sign(asked, expiresAt))).toEqual(asked);
      }),
      { numRuns: 500 },
    );
  });

  it('are of 60 letters, for identifiers as we make them', () => {
    const { attempt: _first, ...withoutAttempt } = question;
    expect(links.sign(withoutAttempt, inAWeek)).toHaveLength(60);
    expect(links.sign(question, inAWeek)).toHaveLength(60);
    const manyAttempts = { ...question, attempt: { ...attempt, activityId: 'attempt-300' } };
    expect(links.sign(manyAttempts, inAWeek)).toHaveLength(63);
    const statusCall: LinkQuestion = {
      ask: 'status',
      organisationId: question.organisationId,
      caseId: `stc_${ownPart(4)}`,
      target: { role: 'traveller', id: `trv_${ownPart(5)}` },
    };
    expect(links.sign(statusCall, inAWeek)).toHaveLength(60);
    const approval: LinkQuestion = {
      ask: 'approve',
      organisationId: question.organisationId,
      caseId: `inc_${ownPart(2)}`,
      target: { role: 'authorising-person', id: `con_${ownPart(3)}` },
      orderId: `ord_${ownPart(6)}`,
    };
    expect(links.sign(approval, inAWeek)).toHaveLength(74);
    expect(links.sign({ ...approval, questionCode: startCode }, inAWeek)).toHaveLength(74);
    expect(links.sign({ ...approval, questionCode: ratificationCode }, inAWeek)).toHaveLength(74);
    const actual = { amountMinor: 1_500_000, currency: 'EUR' };
    const questionAboutTotal = questionCode({ started: true, actual });
    expect(links.sign({ ...approval, questionCode: questionAboutTotal }, inAWeek)).toHaveLength(76);
  });

  it('that were sent before there were orders still lead to their questions', () => {
    const caseId = `inc_${ownPart(2)}` as const;
    const organisationId = question.organisationId;
    const contact = `con_${ownPart(3)}`;
    const own = (number: number) => ({
      workflowId: `incident:${caseId}`,
      activityId: `attempt-${number}`,
    });
    const sent: readonly (readonly [string, LinkQuestion])[] = [
      ['AorNfj9R0KNAZWDdhHcBAQEBAQEBAQEBAgICAgICAgICAgMDAwMDAwMDAwMG', question],
      [
        'cYGoAQD-jyCc2IxwhD4BLAEBAQEBAQEBAQECAgICAgICAgICBGRlc2sk',
        { ask: 'take', organisationId, caseId, target: { role: 'desk', id: 'desk' }, attempt: own(300) },
      ],
      [
        'quxXb6qqgRi8NS4rhG8JZWxzZXdoZXJlCmludGVybmFsLTEMb3JnX2NvbXBhbnkxAgICAgICAgICAgMDAwMDAwMDAwND',
        {
          ask: 'mandate',
          organisationId: 'org_company1',
          caseId,
          target: { role: 'backup-provider', id: contact },
          attempt: { workflowId: 'elsewhere', activityId: 'internal-1' },
        },
      ],
      [
        'c66aV3wdNSnzUnsChHABAQEBAQEBAQEBAgICAgICAgICAgMDAwMDAwMDAwNn',
        { ask: 'ratify', organisationId, caseId, target: { role: 'authorising-person', id: contact } },
      ],
      [
        'IPaDEznHE7CZ9J0XhHABAQEBAQEBAQEBBAQEBAQEBAQEBAUFBQUFBQUFBQWY',
        {
          ask: 'status',
          organisationId,
          caseId: `stc_${ownPart(4)}`,
          target: { role: 'traveller', id: `trv_${ownPart(5)}` },
        },
      ],
    ];
    for (const [token, asked] of sent) {
      expect(links.verify(token)).toEqual(asked);
      expect(links.sign(asked, inAWeek)).toBe(token);
    }
  });

  it('of every kind there was before orders and tests are read from their bytes as they were', () => {
    fc.assert(
      fc.property(
        plainQuestions.filter(({ ask }) => ask !== 'test'),
        (asked) => {
          const bytes = packedBeforeOrders(asked);
          expect(unpackQuestion(bytes)).toEqual(asked);
          expect(packQuestion(asked)).toEqual(bytes);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('fit into an address: no character needs escaping, and none at the end looks like punctuation', () => {
    fc.assert(
      fc.property(questions, expiries, (asked, expiresAt) => {
        const token = links.sign(asked, expiresAt);
        expect(encodeURIComponent(token)).toBe(token);
        expect(token).toMatch(/[A-Za-z0-9]$/);
      }),
    );
  });

  it('are refused when any bit of any byte was changed', () => {
    fc.assert(
      fc.property(questions, expiries, fc.nat(), fc.nat({ max: 7 }), (asked, expiresAt, somewhere, bit) => {
        const bytes = Buffer.from(links.sign(asked, expiresAt), 'base64url');
        const at = somewhere % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
        expect(kindOfFailure(() => links.verify(bytes.toString('base64url')))).toBe('not-found');
      }),
      { numRuns: 500 },
    );
  });

  it('are refused when any one character was changed, also where it changes no bit', () => {
    fc.assert(
      fc.property(
        questions,
        fc.nat(),
        fc.stringMatching(/^[A-Za-z0-9_.+/=-]$/),
        (asked, somewhere, character) => {
          const token = links.sign(asked, inAWeek);
          // Where the bytes leave bits of the last character unused, other characters would stand for them too.
          for (const at of [somewhere % token.length, token.length - 1]) {
            if (token[at] === character) continue;
            const tampered = token.slice(0, at) + character + token.slice(at + 1);
            expect(kindOfFailure(() => links.verify(tampered))).toBe('not-found');
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are refused when they are cut, or something is added', () => {
    fc.assert(
      fc.property(
        questions,
        fc.nat(),
        fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/),
        (asked, somewhere, more) => {
          const token = links.sign(asked, inAWeek);
          for (const text of [
            token.slice(0, somewhere % token.length),
            token + more,
            more + token,
            `${token}=`,
          ])
            expect(kindOfFailure(() => links.verify(text))).toBe('not-found');
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are refused when another key has signed them, or the same key for another purpose', () => {
    fc.assert(
      fc.property(questions, expiries, (asked, expiresAt) => {
        const forged = createLinkTokens({ key: otherKey, now: () => noon }).sign(asked, expiresAt);
        expect(kindOfFailure(() => links.verify(forged))).toBe('not-found');
      }),
    );
    const body = Buffer.from(links.sign(question, inAWeek), 'base64url').subarray(12);
    const signature = createHmac('sha256', key).update(body).digest().subarray(0, 12);
    const foreign = Buffer.concat([signature, body]).toString('base64url');
    expect(kindOfFailure(() => links.verify(foreign))).toBe('not-found');
  });

  it.each(['', '.', 'a', 'a.b', '....', 'ünicode.☎', 'a'.repeat(60), 'a'.repeat(100_000)])(
    'are not taken for what is none at all: %#',
    (text) => {
      expect(kindOfFailure(() => links.verify(text))).toBe('not-found');
    },
  );

  it('are not made up by strangers, and never with another error', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.base64String(), fc.webPath(), fc.stringMatching(/^[\w-]+$/)),
        (text) => {
          expect(kindOfFailure(() => links.verify(text))).toBe('not-found');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('hold until the end of the day on which they expire, and say so afterwards', () => {
    const token = links.sign(question, inAWeek);
    const midnight = Date.UTC(2026, 5, 9) - noon;
    expect(later(7 * aDay).verify(token)).toEqual(question);
    expect(later(midnight - 1).verify(token)).toEqual(question);
    expect(kindOfFailure(() => later(midnight).verify(token))).toBe('conflict');
  });

  it('never hold again after they have expired, however much time goes by', () => {
    fc.assert(
      fc.property(expiries, fc.integer({ min: 0, max: 4000 }), (expiresAt, days) => {
        const token = links.sign(question, expiresAt);
        const isOver = expiresAt.getTime() < noon + days * aDay;
        const failure = kindOfFailure(() => later(days * aDay).verify(token));
        if (isOver) expect(['conflict', 'not-found']).toContain(failure);
        else expect(failure).toBe('none');
        if (isOver && noon + days * aDay < expiresAt.getTime() + 100 * aDay) expect(failure).toBe('conflict');
      }),
      { numRuns: 500 },
    );
  });

  it('cannot be made for a day that one byte does not tell from others', () => {
    expect(() => links.sign(question, new Date(noon + 128 * aDay))).toThrow(RangeError);
    expect(links.verify(links.sign(question, new Date(noon + 127 * aDay)))).toEqual(question);
  });
});
