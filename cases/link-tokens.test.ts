import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../domain/errors.js';
import type { IncidentId, OrganisationId, StatusCallId } from '../domain/identifiers.js';
import { targetRoles } from '../domain/target.js';
import { createLinkTokens, type LinkQuestion } from './link-tokens.js';

const key = new Uint8Array(32).fill(7);
const otherKey = new Uint8Array(32).fill(8);
const noon = Date.UTC(2026, 5, 1, 12);
const anHour = 3_600_000;

const question: LinkQuestion = {
  ask: 'inform',
  organisationId: 'org_abcdef',
  caseId: 'inc_abcdef',
  target: { role: 'internal-contact', id: 'con_abcdef' },
  attempt: { workflowId: 'incident:inc_abcdef', activityId: 'attempt-1' },
};

function kindOfFailure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof DomainError ? error.kind : String(error);
  }
  return 'none';
}

const idPart = fc.stringMatching(/^[a-z0-9]{6,40}$/);
const questions: fc.Arbitrary<LinkQuestion> = fc.record(
  {
    ask: fc.constantFrom('inform', 'take', 'ratify', 'status'),
    organisationId: idPart.map((id): OrganisationId => `org_${id}`),
    caseId: fc.oneof(
      idPart.map((id): IncidentId => `inc_${id}`),
      idPart.map((id): StatusCallId => `stc_${id}`),
    ),
    target: fc.record({ role: fc.constantFrom(...targetRoles), id: idPart }),
    attempt: fc.record({ workflowId: idPart, activityId: idPart }),
  },
  { requiredKeys: ['ask', 'organisationId', 'caseId', 'target'] },
);

describe('link tokens', () => {
  const links = createLinkTokens({ key, now: () => noon });
  const inAnHour = new Date(noon + anHour);

  it('brings back exactly the question that was signed, whatever it is', () => {
    fc.assert(
      fc.property(questions, (asked) => {
        expect(links.verify(links.sign(asked, inAnHour))).toEqual(asked);
      }),
    );
  });

  it('fits into an address: no character of it needs escaping', () => {
    fc.assert(
      fc.property(questions, (asked) => {
        const token = links.sign(asked, inAnHour);
        expect(encodeURIComponent(token)).toBe(token);
      }),
    );
  });

  it('refuses a token in which any one character was changed', () => {
    const token = links.sign(question, inAnHour);
    const lastOfSignature = token.length - 1;
    fc.assert(
      fc.property(fc.nat(lastOfSignature), fc.stringMatching(/^[A-Za-z0-9_.-]$/), (at, character) => {
        fc.pre(token[at] !== character);
        const tampered = token.slice(0, at) + character + token.slice(at + 1);
        expect(kindOfFailure(() => links.verify(tampered))).toBe('not-found');
      }),
    );
  });

  it('refuses a token that another key has signed', () => {
    const forged = createLinkTokens({ key: otherKey }).sign(question, inAnHour);
    expect(kindOfFailure(() => links.verify(forged))).toBe('not-found');
  });

  it('refuses the same body with a signature of another purpose under the same key', () => {
    const [body = ''] = links.sign(question, inAnHour).split('.');
    const signature = createHmac('sha256', key).update(body).digest().subarray(0, 18).toString('base64url');
    expect(kindOfFailure(() => links.verify(`${body}.${signature}`))).toBe('not-found');
  });

  it.each(['', '.', 'a', 'a.b', '....', 'ünicode.☎', `${'a'.repeat(100_000)}.x`])(
    'refuses what is no token at all: %#',
    (text) => {
      expect(kindOfFailure(() => links.verify(text))).toBe('not-found');
    },
  );

  it('refuses anything that strangers make up, and never with another error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.webPath()), (text) => {
        expect(kindOfFailure(() => links.verify(text))).toBe('not-found');
      }),
    );
  });

  it('holds until it expires, and says so afterwards', () => {
    const token = links.sign(question, inAnHour);
    const later = (milliseconds: number) => createLinkTokens({ key, now: () => noon + milliseconds });
    expect(later(anHour).verify(token)).toEqual(question);
    expect(kindOfFailure(() => later(anHour + 1).verify(token))).toBe('conflict');
  });

  it('does not let a later expiry be written into it', () => {
    const [body = '', signature = ''] = links.sign(question, inAnHour).split('.');
    const [asked, expiresAt] = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as [
      LinkQuestion,
      number,
    ];
    const prolonged = Buffer.from(JSON.stringify([asked, expiresAt + 86_400])).toString('base64url');
    expect(kindOfFailure(() => links.verify(`${prolonged}.${signature}`))).toBe('not-found');
  });

  it('carries identifiers only', () => {
    const [body = ''] = links.sign(question, inAnHour).split('.');
    expect(Buffer.from(body, 'base64url').toString('utf8')).toBe(
      JSON.stringify([question, Math.floor(inAnHour.getTime() / 1000)]),
    );
  });
});
