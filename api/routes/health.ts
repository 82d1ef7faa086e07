import { z } from 'zod';
import type { CaseEngineHealth } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import { caseTaskQueues } from '../../domain/task-queues.js';
import type { Auditor } from '../auditor.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { ifKnown } from '../use-cases/time-limit.js';

export interface HealthRouteDependencies {
  readonly store: Pick<Store, 'ping'>;
  readonly health: CaseEngineHealth;
  readonly auditor: Pick<Auditor, 'alarmed'>;
  /** False as soon as the process is about to stop: then it gets no new work. */
  readonly isServing: () => boolean;
}

const partSchema = z.enum(['ok', 'failing']);
const readinessSchema = z
  .strictObject({
    status: z.enum(['ready', 'not-ready']),
    parts: z.strictObject({
      temporal: partSchema,
      mongodb: partSchema,
      workers: partSchema.meta({ description: 'Whether workers ask for work on every task queue.' }),
      auditor: partSchema.meta({ description: '`failing` while the auditor raises an alarm.' }),
      serving: partSchema.meta({ description: '`failing` while the process is stopping.' }),
    }),
  })
  .meta({ id: 'Readiness' });

const patience = 2_000;
const tag = 'Operation';

/** Whether the process lives, and whether everything that it needs is at work (X6). */
export function healthRoutes({
  store,
  health,
  auditor,
  isServing,
}: HealthRouteDependencies): readonly Route[] {
  const works = async (check: () => Promise<boolean>) =>
    (await ifKnown(patience, check)) === true ? 'ok' : 'failing';
  const answers = (ask: () => Promise<void>) =>
    works(async () => {
      await ask();
      return true;
    });

  return [
    defineRoute({
      method: 'get',
      path: '/healthz',
      operationId: 'getHealth',
      tag,
      summary: 'Whether the process lives',
      access: 'anybody',
      unlimited: true,
      responses: {
        200: { description: 'It does.', schema: z.strictObject({ status: z.literal('ok') }) },
      },
    })(() => Promise.resolve({ status: 200, body: { status: 'ok' } })),
    defineRoute({
      method: 'get',
      path: '/readyz',
      operationId: 'getReadiness',
      tag,
      summary: 'Whether everything that the process needs is at work',
      description:
        'Calls for help are taken even when it is not: what can work without MongoDB or Temporal does.',
      access: 'anybody',
      unlimited: true,
      responses: {
        200: { description: 'All parts are at work.', schema: readinessSchema },
        503: { description: 'A part is not.', schema: readinessSchema },
      },
    })(async () => {
      const [temporal, mongodb, workers] = await Promise.all([
        answers(() => health.ping()),
        answers(() => store.ping()),
        works(async () => {
          const counts = await Promise.all(caseTaskQueues.map((queue) => health.pollers(queue)));
          return counts.every((count) => count > 0);
        }),
      ]);
      const parts = {
        temporal,
        mongodb,
        workers,
        auditor: auditor.alarmed ? 'failing' : 'ok',
        serving: isServing() ? 'ok' : 'failing',
      } as const;
      return Object.values(parts).every((part) => part === 'ok')
        ? { status: 200, body: { status: 'ready', parts } }
        : { status: 503, body: { status: 'not-ready', parts } };
    }),
  ];
}
