import { z } from 'zod';
import { monthSchema } from '../../domain/calendar-month.js';
import { organisationIdSchema } from '../../domain/identifiers.js';
import { closureOutcomes, incidentKinds } from '../../domain/incident/incident.js';
import { feeServices, orderStates } from '../../domain/orders/order.js';
import { supportOutcomes } from '../../domain/support-case/support-case.js';
import { momentSchema } from '../representations/shared.js';

const count = z.number().int().min(0);

/** How long something took. */
const durationsSchema = z
  .strictObject({
    count: count.meta({ description: 'How many there were.' }),
    medianSeconds: count
      .exactOptional()
      .meta({ description: 'Off by 1 % at the most. Absent: there was none.' }),
    p90Seconds: count.exactOptional().meta({
      description: 'What nine of ten did not exceed; off by 1 % at the most. Absent: there was none.',
    }),
    longestSeconds: count,
  })
  .meta({ id: 'Durations' });
export type ShownDurations = z.infer<typeof durationsSchema>;

const seriesSchema = z.strictObject({
  sum: count,
  most: count.meta({ description: 'Of a single one.' }),
});

const tally = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.record(z.enum(names), count);

const incidentKindFiguresSchema = z
  .strictObject({
    opened: count,
    open: count.meta({ description: 'Of those that were opened, still open.' }),
    toFirstCall: durationsSchema.meta({ description: 'From the report to the first call of its ladders.' }),
    toReach: durationsSchema.meta({
      description: 'From the report until a human took or acknowledged it; `count`: how many were reached.',
    }),
    rounds: z.strictObject({ provider: seriesSchema, internal: seriesSchema }),
    overrides: z.strictObject({ rule: count, operator: count }),
    outcomes: tally(closureOutcomes),
  })
  .meta({ id: 'IncidentKindFigures' });

const incidentFiguresSchema = z
  .strictObject({
    all: incidentKindFiguresSchema,
    byKind: z.record(z.enum(incidentKinds), incidentKindFiguresSchema),
  })
  .meta({ id: 'IncidentFigures' });

const statusCallFiguresSchema = z
  .strictObject({
    asked: count,
    asking: count.meta({ description: 'Of them, without an end yet.' }),
    ok: count,
    help: count,
    unreached: count,
    responseRate: z.number().min(0).max(1).exactOptional().meta({
      description: 'The answered part of those that have ended. Absent: none has.',
    }),
    toAnswer: durationsSchema,
    rounds: seriesSchema,
  })
  .meta({ id: 'StatusCallFigures' });

const supportCaseFiguresSchema = z
  .strictObject({
    opened: count,
    open: count,
    followUps: count.meta({
      description: 'Of those that were opened: with further questions about a closed case.',
    }),
    toFirstAnswer: durationsSchema,
    toResolution: durationsSchema.meta({ description: 'Duplicates and spam do not count.' }),
    outcomes: tally(supportOutcomes),
  })
  .meta({ id: 'SupportCaseFigures' });

const costFiguresSchema = z
  .strictObject({
    orders: tally(orderStates),
    started: tally(feeServices).meta({ description: 'What was started, by service.' }),
    currencies: z
      .array(
        z.strictObject({
          currency: z.string(),
          ordered: count,
          started: count,
          estimate: count.meta({ description: 'Of what was started.' }),
          actual: count.meta({ description: 'Of what was started, as far as it is known.' }),
          known: count.meta({ description: 'How many actual costs are known.' }),
        }),
      )
      .meta({ description: 'Minor units of each currency; they are never added up.' }),
  })
  .meta({ id: 'CostFigures' });

const timeSchema = z.strictObject({
  from: momentSchema,
  to: momentSchema.meta({ description: 'The first moment behind it.' }),
});

function reportOf<const Kind extends string, Figures extends z.ZodType>(
  kind: Kind,
  figures: Figures,
  id: string,
) {
  return z
    .strictObject({
      kind: z.literal(kind),
      organisationId: organisationIdSchema,
      from: monthSchema,
      to: monthSchema,
      timeZone: z.string().meta({ description: 'By whose time the months begin and end.' }),
      time: timeSchema.meta({ description: 'Of all months that have begun.' }),
      rawData: timeSchema.exactOptional().meta({
        description:
          'The part of the time of which all data still exist. What lies before is told by monthly summaries, and its data ' +
          'may have been deleted. Absent: that is so for all of it.',
      }),
      computedAt: momentSchema
        .exactOptional()
        .meta({ description: 'When the latest of it was computed. Absent: nothing is known of the time.' }),
      total: figures,
      months: z.array(
        z.strictObject({
          month: monthSchema,
          ...timeSchema.shape,
          isFinal: z.boolean().meta({ description: 'It is not computed any more.' }),
          computedAt: momentSchema.exactOptional(),
          figures,
        }),
      ),
    })
    .meta({ id });
}

const reportSchemas = {
  incidents: reportOf('incidents', incidentFiguresSchema, 'IncidentReportOfMonths'),
  'status-calls': reportOf('status-calls', statusCallFiguresSchema, 'StatusCallReport'),
  'support-cases': reportOf('support-cases', supportCaseFiguresSchema, 'SupportCaseReport'),
  costs: reportOf('costs', costFiguresSchema, 'CostReport'),
};

export const reportSchema = z
  .discriminatedUnion('kind', [
    reportSchemas.incidents,
    reportSchemas['status-calls'],
    reportSchemas['support-cases'],
    reportSchemas.costs,
  ])
  .meta({ id: 'Report' });
export type ShownReport = z.infer<typeof reportSchema>;

export type ShownIncidentFigures = z.infer<typeof incidentFiguresSchema>;
export type ShownIncidentKindFigures = z.infer<typeof incidentKindFiguresSchema>;
export type ShownStatusCallFigures = z.infer<typeof statusCallFiguresSchema>;
export type ShownSupportCaseFigures = z.infer<typeof supportCaseFiguresSchema>;
export type ShownCostFigures = z.infer<typeof costFiguresSchema>;
