/**
 * Whether a client would rather have a table than JSON, by its Accept header (RFC 9110, 12.5.1). It has to name the table:
 * whoever takes anything gets what programs read.
 */
export function prefersTable(accept: string | undefined): boolean {
  const qualities = new Map(
    (accept ?? '').split(',').map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return [type, quality === undefined ? 1 : Number(quality.slice('q='.length)) || 0] as const;
    }),
  );
  const table = qualities.get('text/csv') ?? 0;
  return table > 0 && table > (qualities.get('application/json') ?? 0);
}
