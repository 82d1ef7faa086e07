import { trusted } from 'mongoose';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
import type { Models } from '../models/models.js';
import { batchesOf } from './batches.js';
import type { RetentionClass } from './retention-class.js';
import { retainedCases } from './retained-cases.js';

const withLocation = { kind: 'incident', 'report.location': trusted({ $exists: true }) } as const;

/** Where people were who reported an incident: taken out of the report, which is kept for as long as the incident. */
export function retainedLocations(
  models: Pick<Models, 'intakes'> & Parameters<typeof retainedCases>[1],
): RetentionClass {
  const { intakes } = models;
  const incidents = retainedCases('incident', models);

  return {
    dataClass: 'locations',
    collections: ['intakes'],

    begunBefore: (organisationId, moment, batchSize) =>
      batchesOf(
        intakes.find({ organisationId, createdAt: trusted({ $lt: moment }), ...withLocation }, { _id: 1 }),
        batchSize,
      ),

    async read(ids, options) {
      const [found, cases] = await Promise.all([
        intakes
          .find({ _id: trusted({ $in: [...ids] }), ...withLocation }, { createdAt: 1 })
          .lean<{ readonly _id: string; readonly createdAt: Date }[]>(),
        incidents.read(ids, options),
      ]);
      const byId = new Map(cases.map((each) => [each.id, each]));
      return found.map(({ _id: id, createdAt }): RetainedItem => {
        const { endOfUse, persons = [] }: Partial<RetainedItem> = byId.get(id) ?? {};
        return {
          id,
          dataClass: 'locations',
          begunAt: createdAt.getTime(),
          ...(endOfUse === undefined ? {} : { endOfUse }),
          persons,
          caseId: id,
        };
      });
    },

    workflowOf: () => undefined,

    prepare: (ids) =>
      Promise.resolve({
        calls: [],
        texts: [],
        async erase() {
          await intakes.updateMany(
            { _id: trusted({ $in: [...ids] }), ...withLocation },
            { $unset: { 'report.location': 1 } },
          );
          return [];
        },
      }),
  };
}
