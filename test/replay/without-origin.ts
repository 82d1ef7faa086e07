import { basename, join } from 'node:path';
import { isPayload, payloadText } from './payloads.js';

/** Where the project lies on the machine that records. */
const projectFolder = join(import.meta.dirname, '..', '..');

/** An absolute path of at least two parts, or a file's URL: as in stack traces. No part of an address or a relative path. */
const absolutePath = /(?:file:\/\/|(?<![\w.~/\\-]))(?:\/?[A-Za-z]:)?(?:[\\/][\w.@%+~-]+){2,}/g;

/** A path as it is seen from the project; of a file that lies elsewhere the name remains. */
function relative(path: string): string {
  const plain = path.replace(/^file:\/\//, '');
  if (plain.startsWith(`${projectFolder}/`)) return plain.slice(projectFolder.length + 1);
  const inPackages = plain.lastIndexOf('/node_modules/');
  return inPackages >= 0 ? plain.slice(inPackages + 1) : basename(plain.replaceAll('\\', '/'));
}

export function withoutPaths(text: string): string {
  return text.replace(absolutePath, relative);
}

/** For `JSON.stringify`: a history without the name of the machine and without its folders, within payloads too. */
export function withoutOrigin(key: string, value: unknown): unknown {
  if (key === 'identity') return 'recorded';
  if (typeof value !== 'string') return value;
  if (!isPayload(key, value)) return withoutPaths(value);
  const text = payloadText(value);
  const clean = text === undefined ? undefined : withoutPaths(text);
  return clean === undefined || clean === text ? value : Buffer.from(clean, 'utf8').toString('base64');
}
