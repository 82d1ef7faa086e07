import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { abilitiesOf } from '../../domain/access/abilities.js';
import type { AuditStage } from '../../domain/audit/entry.js';
import { deskScope } from '../../domain/scope.js';
import { createBackgroundWork } from '../background-work.js';
import type { Caller, Reply, Route } from '../openapi/route.js';
import { createCaseWork, createRoutes } from '../resources.js';
import { createAccountWork } from '../sign-in/account-work.js';
import { person } from '../testing/signed-in-people.js';
import { setStage, type Stage } from '../testing/stage.js';
import { createAuditTrail } from './audit-trail.js';
import { originOf } from './origin.js';
import { createRecordings } from './recording.js';

let stage: Stage;
let routes: readonly Route[];
beforeAll(async () => {
  stage = await setStage();
  const { dependencies } = stage;
  routes = createRoutes(dependencies, createCaseWork(dependencies), createAccountWork(dependencies));
});
afterAll(() => stage.close());

const human = person('usr_lead0001', 'desk-lead', deskScope);
const machine: Caller = {
  by: { by: 'token', tokenId: 'tok_machine1' },
  role: 'desk-service',
  scope: deskScope,
  may: abilitiesOf('desk-service', deskScope),
};

/** Which entries a request to the route leaves, when nothing in particular is answered. */
async function entriesOf(route: Route, caller: Caller): Promise<readonly AuditStage[]> {
  const { dependencies, store } = stage;
  const log = pino({ level: 'silent' });
  const background = createBackgroundWork({ log });
  const { metrics } = dependencies;
  const trail = createAuditTrail({ audit: store.audit, background, metrics, log });
  const read = async () =>
    (await store.audit.list(deskScope, { limit: 200, action: route.operationId })).items;
  const before = new Set((await read()).map(({ id }) => id));
  await createRecordings({ trail, now: Date.now })
    .of(route, caller, originOf('192.0.2.7', 'a browser'))
    .around<Reply>({ params: {}, query: {}, body: undefined }, () =>
      Promise.resolve({ status: 200, body: {} }),
    );
  await background.drain(10_000);
  const added = (await read()).filter(({ id }) => !before.has(id));
  return added.map(({ stage: each }) => each).sort();
}

/** Says that nothing is recorded here, or that it is done elsewhere. */
function isExcused({ audit }: Route): boolean {
  return audit !== undefined && !('body' in audit);
}

const isReading = ({ access, method }: Route): boolean => method === 'get' || access.startsWith('read ');

describe('every route of the API (X5)', () => {
  it('records what people see and change there, or says why not', async () => {
    const forgotten: string[] = [];
    for (const route of routes) {
      if (isExcused(route) || route.access === 'anybody') continue;
      const entries = await entriesOf(route, human);
      const isRecorded = isReading(route) ? entries.includes('done') : entries.length >= 1;
      if (!isRecorded) forgotten.push(route.operationId);
    }
    expect(forgotten).toEqual([]);
  });

  it('records what machines change there, and not what they read', async () => {
    for (const route of routes) {
      if (isExcused(route) || route.access === 'anybody') continue;
      const entries = await entriesOf(route, machine);
      expect([route.operationId, entries.length > 0]).toEqual([route.operationId, !isReading(route)]);
    }
  });

  it('says of each body whether it may be kept, and of each change by somebody unknown who records it', () => {
    const silent = routes.filter(
      ({ access, method, schemas, audit }) =>
        audit === undefined &&
        (access === 'anybody' ? method !== 'get' : !access.startsWith('read ') && schemas.body !== undefined),
    );
    expect(silent.map(({ operationId }) => operationId)).toEqual([]);
  });

  it('records a change before it happens, unless somebody in danger waits for it', async () => {
    const waits = new Map<string, boolean>();
    for (const route of routes) {
      if (isExcused(route) || isReading(route) || route.access === 'anybody') continue;
      waits.set(route.operationId, (await entriesOf(route, human)).includes('asked'));
    }
    expect(Object.fromEntries(waits)).toMatchObject({
      createOrganisation: true,
      saveOrganisation: true,
      createToken: true,
      inviteUser: true,
      saveUserAccess: true,
      changePassword: true,
      createWebhook: true,
      createTraveller: true,
      saveTraveller: true,
      reportIncident: false,
      requestStatusCall: false,
      callIntoIncident: false,
      acknowledgeIncident: false,
      fireLifeSafetyOverride: false,
    });
  });
});
