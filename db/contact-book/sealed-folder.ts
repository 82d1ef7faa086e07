import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { principalSchema } from '../../domain/access/principal-schema.js';
import { organisationIdSchema } from '../../domain/identifiers.js';
import { isAbility } from '../../domain/access/abilities.js';
import { tokenIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import { travellerSchema } from '../../domain/organisation/traveller.js';
import type { Sealer } from '../sealer.js';
import type { StoredToken } from '../store.js';
import type { OrganisationCopy } from './directory-copy.js';

/** The local copy on disk: one sealed file per organisation, and one of all tokens' hashes. Several processes may read and write it. */
export interface SealedFolder {
  /** Everything that can be read. What cannot is left out and logged: the next save replaces it. */
  load(): Promise<readonly OrganisationCopy[]>;
  /** What is on disk of one organisation: another process may have saved it after this one started. */
  loadOne(id: OrganisationId): Promise<OrganisationCopy | undefined>;
  /** Does nothing when the file holds these contents already. */
  save(copy: OrganisationCopy): Promise<void>;
  remove(id: OrganisationId): Promise<void>;
  /** None when there is no such file, or none that can be read. */
  loadTokens(): Promise<readonly StoredToken[]>;
  /** Does nothing when the file holds these tokens already; without any there is no file. */
  saveTokens(tokens: readonly StoredToken[]): Promise<void>;
}

const fileNameSchema = z.templateLiteral([organisationIdSchema, '.sealed']);
const fileOf = (id: OrganisationId) => `${id}.sealed`;
const tokensFile = 'tokens.sealed';
const unfinished = '.tmp';
/** Whoever writes a file is done or dead after this time. */
const unfinishedMilliseconds = 600_000;

const dateSchema = z.iso.datetime().transform((text) => new Date(text));
const contentsSchema = z.strictObject({
  organisation: z.strictObject({
    id: organisationIdSchema,
    revision: z.number(),
    settings: organisationSettingsSchema,
    savedBy: principalSchema.exactOptional(),
    createdAt: dateSchema,
    updatedAt: dateSchema,
  }),
  // The numbers passed the numbering plans when they were saved; doing that again for each of 100,000 travellers would
  // cost seconds at every start.
  travellers: z.array(travellerSchema.extend({ phones: z.array(z.string()) })),
});

const abilitySchema = z.string().refine(isAbility);
const tokensSchema = z.array(
  z.strictObject({
    id: tokenIdSchema,
    scope: z.discriminatedUnion('of', [
      z.strictObject({ of: z.literal('desk') }),
      z.strictObject({ of: z.literal('organisation'), organisationId: organisationIdSchema }),
    ]),
    name: z.string(),
    hash: z.string(),
    createdAt: dateSchema,
    abilities: z.array(abilitySchema).readonly().exactOptional(),
    expiresAt: dateSchema.exactOptional(),
    lastUsedAt: dateSchema.exactOptional(),
  }),
);

/**
 * @param folder made when it is missing, readable by its owner only.
 */
export function createSealedFolder(folder: string, sealer: Sealer, log: Pick<Logger, 'warn'>): SealedFolder {
  /** Digests of the contents known to be on disk, by file. */
  const known = new Map<string, string>();

  const pathOf = (name: string) => join(folder, name);
  const digestOf = (contents: string) => createHash('sha256').update(contents).digest('base64');

  async function loadFile<Schema extends z.ZodType>(
    name: string,
    schema: Schema,
  ): Promise<z.output<Schema> | undefined> {
    try {
      const contents = sealer.unseal(await readFile(pathOf(name), 'utf8'));
      const parsed = schema.parse(JSON.parse(contents));
      known.set(name, digestOf(contents));
      return parsed;
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown';
      log.warn({ file: name, reason }, 'a file of the local contact copy cannot be read; it is ignored');
      return undefined;
    }
  }

  async function saveFile(name: string, contents: string): Promise<void> {
    const digest = digestOf(contents);
    if (known.get(name) === digest) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const beside = pathOf(`${name}.${randomUUID()}${unfinished}`);
    try {
      const file = await open(beside, 'wx', 0o600);
      try {
        await file.writeFile(sealer.seal(contents));
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(beside, pathOf(name));
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
    known.set(name, digest);
  }

  async function removeFile(name: string): Promise<void> {
    known.delete(name);
    await rm(pathOf(name), { force: true });
  }

  async function isThere(name: string): Promise<boolean> {
    const found = await stat(pathOf(name)).catch(() => undefined);
    return found !== undefined;
  }

  async function removeLeftover(name: string): Promise<void> {
    const { mtimeMs } = await stat(pathOf(name));
    if (Date.now() - mtimeMs > unfinishedMilliseconds) await rm(pathOf(name), { force: true });
  }

  return {
    async load() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const names = await readdir(folder);
      await Promise.allSettled(names.filter((name) => name.endsWith(unfinished)).map(removeLeftover));
      const files = names.filter((name) => fileNameSchema.safeParse(name).success);
      const copies = await Promise.all(files.map((name) => loadFile(name, contentsSchema)));
      return copies.filter((copy) => copy !== undefined);
    },

    loadOne: async (id) => ((await isThere(fileOf(id))) ? loadFile(fileOf(id), contentsSchema) : undefined),
    save: (copy) => saveFile(fileOf(copy.organisation.id), JSON.stringify(copy)),
    remove: (id) => removeFile(fileOf(id)),

    loadTokens: async () =>
      (await isThere(tokensFile)) ? ((await loadFile(tokensFile, tokensSchema)) ?? []) : [],
    saveTokens: (tokens) =>
      tokens.length === 0 ? removeFile(tokensFile) : saveFile(tokensFile, JSON.stringify(tokens)),
  };
}
