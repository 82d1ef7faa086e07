/** A document for paper, before anybody has laid it out. Nothing in it is a function, so that it can travel to a thread. */
export interface PrintedDocument {
  readonly title: string;
  /** Whose document it is; stands above the title. */
  readonly owner: string;
  /** Below the title, e.g. the time that it is about. */
  readonly subtitle: string;
  /** BCP 47, e.g. `hu`. */
  readonly language: string;
  readonly blocks: readonly PrintedBlock[];
  /** Stands at the foot of each page; `{page}` and `{pages}` are filled in. */
  readonly footer: string;
}

export type PrintedBlock =
  | { readonly block: 'note'; readonly text: string }
  /** Numbers that are seen first. */
  | {
      readonly block: 'figures';
      readonly figures: readonly { readonly value: string; readonly name: string }[];
    }
  /** Drawn as vectors. */
  | { readonly block: 'drawing'; readonly title: string; readonly svg: string }
  | {
      readonly block: 'table';
      readonly title: string;
      readonly columns: readonly { readonly header: string; readonly align: 'left' | 'right' }[];
      readonly rows: readonly (readonly string[])[];
      /** So many of the last rows are sums of those before. */
      readonly sums: number;
    };

/** Makes a PDF. */
export type PrintPdf = (document: PrintedDocument) => Promise<Uint8Array>;

/** Of the page within its margins: how wide a drawing is. Points. */
export const printedWidth = 515;
/** The family that drawings name; it has the letters of all our languages. */
export const printedFont = 'Roboto';
