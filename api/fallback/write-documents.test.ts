import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { indexOf } from './documents.js';
import { writeDocuments } from './write-documents.js';

describe('writing the fallback documents', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-documents-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const one = { file: 'calls/1/org_one001.xml', content: '<Response/>' };
  const two = { file: 'texts/org_two001.xml', content: '<Response><Message>2</Message></Response>' };
  const read = (file: string) => readFile(join(folder, file), 'utf8');
  const index = async (): Promise<unknown> => JSON.parse(await read('index.json'));

  it('leaves the files and an index of them, and nothing else', async () => {
    expect(await writeDocuments(folder, [one, two])).toBe(2);
    expect(await read(one.file)).toBe(one.content);
    expect(await index()).toEqual(indexOf([one, two]));
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.includes('.'));
    expect(files.sort()).toEqual([one.file, 'index.json', two.file]);
  });

  it('touches only what has changed', async () => {
    await writeDocuments(folder, [one, two]);
    const before = await stat(join(folder, one.file));
    const changed = { ...two, content: '<Response/>' };
    expect(await writeDocuments(folder, [one, changed])).toBe(1);
    expect(await stat(join(folder, one.file))).toEqual(before);
    expect(await index()).toEqual(indexOf([one, changed]));
    const unchanged = await stat(join(folder, 'index.json'));
    expect(await writeDocuments(folder, [one, changed])).toBe(0);
    expect(await stat(join(folder, 'index.json'))).toEqual(unchanged);
  });

  it('lists no more what is gone, and leaves it for the calls that know its address', async () => {
    await writeDocuments(folder, [one, two]);
    await writeDocuments(folder, [two]);
    expect(await index()).toEqual(indexOf([two]));
    expect(await read(one.file)).toBe(one.content);
  });

  it('writes everything anew when the index cannot be read', async () => {
    await writeDocuments(folder, [one]);
    await writeFile(join(folder, one.file), 'broken');
    await writeFile(join(folder, 'index.json'), '{');
    expect(await writeDocuments(folder, [one])).toBe(1);
    expect(await read(one.file)).toBe(one.content);
  });
});
