import { z } from 'zod';
import { incidentIdSchema, organisationIdSchema } from '../../domain/identifiers.js';
import { caseFeeSchema } from '../../domain/organisation/case-fees.js';
import type { Actor } from '../../domain/timeline.js';
import { formatMoment } from '../../wording/format.js';
import type { People } from '../people.js';
import { monthSchema } from '../../domain/calendar-month.js';
import type { ReadStatement } from '../use-cases/statement-reading.js';
import { incidentOrderSchema, showIncidentOrder } from './order.js';
import { asMoment, momentSchema } from './shared.js';

const lineShape = {
  incidentId: incidentIdSchema,
  at: momentSchema,
  atText: z.string().meta({ description: 'The same moment in the organisation’s language and time zone.' }),
};
const totalSchema = z.strictObject({
  currency: z.string(),
  caseFees: z.number().int(),
  estimate: z.number().int().meta({ description: 'Of what was started.' }),
  actual: z.number().int().meta({ description: 'Of what was started, as far as it is known.' }),
});

export const statementSchema = z
  .strictObject({
    organisationId: organisationIdSchema,
    month: monthSchema,
    timeZone: z.string(),
    from: momentSchema,
    to: momentSchema.meta({ description: 'The first moment of the next month.' }),
    lines: z.array(
      z.discriminatedUnion('line', [
        z.strictObject({
          line: z.literal('case-fee').meta({ description: '`at`: when the incident was opened.' }),
          ...lineShape,
          caseFee: caseFeeSchema,
        }),
        z.strictObject({
          line: z.literal('order').meta({ description: '`at`: when it was ordered.' }),
          ...lineShape,
          order: incidentOrderSchema,
          decidedBy: z.string().exactOptional().meta({
            description:
              'Who approved or refused it, or ratified or refused what the override has started, by name. Absent: nobody has.',
          }),
          excessDecidedBy: z.string().exactOptional().meta({
            description: 'Who approved or refused what it has cost beyond that, by name. Absent: nobody has.',
          }),
        }),
      ]),
    ),
    totals: z.array(totalSchema).meta({ description: 'Minor units of each currency.' }),
  })
  .meta({ id: 'Statement' });
export type ShownStatement = z.infer<typeof statementSchema>;

/** A statement as programs read it, with the names of those who decided. */
export async function showStatement(statement: ReadStatement, people: People): Promise<ShownStatement> {
  const { organisationId, month, time, settings, lines, totals } = statement;
  const { timeZone, language } = settings;
  const nameOf = (by: Actor) => people.nameOfActor(organisationId, by, language);
  return {
    organisationId,
    month,
    timeZone,
    from: asMoment(time.from),
    to: asMoment(time.to),
    lines: await Promise.all(
      lines.map(async (line) => {
        const { incidentId, at } = line;
        const common = { incidentId, at: asMoment(at), atText: formatMoment(at, timeZone, language) };
        if (line.line === 'case-fee') return { line: line.line, ...common, caseFee: line.fee };
        const { decision, ratification, excess } = line.order;
        const decided = decision ?? ratification?.decision;
        return {
          line: line.line,
          ...common,
          order: showIncidentOrder(line.order),
          ...(decided === undefined ? {} : { decidedBy: await nameOf(decided.by) }),
          ...(excess?.decision === undefined ? {} : { excessDecidedBy: await nameOf(excess.decision.by) }),
        };
      }),
    ),
    totals: totals.map((total) => ({ ...total })),
  };
}
