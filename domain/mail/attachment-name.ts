import { cleanHeader, cut } from './header-text.js';

/** Bytes in UTF-8 stay below the 255 that file systems allow, with room for what may be put before the name. */
const mostCharacters = 80;
const mostExtension = 12;
/** Devices of Windows, which it opens whatever stands behind the dot. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name under which an attachment can be offered for download everywhere: no folders, no characters that a system
 * forbids, not hidden, its extension kept when it has to be shortened.
 *
 * @param fallback the name of what has none, e.g. `attachment-2`.
 */
export function safeAttachmentName(declared: string | undefined, fallback: string): string {
  const cleaned = cleanHeader(declared ?? '', 1000).normalize('NFC');
  const lastFolder = Math.max(cleaned.lastIndexOf('/'), cleaned.lastIndexOf('\\'));
  const name = trimmed(cleaned.slice(lastFolder + 1).replace(/[<>:"|?*%]/g, '_'));
  if (name === '') return fallback;
  return trimmed(shortened(devices.test(name) ? `_${name}` : name));
}

/** Windows drops dots and spaces at the end, so two names could become one; a dot in front hides a file elsewhere. */
function trimmed(name: string): string {
  let start = 0;
  let end = name.length;
  while (start < end && '. ~'.includes(name.charAt(start))) start += 1;
  while (end > start && '. '.includes(name.charAt(end - 1))) end -= 1;
  return name.slice(start, end);
}

function shortened(name: string): string {
  if (name.length <= mostCharacters) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= mostExtension ? name.slice(dot) : '';
  return cut(name, mostCharacters - extension.length) + extension;
}
