import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Ranges that the German regulator keeps free for films and books, each of a thousand numbers. A story takes a block of
 * ten to itself, so stories on one stack can run side by side.
 */
const ranges = ['+493023125', '+496990009', '+494066969', '+492214710', '+498999998'];
const blocksPerRange = 100;
/** The first block of the first range belongs to the stack itself. */
const reservedBlocks = 10;

/** Takes a block of ten numbers that no other story on this stack has. */
export async function takeNumbers(folder: string): Promise<readonly string[]> {
  const claims = join(folder, 'numbers');
  await mkdir(claims, { recursive: true });
  for (let block = reservedBlocks; block < ranges.length * blocksPerRange; block += 1) {
    if (!(await isClaimed(join(claims, String(block))))) continue;
    const range = ranges[Math.floor(block / blocksPerRange)] ?? '';
    const first = (block % blocksPerRange) * 10;
    return Array.from({ length: 10 }, (_, index) => `${range}${String(first + index).padStart(3, '0')}`);
  }
  throw new Error('All numbers of the stack are taken; start a fresh one.');
}

async function isClaimed(claim: string): Promise<boolean> {
  try {
    await mkdir(claim);
    return true;
  } catch {
    return false;
  }
}
