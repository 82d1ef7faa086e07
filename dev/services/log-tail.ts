import { open } from 'node:fs/promises';
import { isSystemError } from './process-identity.js';

const tailBytes = 8 * 1024;

/** The last lines of a log, at most 8 KiB are looked at; an empty text when there is no such file. */
export async function lastLines(logFile: string, count = 20): Promise<string> {
  let file;
  try {
    file = await open(logFile, 'r');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return '';
    throw error;
  }
  try {
    const { size } = await file.stat();
    const length = Math.min(size, tailBytes);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-count).join('\n');
  } finally {
    await file.close();
  }
}
