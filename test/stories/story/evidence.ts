import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { documentsOf } from '../../../dev/services/mongodb/documents-of.js';
import type { Story } from './story.js';

/** Something that was written down: a line of a log, or a text of a workflow. */
export interface Written {
  readonly where: string;
  readonly text: string;
}

/** Every line that a process of the stack has logged. */
export async function loggedBy(folder: string): Promise<readonly Written[]> {
  const logs = join(folder, 'logs');
  const files = await readdir(logs);
  const lines = files.map(async (file) =>
    (await readFile(join(logs, file), 'utf8')).split('\n').map((text) => ({ where: file, text })),
  );
  return (await Promise.all(lines)).flat();
}

/** All that Temporal knows: each text of each event of every run of every workflow, and of how it is listed. */
export async function knownToTemporal({ stack }: Pick<Story, 'stack'>): Promise<readonly Written[]> {
  const connection = await Connection.connect({ address: stack.temporalAddress });
  try {
    const { workflow } = new Client({ connection, namespace: 'beistand' });
    const written: Written[] = [];
    for await (const { workflowId, runId, raw } of workflow.list()) {
      const history = await workflow.getHandle(workflowId, runId).fetchHistory();
      for (const text of [workflowId, ...textsIn(raw), ...textsIn(history)]) {
        written.push({ where: workflowId, text });
      }
    }
    return written;
  } finally {
    await connection.close();
  }
}

/** The signed part of all audit chains, as it is stored: every field of every link. */
export async function signedInAudit(mongoUri: string): Promise<readonly Written[]> {
  const links = await documentsOf(mongoUri, 'audit_entries');
  return links.map((link) => ({ where: String(link['action']), text: JSON.stringify(link) }));
}

/** Every text within, and what bytes say as text: payloads are JSON. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)]);
}

/**
 * Where a canary was written down, in any case and in any of the ways in which texts are usually written: as it is, within
 * JSON, within an address, in base64 or in hex.
 */
export function sightings(
  canaries: Readonly<Record<string, string>>,
  written: readonly Written[],
): readonly { readonly canary: string; readonly where: string; readonly text: string }[] {
  const sought = Object.entries(canaries).flatMap(([canary, text]) =>
    spellings(text).map((spelling) => ({ canary, spelling: spelling.toLowerCase() })),
  );
  return written.flatMap(({ where, text }) => {
    const lower = text.toLowerCase();
    return sought
      .filter(({ spelling }) => lower.includes(spelling))
      .map(({ canary }) => ({ canary, where, text: text.slice(0, 500) }));
  });
}

function spellings(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const within = JSON.stringify(text).slice(1, -1);
  return [...new Set([text, within, encodeURIComponent(text), bytes.toString('hex'), ...inBase64(bytes)])];
}

/** Base64 depends on where among three bytes the text begins; the letters that its neighbours take part in are cut off. */
function inBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url');
    return encoded.slice(shift === 0 ? 0 : shift + 1, -2);
  });
}
