/** What a mail must not exceed, that it can be read within a few seconds and some hundred megabytes. */
export interface WorkloadLimits {
  /** Lines that are shorter than those of a file that was encoded for a mail. */
  readonly mostShortLines: number;
  /** Ends of base64 within a line, each of which costs the parser a buffer of its own. */
  readonly mostPaddings: number;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const equals = 0x3d;
const encodedLineLength = 60;

/**
 * Whether parsing these bytes is bearable, found out in one pass over them. postal-mime takes 4 µs for each line of base64,
 * and about 18 µs for each line that is not encoded, since it makes a Blob of all of them with two pieces for each. Files are
 * encoded in lines of 60 characters or more, so their number is bounded by the size of the mail; only shorter ones are
 * counted. It keeps a buffer of about a kilobyte for each `=` within a line of base64, so a mail of the allowed size that is
 * made of nothing else would take gigabytes. Quoted-printable uses the same sign, so much of it together with base64 is refused too.
 */
export function isBearable(bytes: Uint8Array, { mostShortLines, mostPaddings }: WorkloadLimits): boolean {
  let shortLines = 0;
  let lineStart = 0;
  let paddings = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === lineFeed) {
      if (index - lineStart < encodedLineLength) shortLines += 1;
      lineStart = index + 1;
    }
    if (byte !== equals) continue;
    const next = bytes[index + 1];
    if (next !== equals && next !== lineFeed && next !== carriageReturn) paddings += 1;
  }
  return shortLines <= mostShortLines && (paddings <= mostPaddings || !mentionsBase64(bytes));
}

function mentionsBase64(bytes: Uint8Array): boolean {
  return /base64/i.test(new TextDecoder('latin1').decode(bytes));
}
