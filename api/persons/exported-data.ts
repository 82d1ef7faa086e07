import { z } from 'zod';

/** What is stored, as JSON that people read: moments as in every answer, nothing binary. */
export type ExportedValue =
  string | number | boolean | null | readonly ExportedValue[] | { readonly [name: string]: ExportedValue };

/** How fields are called that hold a moment in epoch milliseconds. */
const momentName = /^(?:at|until)$|(?:At|Until)$/;
/** Nothing that we store happened before 2001; what is less counts something else. */
const earliestMoment = 978_307_200_000;

/** @param name of the field that it stands in; undefined is what says nothing. */
export function exportedValue(value: unknown, name = ''): ExportedValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    return momentName.test(name) && value >= earliestMoment ? new Date(value).toISOString() : value;
  }
  if (typeof value !== 'object') return undefined;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return { bytes: value.byteLength };
  if (Array.isArray(value)) return value.map((each: unknown) => exportedValue(each, name) ?? null);
  const fields: [string, ExportedValue][] = [];
  for (const [field, each] of Object.entries(value) as [string, unknown][]) {
    const exported = exportedValue(each, field);
    if (exported !== undefined) fields.push([field, exported]);
  }
  return Object.fromEntries(fields);
}

/** A file that belongs to a record; who may read it is asked there. */
export interface ExportedFile {
  readonly name?: string;
  readonly url: string;
}

const withFilesSchema = z.looseObject({
  attachments: z.array(z.looseObject({ id: z.string(), name: z.string() })),
});

/** Where the files of a record are: those of a message, and a mail as it came. */
export function filesOf(
  { collection, id, data }: { readonly collection: string; readonly id: string; readonly data: unknown },
  publicUrl: string,
): readonly ExportedFile[] {
  const at = (path: string) => new URL(path, publicUrl).href;
  if (collection === 'received_mails') return [{ url: at(`/v1/inbound-mails/${id}/raw`) }];
  const { attachments = [] } = withFilesSchema.safeParse(data).data ?? {};
  return attachments.map((file) => ({ name: file.name, url: at(`/v1/attachments/${file.id}`) }));
}
