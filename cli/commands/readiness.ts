import { parseArgs } from 'node:util';
import { z } from 'zod';
import { showReadiness, type ShownReadiness } from '../../api/representations/readiness.js';
import type { CheckReadiness } from '../../api/use-cases/readiness-check.js';
import { organisationIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import type { Wording } from '../../wording/wording.js';
import type { Command, Print } from '../command.js';

export interface ReadinessCommandDependencies {
  readonly check: CheckReadiness;
  readonly wording: Wording;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const usage =
  'readiness <organisation id> [--at <moment>] [--json]   exit code 1: an incident would not reach everybody';

/** Tells people what an incident of an organisation would show (I13); nobody is called. */
export function readinessCommand(
  connect: () => Promise<ReadinessCommandDependencies>,
  print: Print,
): Command {
  return {
    name: 'readiness',
    usage,
    audit: { records: 'access' },
    async run(args, notes) {
      const asked = readArguments(args);
      if (asked === undefined) {
        print(usage);
        return 2;
      }
      const { check, wording, now } = await connect();
      const { organisationId, at = now() } = asked;
      const checked = await check(deskScope, organisationId, at);
      await notes.shows({ organisationId, what: { kind: 'settings', id: organisationId } });
      const { language, timeZone } = checked.settings;
      const shown = showReadiness(checked, { organisationId, at }, wording, { language, timeZone });
      if (asked.json) print(JSON.stringify(shown, undefined, 2));
      else {
        for (const line of linesOf(shown, (severity) =>
          wording.text(language, `readiness.severity.${severity}`),
        ))
          print(line);
        if (shown.findings.length === 0) print(wording.text(language, 'readiness.none'));
      }
      return shown.ready ? 0 : 1;
    },
  };
}

function linesOf(
  { findings }: ShownReadiness,
  nameOf: (severity: ShownReadiness['findings'][number]['severity']) => string,
): readonly string[] {
  return findings.map(({ severity, path, sentence }) => `${nameOf(severity)}  ${path}: ${sentence}`);
}

/** Undefined: it is not one of the ways in which the command can be used. */
function readArguments(
  args: readonly string[],
): { readonly organisationId: OrganisationId; readonly at?: number; readonly json: boolean } | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { at: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    const [id, ...more] = positionals;
    const organisation = organisationIdSchema.safeParse(id);
    const at = z.iso.datetime({ offset: true }).optional().safeParse(values.at);
    if (!organisation.success || !at.success || more.length > 0) return undefined;
    return {
      organisationId: organisation.data,
      json: values.json,
      ...(at.data === undefined ? {} : { at: Date.parse(at.data) }),
    };
  } catch {
    return undefined;
  }
}
