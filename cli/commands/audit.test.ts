import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inheritEnvironment } from '../../config/env.js';
import {
  exampleDestruction,
  exampleOrganisation,
  exampleRecord,
  openAuditStage,
  otherOrganisation,
  type AuditStage,
} from '../../db/audit/audit-stage.fixture.js';
import { deskScope } from '../../domain/scope.js';
import { takeNotes } from '../notes.fixture.js';
import { compiledProduct } from '../../dev/stack/compiled-product.js';
import { createAuditCommand } from './audit.js';

let server: AuditStage;
let stage: AuditStage;
let folder: string;
let written: string[];
beforeAll(async () => {
  server = await openAuditStage();
});
afterAll(() => server.close());
beforeEach(async () => {
  stage = await openAuditStage(server);
  folder = await mkdtemp(join(tmpdir(), 'beistand-cli-'));
  written = [];
  for (let count = 0; count < 5; count += 1) {
    await stage.audit.append(exampleRecord());
    await stage.audit.append(exampleRecord({ organisationId: otherOrganisation }));
  }
});
afterEach(async () => {
  await stage.close();
  await rm(folder, { recursive: true });
});

const command = () =>
  createAuditCommand({
    openAudit: () => Promise.resolve({ audit: stage.audit, close: () => Promise.resolve() }),
    write: (line) => written.push(line),
    now: Date.now,
  });

const run = (args: readonly string[]) => command().run(args, takeNotes());

async function anchorFile(): Promise<string> {
  written = [];
  expect(await run(['anchor'])).toBe(0);
  const file = join(folder, 'anchors.json');
  await writeFile(file, written.join('\n'));
  written = [];
  return file;
}

describe('audit verify (X5)', () => {
  it('says that all chains are whole', async () => {
    expect(await run(['verify', '--anchor', await anchorFile()])).toBe(0);
    expect(written).toEqual([
      `${otherOrganisation} 5 entries, whole`,
      `${exampleOrganisation} 5 entries, whole`,
      '2 chains, 0 broken',
    ]);
  });

  it('finds an edit without an anchor, and a cut tail or a whole chain gone with one', async () => {
    const file = await anchorFile();
    const entries = stage.raw.collection('audit_entries');
    await entries.updateOne(
      { organisationId: exampleOrganisation, sequence: 3 },
      { $set: { action: 'getNothing' } },
    );
    expect(await run(['verify', '--organisation', exampleOrganisation])).toBe(1);
    expect(written[0]).toBe(`${exampleOrganisation} 3: edited`);

    await entries.deleteMany({ organisationId: exampleOrganisation });
    await entries.deleteOne({ organisationId: otherOrganisation, sequence: 5 });
    written = [];
    expect(await run(['verify'])).toBe(0);
    written = [];
    expect(await run(['verify', '--anchor', file])).toBe(1);
    expect(written).toEqual([
      `${otherOrganisation} 5: cut off since the anchor was taken`,
      `${otherOrganisation} 4 entries, 1 breaks`,
      `${exampleOrganisation} 1–5: cut off since the anchor was taken`,
      `${exampleOrganisation} 0 entries, 1 breaks`,
      '2 chains, 2 broken',
    ]);
  });

  it('tells whose key was removed without an entry, and whose is there although it was destroyed', async () => {
    const [gone, kept] = ['trv_keygone1', 'trv_keykept1'];
    for (const person of [gone, kept]) {
      await stage.audit.append(exampleRecord({ values: [{ person, after: { name: 'Anna' } }] }));
    }
    const keys = stage.raw.collection('person_keys');
    const [backup] = await keys.find({ person: kept }).toArray();
    if (backup === undefined) throw new Error('There is no key.');
    await stage.audit.destroyKey(deskScope, exampleDestruction(kept));
    await keys.replaceOne({ person: kept }, backup);
    await keys.deleteOne({ person: gone });
    expect(await run(['verify', '--organisation', exampleOrganisation])).toBe(1);
    expect(written.slice(0, 2)).toEqual([
      `${exampleOrganisation} 6: the key of ${gone} does not open what it keeps, and no entry tells that the key was destroyed`,
      `${exampleOrganisation} 8: tells that the key of ${kept} was destroyed, but there is one`,
    ]);
  });

  it('refuses an anchor file that holds none', async () => {
    const file = join(folder, 'nonsense.json');
    await writeFile(file, '{"sequence":1}');
    await expect(run(['verify', '--anchor', file])).rejects.toThrow('holds no anchors');
    await expect(run(['verify', '--anchor', join(folder, 'none')])).rejects.toThrow('cannot be read');
  });

  it.each([
    [[]],
    [['check']],
    [['verify', '--organisation', 'nonsense']],
    [['verify', '--force']],
    [['anchor', 'x']],
  ])('tells how it is used when asked with %j', async (args) => {
    expect(await run(args)).toBe(2);
    expect(written.join('\n')).toContain('audit verify');
  });

  it('runs from the command line', async () => {
    const execute = promisify(execFile);
    const uri = new URL(stage.uri);
    uri.pathname = `/${stage.database}`;
    const main = join(await compiledProduct(), 'cli', 'main.js');
    const { stdout } = await execute(process.execPath, [main, 'audit', 'verify'], {
      env: {
        ...inheritEnvironment({
          MONGODB_URI: uri.href,
          BEISTAND_KEY: Buffer.from(stage.key).toString('hex'),
        }),
      },
    });
    expect(stdout).toContain('2 chains, 0 broken');
  });
});
