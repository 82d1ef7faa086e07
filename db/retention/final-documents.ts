/** What is judged and not deleted stays in memory only until so many others have been judged. */
const most = 1_500;

/** Documents that change no more, by their keys. */
export interface FinalDocuments<Document> {
  /** Replaces what was known of these by what is final of them now. */
  remember(ids: readonly string[], final: readonly Document[]): void;
  /** Those of these that are known; they are forgotten. */
  take(ids: readonly string[]): readonly Document[];
}

/**
 * Keeps documents from their judgement to their deletion: to look one up again costs a purge about as much as to delete it (R2).
 * Whoever deletes without having judged looks them up.
 */
export function createFinalDocuments<Document extends { readonly _id: string }>(): FinalDocuments<Document> {
  const documents = new Map<string, Document>();

  return {
    remember(ids, final) {
      for (const id of ids) documents.delete(id);
      for (const document of final) documents.set(document._id, document);
      for (const oldest of documents.keys()) {
        if (documents.size <= most) break;
        documents.delete(oldest);
      }
    },

    take: (ids) =>
      ids.flatMap((id) => {
        const document = documents.get(id);
        documents.delete(id);
        return document ?? [];
      }),
  };
}
