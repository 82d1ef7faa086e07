import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { AuditRepository } from '../../db/audit/audit-repository.js';
import { auditAnchorSchema } from '../../domain/audit/anchor-schema.js';
import type { AuditAnchor } from '../../domain/audit/entry.js';
import type { ChainBreak } from '../../domain/audit/verification.js';
import { organisationIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import type { Command } from '../command.js';

type ReadAudit = Pick<AuditRepository, 'anchor' | 'breaks' | 'organisations'>;

export interface AuditCommandDependencies {
  readonly openAudit: () => Promise<{ readonly audit: ReadAudit; readonly close: () => Promise<void> }>;
  /** Writes one line to the standard output. */
  readonly write: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const usage = [
  'audit verify [--organisation <id>] [--anchor <file>]   exit code 0: every chain is whole, 1: it is not',
  'audit anchor [--organisation <id>]                     anchors as JSON, to be kept apart from the database',
].join('\n');

/** More breaks of one chain than these are counted, not told one by one. */
const mostTold = 1_000;

/** Verifies the audit chains, and takes anchors of them (X5). */
export function createAuditCommand({ openAudit, write, now }: AuditCommandDependencies): Command {
  return {
    name: 'audit',
    usage,
    audit: { nothing: 'it tells places in chains by identifiers, and must not write to what it examines' },
    async run(args) {
      const asked = readArguments(args);
      if (asked === undefined) {
        write(usage);
        return 2;
      }
      const anchors = asked.anchorFile === undefined ? [] : await readAnchors(asked.anchorFile);
      const { audit, close } = await openAudit();
      try {
        const organisations = await chainsOf(audit, asked.organisationId, anchors);
        if (asked.action === 'verify') return await verify(audit, organisations, anchors);
        const taken = [];
        for (const organisationId of organisations) {
          const { at, ...anchor } = await audit.anchor(deskScope, organisationId, now());
          taken.push({ ...anchor, at: new Date(at).toISOString() });
        }
        write(JSON.stringify(taken, undefined, 2));
        return 0;
      } finally {
        await close();
      }
    },
  };

  async function verify(
    audit: ReadAudit,
    organisations: readonly OrganisationId[],
    anchors: readonly AuditAnchor[],
  ): Promise<number> {
    let broken = 0;
    for (const organisationId of organisations) {
      const { sequence } = await audit.anchor(deskScope, organisationId, now());
      let breaks = 0;
      for await (const found of audit.breaks(deskScope, organisationId, anchors)) {
        breaks += 1;
        if (breaks <= mostTold) write(`${organisationId} ${tell(found)}`);
      }
      write(`${organisationId} ${sequence} entries, ${breaks === 0 ? 'whole' : `${breaks} breaks`}`);
      if (breaks > 0) broken += 1;
    }
    write(`${organisations.length} chains, ${broken} broken`);
    return broken === 0 ? 0 : 1;
  }
}

interface Asked {
  readonly action: 'verify' | 'anchor';
  readonly organisationId?: OrganisationId;
  readonly anchorFile?: string;
}

/** Undefined: it is not one of the ways in which the command can be used. */
function readArguments(args: readonly string[]): Asked | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { organisation: { type: 'string' }, anchor: { type: 'string' } },
    });
    const [action, ...more] = positionals;
    const organisation = organisationIdSchema.optional().safeParse(values.organisation);
    if ((action !== 'verify' && action !== 'anchor') || more.length > 0 || !organisation.success)
      return undefined;
    if (action === 'anchor' && values.anchor !== undefined) return undefined;
    return {
      action,
      ...(organisation.data === undefined ? {} : { organisationId: organisation.data }),
      ...(values.anchor === undefined ? {} : { anchorFile: values.anchor }),
    };
  } catch {
    return undefined;
  }
}

/** Whoever has an anchor has a chain: one that was removed as a whole is missed. */
async function chainsOf(
  audit: ReadAudit,
  organisationId: OrganisationId | undefined,
  anchors: readonly AuditAnchor[],
): Promise<readonly OrganisationId[]> {
  if (organisationId !== undefined) return [organisationId];
  const known = await audit.organisations(deskScope);
  return [...new Set([...known, ...anchors.map((anchor) => anchor.organisationId)])].sort();
}

const anchorsSchema = z.union([
  auditAnchorSchema.transform((anchor) => [anchor]),
  z.array(auditAnchorSchema),
]);

/** One anchor, as the API gives it, or several, as the command does. */
async function readAnchors(file: string): Promise<readonly AuditAnchor[]> {
  let contents: unknown;
  try {
    contents = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`The anchor file ${file} cannot be read as JSON.`, { cause: error });
  }
  const anchors = anchorsSchema.safeParse(contents);
  if (!anchors.success) throw new Error(`The file ${file} holds no anchors.`);
  return anchors.data.map(({ at, ...anchor }) => ({ ...anchor, at: Date.parse(at) }));
}

function tell(found: ChainBreak): string {
  switch (found.kind) {
    case 'edited':
      return `${found.sequence}: edited`;
    case 'removed':
      return `${range(found)}: removed`;
    case 'inserted':
      return `${found.sequence}: a document stands there that is no entry`;
    case 'reordered':
      return `${found.sequence}: holds the entry that was signed as ${found.signedAs}`;
    case 'unlinked':
      return `${found.sequence}: does not follow the entry before it`;
    case 'foreign-key':
      return `${found.sequence}: signed with a key that is not, or no longer, valid`;
    case 'truncated':
      return `${range(found)}: cut off since the anchor was taken`;
    case 'rewritten':
      return `${found.sequence}: is not the entry of the anchor`;
    case 'value-edited':
      return `${found.sequence}: the kept values of ${found.person} were changed`;
    case 'value-removed':
      return `${found.sequence}: the kept values of ${found.person} were removed`;
    case 'key-missing':
      return `${found.sequence}: the key of ${found.person} does not open what it keeps, and no entry tells that the key was destroyed`;
    case 'key-kept':
      return `${found.sequence}: tells that the key of ${found.person} was destroyed, but there is one`;
  }
}

function range({ sequence, through }: { readonly sequence: number; readonly through: number }): string {
  return sequence === through ? String(sequence) : `${sequence}–${through}`;
}
