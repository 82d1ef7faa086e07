import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readPackageVersion } from './package-version.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beistand-version-'));
  await mkdir(join(folder, 'dist', 'config'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'product', version: '3.2.1' }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the version of the product', () => {
  it('is the one of package.json', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(readPackageVersion()).toBe(version);
  });

  it('is found from compiled files too', () => {
    expect(readPackageVersion(join(folder, 'dist', 'config', 'package-version.js'))).toBe('3.2.1');
  });

  it('is missed where there is none', () => {
    expect(() => readPackageVersion('/proc/self/nothing')).toThrow('package.json');
  });
});
