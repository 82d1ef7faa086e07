import { describe, expect, it } from '@jest/globals';
import { threadOf } from './mail-thread.js';

const root = '<case.thread@beistand.example>';

describe('the thread of mails about a case (C5)', () => {
  it('begins at the root of the case', () => {
    expect(threadOf(root, [])).toEqual({ inReplyTo: root, references: [root] });
  });

  it('answers what came last, ours or theirs', () => {
    const ours = { sequence: 2, messageId: '<ours@beistand.example>' };
    const theirs = { sequence: 5, messageId: '<theirs@example.org>' };
    const later = { sequence: 7, messageId: '<later@beistand.example>' };
    expect(threadOf(root, [ours, theirs])).toEqual({
      inReplyTo: theirs.messageId,
      references: [root, ours.messageId, theirs.messageId],
    });
    expect(threadOf(root, [ours, later, theirs]).inReplyTo).toBe(later.messageId);
  });

  it('keeps the root and the nearest of very many', () => {
    const mails = Array.from({ length: 1_000 }, (_, sequence) => ({
      sequence,
      messageId: `<${sequence}@a>`,
    }));
    const { references, inReplyTo } = threadOf(root, mails);
    expect(references).toHaveLength(12);
    expect(references[0]).toBe(root);
    expect(inReplyTo).toBe('<999@a>');
    expect(references.at(-1)).toBe(inReplyTo);
  });
});
