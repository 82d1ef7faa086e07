import { describe, expect, it } from '@jest/globals';
import { createFinalDocuments } from './final-documents.js';

describe('documents that change no more (R2)', () => {
  it('are given once, as they were judged last', () => {
    const documents = createFinalDocuments<{ _id: string; of: string }>();
    documents.remember(['one', 'other'], [{ _id: 'one', of: 'first' }]);
    documents.remember(['one'], [{ _id: 'one', of: 'second' }]);
    expect(documents.take(['one', 'other'])).toEqual([{ _id: 'one', of: 'second' }]);
    expect(documents.take(['one'])).toEqual([]);
  });

  it('are not known any more where they turn out not to be final', () => {
    const documents = createFinalDocuments();
    documents.remember(['one'], [{ _id: 'one' }]);
    documents.remember(['one'], []);
    expect(documents.take(['one'])).toEqual([]);
  });

  it('are the youngest ones where there are too many', () => {
    const documents = createFinalDocuments();
    const ids = Array.from({ length: 1_501 }, (_, index) => `document-${index}`);
    documents.remember(
      ids,
      ids.map((_id) => ({ _id })),
    );
    expect(documents.take(['document-0', 'document-1', 'document-1500'])).toHaveLength(2);
  });
});
