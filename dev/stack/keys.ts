import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const keysSchema = z.strictObject({
  beistandKey: z.string(),
  deskToken: z.string(),
  accountSid: z.string(),
  authToken: z.string(),
  fallbackAccountSid: z.string(),
  fallbackAuthToken: z.string(),
});
/** The secrets of one embedded installation. Its sealed data can be read only with the same ones at the next start. */
export type StackKeys = z.infer<typeof keysSchema>;

export function makeKeys(): StackKeys {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  return {
    beistandKey: hex(32),
    deskToken: `bst_${randomBytes(32).toString('base64url')}`,
    accountSid: `AC${hex(16)}`,
    authToken: hex(16),
    fallbackAccountSid: `AC${hex(16)}`,
    fallbackAuthToken: hex(16),
  };
}

/** The kept secrets of a data folder, made at its first start. */
export async function keepKeys(file: string): Promise<StackKeys> {
  try {
    return keysSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const keys = makeKeys();
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(keys, undefined, 2), { mode: 0o600 });
    return keys;
  }
}
