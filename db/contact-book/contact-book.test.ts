import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { weekdays } from '../../domain/hours/clock-time.js';
import { deskOrganisationId } from '../../domain/identifiers.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import { deskScope } from '../../domain/scope.js';
import type { Target } from '../../domain/target.js';
import type { MongoStore } from '../connection.js';
import { connectStore } from '../connection.js';
import type { UnreliableProxy } from '../unreliable-proxy.fixture.js';
import { unreliableProxy } from '../unreliable-proxy.fixture.js';
import type { Sealer } from '../sealer.js';
import { createSealer } from '../sealer.js';
import type { TemporaryMongo } from '../store.fixture.js';
import { temporaryMongo } from '../store.fixture.js';
import type { ContactBook } from './contact-book.js';
import {
  anna,
  askEverything,
  desk,
  everything,
  filled,
  settings,
  traveller,
} from './contact-book.fixture.js';
import { createContactBook } from './create-contact-book.js';

const silent = pino({ level: 'silent' });
const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

let mongo: TemporaryMongo;
beforeAll(async () => {
  mongo = await temporaryMongo();
});
afterAll(() => mongo.remove());

interface Setting {
  readonly sealer: Sealer;
  readonly database: string;
  /** The way to MongoDB, which can be cut. */
  readonly way: UnreliableProxy;
  folder(name: string): string;
}

async function newSetting(): Promise<Setting> {
  const database = `test-${randomUUID()}`;
  const way = await unreliableProxy(mongo.port);
  cleanUp.push(() => way.close());
  return {
    sealer: createSealer(randomBytes(32)),
    database,
    way,
    folder: (name) => join(mongo.folder, database, name),
  };
}

interface Process {
  readonly store: MongoStore;
  readonly book: ContactBook;
}

interface ProcessOptions {
  readonly folder?: string;
  readonly database?: string;
  readonly pollMilliseconds?: number;
  readonly patience?: number;
  readonly log?: typeof silent;
}

/** A process of its own: own connection, own contact book; key, database and perhaps the folder are shared. */
async function startProcess(setting: Setting, options: ProcessOptions = {}): Promise<Process> {
  const { sealer, way } = setting;
  const { folder = setting.folder('contacts'), database = setting.database } = options;
  const { patience = 10_000, log = silent, pollMilliseconds } = options;
  const store = await connectStore({ uri: way.uri, database, sealer, log: silent, patience });
  cleanUp.push(() => store.close());
  const book = await createContactBook({
    store,
    sealer,
    folder,
    desk,
    log,
    patience,
    ...(pollMilliseconds !== undefined && { pollMilliseconds }),
  });
  cleanUp.push(() => book.close());
  return { store, book };
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await isSo()) return;
    await sleep(50);
  }
  throw new Error('It did not come to be so.');
}

describe('the contact book', () => {
  it('answers the same with MongoDB, without it, and in a process that starts without it', async () => {
    const setting = await newSetting();
    const first = await startProcess(setting);
    await filled(first.store);
    await first.book.refresh();
    expect(await askEverything(first.book)).toEqual(everything);

    await mongo.stop();
    const waiting = await milliseconds(() => askEverything(first.book));
    // Only the first question waits for MongoDB in vain.
    expect(waiting).toBeLessThan(1000);
    expect(await askEverything(first.book)).toEqual(everything);
    const second = await startProcess(setting, { patience: 100 });
    expect(await askEverything(second.book)).toEqual(everything);

    await mongo.start();
    await until(async () => {
      await first.store.organisations
        .save(deskScope, 'org_company1', settings({ name: 'Renamed' }))
        .catch(() => undefined);
      return (await first.book.organisation('org_company1'))?.settings.name === 'Renamed';
    });
    await until(async () => (await second.book.organisation('org_company1'))?.settings.name === 'Renamed');
  });

  it('waits at most 300 ms for a MongoDB that hangs, and not at all for the next two seconds', async () => {
    const setting = await newSetting();
    const { store, book } = await startProcess(setting);
    await filled(store);
    await book.refresh();
    setting.way.freeze();
    const waiting = await milliseconds(() => book.reach('org_company1', anna));
    expect(waiting).toBeGreaterThan(250);
    expect(waiting).toBeLessThan(1000);
    const dials = await milliseconds(async () => {
      for (let dial = 0; dial < 50; dial += 1) await book.reach('org_company1', anna);
    });
    expect(dials).toBeLessThan(250);
    expect((await book.reach('org_company1', anna))?.name).toBe('Anna');
    setting.way.thaw();
  });

  it('lets a saved change count from the next question on, in every process (E5)', async () => {
    const setting = await newSetting();
    const saving = await startProcess(setting, { folder: setting.folder('one') });
    const asking = await startProcess(setting, { folder: setting.folder('two') });
    await filled(saving.store);
    expect(await askEverything(asking.book)).toEqual(everything);

    const [first, ...others] = settings().internalContacts;
    const moved = { ...first, id: anna.id, name: 'Anna', phones: ['+4930901870'], texts: true };
    await saving.store.organisations.save(
      deskScope,
      'org_company1',
      settings({ inboundNumber: '+4930901831', internalContacts: [moved, ...others] }),
    );
    expect((await asking.book.reach('org_company1', anna))?.phones).toEqual(['+4930901870']);
    expect((await asking.book.organisationByInboundNumber('+4930901831'))?.id).toBe('org_company1');
    expect(await asking.book.organisationByInboundNumber('+4930901830')).toBeUndefined();
    expect((await asking.book.targetsByPhone('+4930901870')).map(({ target }) => target)).toEqual([anna]);
    await saving.store.travellers.save(deskScope, 'trv_dora0001', { ...traveller, phones: ['+4930901861'] });
    expect(await asking.book.travellersByPhone('+4930901860')).toEqual([]);
    expect(await asking.book.travellersByPhone('+4930901861')).toHaveLength(1);
  });

  it('brings what other processes save into its copy by itself', async () => {
    const setting = await newSetting();
    const saving = await startProcess(setting, { folder: setting.folder('one') });
    const folder = setting.folder('two');
    const polling = await startProcess(setting, { folder, pollMilliseconds: 100 });
    await filled(saving.store);
    await until(async () => (await readdir(folder)).includes('org_company1.sealed'));
    await saving.store.travellers.create(deskScope, 'trv_emil0001', { ...traveller, name: 'Emil' });
    const emilIsKnown = async () => {
      setting.way.cut();
      const emil = await polling.book.traveller('org_company1', 'trv_emil0001');
      if (emil === undefined) setting.way.restore();
      return emil?.name === 'Emil';
    };
    await sleep(500);
    await until(emilIsKnown);
  });

  it('keeps its copy sealed, for its owner only, and without leftovers', async () => {
    const setting = await newSetting();
    const folder = setting.folder('contacts');
    const { store, book } = await startProcess(setting);
    await filled(store);
    await book.refresh();
    expect(await readdir(folder)).toEqual(['org_company1.sealed']);
    const file = join(folder, 'org_company1.sealed');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const contents = Buffer.from(await readFile(file, 'utf8'), 'base64');
    for (const word of ['Anna', 'Dora', '4930901850']) expect(contents.includes(word)).toBe(false);
  });

  it('ignores files that it cannot read, says so, and replaces them', async () => {
    const setting = await newSetting();
    const folder = setting.folder('contacts');
    const first = await startProcess(setting);
    await filled(first.store);
    await first.book.refresh();
    await first.book.close();
    await writeFile(join(folder, 'org_company1.sealed'), 'broken');
    await writeFile(join(folder, 'org_another1.sealed'), createSealer(randomBytes(32)).seal('{}'));
    await writeFile(join(folder, 'org_another2.sealed'), setting.sealer.seal('{"organisation":{}}'));
    await writeFile(join(folder, 'notes.txt'), 'nothing of ours');
    await mkdir(join(folder, 'org_another3.sealed'));

    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) });
    const second = await startProcess(setting, { log });
    expect(lines.filter((line) => line.includes('cannot be read'))).toHaveLength(4);
    expect((await second.book.organisation('org_company1'))?.settings).toEqual(settings());
    setting.way.cut();
    const third = await startProcess(setting, { patience: 50 });
    expect((await third.book.organisation('org_company1'))?.settings).toEqual(settings());
  });

  it('names the own provider’s number as long as it is open, else the desk’s (I11, E1)', async () => {
    const setting = await newSetting();
    const { book, store } = await startProcess(setting);
    await filled(store);
    const own = { id: 'con_own00001', name: 'Own', phones: ['+4930901840'] };
    const numberWith = async (weekly: object) => {
      const hours = { weekly };
      const providers = { assistance: { by: 'own', provider: { ...own, hours } }, backups: [] };
      const changed = organisationSettingsSchema.parse({ ...settings(), providers });
      await store.organisations.save(deskScope, 'org_company1', changed);
      return book.emergencyNumber('org_company1');
    };
    expect(await numberWith({})).toBe(desk.emergencyNumber);
    const always = [{ from: '00:00', to: '24:00' }];
    expect(await numberWith(Object.fromEntries(weekdays.map((day) => [day, always])))).toBe('+4930901840');
  });

  it('calls the desk and its duty lead for an organisation that nobody can look up', async () => {
    const setting = await newSetting();
    const { book } = await startProcess(setting);
    expect(await book.organisation('org_nowhere1')).toBeUndefined();
    setting.way.cut();
    await expect(book.organisation('org_nowhere1')).rejects.toMatchObject({ kind: 'unavailable' });
    const ladder = await book.providerLadder('org_nowhere1', 'assistance');
    expect(ladder.map(({ phones }) => phones[0])).toEqual([desk.phone, desk.dutyPhone]);
    expect(await book.internalContacts('org_nowhere1')).toEqual([]);
    expect(await book.emergencyNumber('org_nowhere1')).toBe(desk.emergencyNumber);
    expect((await book.reach('org_nowhere1', { role: 'desk', id: 'desk' }))?.phones).toEqual([desk.phone]);
    expect(await book.organisation(deskOrganisationId)).toMatchObject({
      id: deskOrganisationId,
      settings: { name: 'Desk', language: 'de' },
    });
  });

  it('reaches nobody who is not, or no longer, in the settings, or belongs to somebody else', async () => {
    const { store, book } = await startProcess(await newSetting());
    await filled(store);
    const others = settings({ inboundNumber: undefined, internalContacts: [] });
    await store.organisations.create(deskScope, 'org_company2', others);
    const unknown: Target[] = [
      { role: 'authorising-person', id: anna.id },
      { role: 'medical-provider', id: 'con_own00001' },
      { role: 'internal-contact', id: 'con_nobody01' },
      { role: 'traveller', id: 'caller' },
      { role: 'traveller', id: 'trv_nobody01' },
    ];
    for (const target of unknown) expect(await book.reach('org_company1', target)).toBeUndefined();
    expect(await book.reach('org_company2', anna)).toBeUndefined();
    expect(await book.reach('org_company2', { role: 'traveller', id: 'trv_dora0001' })).toBeUndefined();
    expect(await book.traveller('org_company2', 'trv_dora0001')).toBeUndefined();
  });

  it('forgets who is no longer in the database, in memory and on disk (R2)', async () => {
    const setting = await newSetting();
    const first = await startProcess(setting);
    await filled(first.store);
    await first.book.refresh();
    await first.book.close();
    // The same copy beside a database in which somebody else stands.
    const database = `test-${randomUUID()}`;
    const elsewhere = await startProcess(setting, { database, folder: setting.folder('elsewhere') });
    await elsewhere.store.organisations.create(deskScope, 'org_company2', settings());
    const { book } = await startProcess(setting, { database });
    expect(await readdir(setting.folder('contacts'))).toEqual(['org_company2.sealed']);
    setting.way.cut();
    expect(await book.travellersByPhone('+4930901860')).toEqual([]);
    const found = await book.targetsByPhone('+4930901850');
    expect(new Set(found.map(({ organisationId }) => organisationId))).toEqual(new Set(['org_company2']));
  });

  it('keeps its copy beside a database that is empty', async () => {
    const setting = await newSetting();
    const first = await startProcess(setting);
    await filled(first.store);
    await first.book.refresh();
    await first.book.close();
    const { book } = await startProcess(setting, { database: `test-${randomUUID()}` });
    expect(await readdir(setting.folder('contacts'))).toEqual(['org_company1.sealed']);
    expect((await book.targetsByPhone('+4930901850')).length).toBeGreaterThan(0);
  });
});
