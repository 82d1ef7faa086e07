/**
 * What a client would rather have, by its Accept header (RFC 9110, 12.5.1). It has to name what it wants: whoever takes
 * anything gets the first of what is offered.
 */
export function preferredMedia<Media extends string>(
  accept: string | undefined,
  [first, ...others]: readonly [Media, ...Media[]],
): Media {
  const qualities = new Map(
    (accept ?? '').split(',').map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return [type, quality === undefined ? 1 : Number(quality.slice('q='.length)) || 0] as const;
    }),
  );
  const qualityOf = (media: Media) => qualities.get(media) ?? 0;
  return others.reduce((best, media) => (qualityOf(media) > qualityOf(best) ? media : best), first);
}
