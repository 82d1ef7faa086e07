import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { organisationIdSchema } from '../../domain/identifiers.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import { travellerSchema } from '../../domain/organisation/traveller.js';
import type { Sealer } from '../sealer.js';
import type { OrganisationCopy } from './directory-copy.js';

/** The local copy on disk: one sealed file per organisation. Several processes may read and write it. */
export interface SealedFolder {
  /** Everything that can be read. What cannot is left out and logged: the next save replaces it. */
  load(): Promise<readonly OrganisationCopy[]>;
  /** What is on disk of one organisation: another process may have saved it after this one started. */
  loadOne(id: OrganisationId): Promise<OrganisationCopy | undefined>;
  /** Does nothing when the file holds these contents already. */
  save(copy: OrganisationCopy): Promise<void>;
  remove(id: OrganisationId): Promise<void>;
}

const fileNameSchema = z.templateLiteral([organisationIdSchema, '.sealed']);
const unfinished = '.tmp';
/** Whoever writes a file is done or dead after this time. */
const unfinishedMilliseconds = 600_000;

const dateSchema = z.iso.datetime().transform((text) => new Date(text));
const contentsSchema = z.strictObject({
  organisation: z.strictObject({
    id: organisationIdSchema,
    revision: z.number(),
    settings: organisationSettingsSchema,
    createdAt: dateSchema,
    updatedAt: dateSchema,
  }),
  // The numbers passed the numbering plans when they were saved; doing that again for each of 100,000 travellers would
  // cost seconds at every start.
  travellers: z.array(travellerSchema.extend({ phones: z.array(z.string()) })),
});

/**
 * @param folder made when it is missing, readable by its owner only.
 */
export function createSealedFolder(folder: string, sealer: Sealer, log: Pick<Logger, 'warn'>): SealedFolder {
  /** Digests of the contents known to be on disk. */
  const known = new Map<OrganisationId, string>();

  const pathOf = (id: OrganisationId) => join(folder, `${id}.sealed`);
  const digestOf = (contents: string) => createHash('sha256').update(contents).digest('base64');

  async function loadFile(name: string): Promise<OrganisationCopy | undefined> {
    try {
      const contents = sealer.unseal(await readFile(join(folder, name), 'utf8'));
      const copy = contentsSchema.parse(JSON.parse(contents));
      known.set(copy.organisation.id, digestOf(contents));
      return copy;
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown';
      log.warn({ file: name, reason }, 'a file of the local contact copy cannot be read; it is ignored');
      return undefined;
    }
  }

  async function isThere(path: string): Promise<boolean> {
    const found = await stat(path).catch(() => undefined);
    return found !== undefined;
  }

  async function removeLeftover(name: string): Promise<void> {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > unfinishedMilliseconds) await rm(path, { force: true });
  }

  return {
    async load() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const names = await readdir(folder);
      await Promise.allSettled(names.filter((name) => name.endsWith(unfinished)).map(removeLeftover));
      const files = names.filter((name) => fileNameSchema.safeParse(name).success);
      const copies = await Promise.all(files.map(loadFile));
      return copies.filter((copy) => copy !== undefined);
    },

    loadOne: async (id) => ((await isThere(pathOf(id))) ? loadFile(`${id}.sealed`) : undefined),

    async save(copy) {
      const { id } = copy.organisation;
      const contents = JSON.stringify(copy);
      const digest = digestOf(contents);
      if (known.get(id) === digest) return;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const beside = join(folder, `${id}.${randomUUID()}${unfinished}`);
      try {
        const file = await open(beside, 'wx', 0o600);
        try {
          await file.writeFile(sealer.seal(contents));
          await file.datasync();
        } finally {
          await file.close();
        }
        await rename(beside, pathOf(id));
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
      known.set(id, digest);
    },

    async remove(id) {
      known.delete(id);
      await rm(pathOf(id), { force: true });
    },
  };
}
