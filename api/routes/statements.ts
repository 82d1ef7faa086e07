import { z } from 'zod';
import { organisationIdSchema } from '../../domain/identifiers.js';
import type { Wording } from '../../wording/wording.js';
import { defineRoute, type Route } from '../openapi/route.js';
import type { People } from '../people.js';
import { showStatement, statementSchema } from '../representations/statement.js';
import { statementTable } from '../representations/statement-table.js';
import { preferredMedia } from '../use-cases/accepted-media.js';
import { monthSchema } from '../../domain/calendar-month.js';
import type { StatementReading } from '../use-cases/statement-reading.js';

export interface StatementRouteDependencies {
  readonly statements: StatementReading;
  readonly people: People;
  readonly wording: Wording;
}

/** What an organisation's incidents cost in a month (I9). */
export function statementRoutes({
  statements,
  people,
  wording,
}: StatementRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/organisations/{organisationId}/statements/{month}',
      operationId: 'getStatement',
      tag: 'Orders',
      summary: 'Read what a month has cost',
      description:
        'The case fees of the incidents that were opened in the month of the organisation’s time zone, by the contract of ' +
        'that moment, and every order that was placed in it. What was refused, has expired or was withdrawn costs nothing. ' +
        'An actual cost that is told later changes the statement. As CSV with `format=csv` or `Accept: text/csv`.',
      access: 'read statement',
      params: z.strictObject({ organisationId: organisationIdSchema, month: monthSchema }),
      query: z.strictObject({ format: z.enum(['json', 'csv']).optional() }),
      headers: z.object({ accept: z.string().max(1_000).optional() }),
      responses: { 200: { description: 'The statement.', schema: statementSchema, file: 'text/csv' } },
    })(async ({ caller, params: { organisationId, month }, query: { format }, headers: { accept } }) => {
      const read = await statements.read(caller.scope, organisationId, month);
      const shown = await showStatement(read, people);
      const isTable =
        format === undefined
          ? preferredMedia(accept, ['application/json', 'text/csv']) === 'text/csv'
          : format === 'csv';
      if (!isTable) return { status: 200, body: shown };
      const content = statementTable(shown, wording, read.settings.language);
      return { status: 200, file: { mediaType: 'text/csv', name: `statement-${month}.csv`, content } };
    }),
  ];
}
