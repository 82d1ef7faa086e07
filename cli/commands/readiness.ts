import { parseArgs } from 'node:util';
import { z } from 'zod';
import { deskTokenId } from '../../api/middleware/authentication.js';
import { showReadiness, type ShownReadiness } from '../../api/representations/readiness.js';
import type { ChannelTestRequests } from '../../api/use-cases/channel-test-request.js';
import { newIdentifier } from '../../api/use-cases/identifiers.js';
import type { CheckReadiness } from '../../api/use-cases/readiness-check.js';
import { channels, type Channel } from '../../domain/attempt.js';
import { organisationIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import type { Wording } from '../../wording/wording.js';
import type { Command, CommandNotes, Print } from '../command.js';

export interface ReadinessCommandDependencies {
  readonly check: CheckReadiness;
  readonly requests: Pick<ChannelTestRequests, 'request'>;
  readonly wording: Wording;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const usage =
  'readiness <organisation id> [--at <moment>] [--json]   exit code 1: an incident would not reach everybody\n' +
  '  readiness <organisation id> --test <path> [--by voice|sms|email]   calls, texts or mails one person, e.g. at ' +
  '/internalContacts/0/phones/0';

/** Tells people what an incident of an organisation would show, and tests a channel of somebody in its settings (I13). */
export function readinessCommand(
  connect: () => Promise<ReadinessCommandDependencies>,
  print: Print,
): Command {
  return {
    name: 'readiness',
    usage,
    audit: (args) =>
      readArguments(args)?.does === 'test'
        ? { records: 'change', subject: 'channel' }
        : { records: 'access' },
    async run(args, notes) {
      const asked = readArguments(args);
      if (asked === undefined) {
        print(usage);
        return 2;
      }
      const dependencies = await connect();
      return asked.does === 'test'
        ? testChannel(dependencies, asked, print, notes)
        : show(dependencies, asked, print, notes);
    },
  };
}

/** Nobody is called. */
async function show(
  { check, wording, now }: ReadinessCommandDependencies,
  { organisationId, at = now(), json }: ShowArguments,
  print: Print,
  notes: CommandNotes,
): Promise<number> {
  const checked = await check(deskScope, organisationId, at);
  await notes.shows({ organisationId, what: { kind: 'settings', id: organisationId } });
  const { language, timeZone } = checked.settings;
  const shown = showReadiness(checked, { organisationId, at }, wording, { language, timeZone });
  if (json) print(JSON.stringify(shown, undefined, 2));
  else {
    for (const line of linesOf(shown, (severity) => wording.text(language, `readiness.severity.${severity}`)))
      print(line);
    if (shown.findings.length === 0) print(wording.text(language, 'readiness.none'));
  }
  return shown.ready ? 0 : 1;
}

/** What comes of it stands in the readiness check later: people take their time. */
async function testChannel(
  { check, requests, now }: ReadinessCommandDependencies,
  { organisationId, path, by }: TestArguments,
  print: Print,
  notes: CommandNotes,
): Promise<number> {
  const { channels: found } = await check(deskScope, organisationId, now());
  const known = found.find(
    (each) => each.path === path && (by === undefined || each.known.channel === by),
  )?.known;
  if (known === undefined) {
    print(`There is no such number or address at ${path}, or it is not used so.`);
    return 2;
  }
  const { contactId, channel, position } = known;
  const id = newIdentifier('tst');
  await requests.request(deskScope, {
    id,
    organisationId,
    requestedBy: { by: 'token', tokenId: deskTokenId },
    contactId,
    channel,
    position,
  });
  notes.changed({
    organisationId,
    what: { kind: 'channel', id },
    person: contactId,
    after: { contactId, channel, position },
  });
  print(`Test ${id} by ${channel} has begun. What comes of it stands in the readiness check.`);
  return 0;
}

function linesOf(
  { findings }: ShownReadiness,
  nameOf: (severity: ShownReadiness['findings'][number]['severity']) => string,
): readonly string[] {
  return findings.map(({ severity, path, sentence }) => `${nameOf(severity)}  ${path}: ${sentence}`);
}

interface ShowArguments {
  readonly does: 'show';
  readonly organisationId: OrganisationId;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly json: boolean;
}

interface TestArguments {
  readonly does: 'test';
  readonly organisationId: OrganisationId;
  /** Where the number or address stands in the settings, as findings name it. */
  readonly path: string;
  /** Absent: a number is called, an address is mailed. */
  readonly by?: Channel;
}

const optionsSchema = z.union([
  z.strictObject({ at: z.iso.datetime({ offset: true }).optional(), json: z.boolean().default(false) }),
  z.strictObject({ test: z.string().startsWith('/'), by: z.enum(channels).optional() }),
]);

/** Undefined: it is not one of the ways in which the command can be used. */
function readArguments(args: readonly string[]): ShowArguments | TestArguments | undefined {
  const parsed = parseLoosely(args);
  const [id, ...more] = parsed?.positionals ?? [];
  const organisation = organisationIdSchema.safeParse(id);
  const options = optionsSchema.safeParse({ ...parsed?.values });
  if (!organisation.success || !options.success || more.length > 0) return undefined;
  const organisationId = organisation.data;
  if ('test' in options.data) {
    const { test: path, by } = options.data;
    return { does: 'test', organisationId, path, ...(by === undefined ? {} : { by }) };
  }
  const { at, json } = options.data;
  return { does: 'show', organisationId, json, ...(at === undefined ? {} : { at: Date.parse(at) }) };
}

function parseLoosely(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        at: { type: 'string' },
        json: { type: 'boolean' },
        test: { type: 'string' },
        by: { type: 'string' },
      },
    });
  } catch {
    return undefined;
  }
}
