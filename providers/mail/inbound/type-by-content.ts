import { fileTypeFromBuffer } from 'file-type';

/** Enough for every signature, and for the first entries of the archives that office documents are. */
const examinedBytes = 256 * 1024;
const tnefSignature = [0x78, 0x9f, 0x3e, 0x22];

/**
 * The media type that the bytes themselves are, whatever a mail declares: `text/plain` where they read as text,
 * `application/octet-stream` where nobody knows. Never throws.
 */
export async function typeByContent(bytes: Uint8Array): Promise<string> {
  const beginning = bytes.subarray(0, examinedBytes);
  if (tnefSignature.every((byte, index) => beginning[index] === byte)) return 'application/ms-tnef';
  const known = await knownType(beginning);
  // XML may be a picture that runs scripts.
  if (known !== undefined && known !== 'application/xml') return known;
  return textType(beginning) ?? known ?? 'application/octet-stream';
}

async function knownType(beginning: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(beginning))?.mime;
  } catch {
    return undefined;
  }
}

/** What a browser would run gets its own type, so that nobody serves it as harmless text. */
function textType(beginning: Uint8Array): string | undefined {
  const text = textOf(beginning);
  if (text === undefined) return undefined;
  const start = text.slice(0, 4096).trimStart().toLowerCase();
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!doctype svg[^>]*>\s*)?<svg[\s>]/.test(start)) return 'image/svg+xml';
  if (/<(?:!doctype html|html|head|body|script|iframe)[\s>]/.test(start)) return 'text/html';
  return start.startsWith('<?xml') ? 'application/xml' : 'text/plain';
}

function textOf(beginning: Uint8Array): string | undefined {
  // A character may be cut at the end of what is examined.
  const text = new TextDecoder('utf-8').decode(beginning, { stream: true });
  return beginning.length > 0 && !/[\u{FFFD}]|(?![\t\n\f\r])\p{Cc}/u.test(text) ? text : undefined;
}
