/**
 * What a paced purge costs those who use the API meanwhile: p99 of usual requests while retention runs delete, as a ratio to p99
 * of the same requests between the runs, on one stack. Both are measured in turns, so that whatever else the machine does falls
 * on both.
 *
 * Run: npm run bench:retention-api [-- --rounds 4] [--cases 1500] [--json]
 */
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { storeCases } from '../activities/retention/testing/purge-stage.js';
import { DeskApi } from '../dev/client/desk-api.js';
import { withDatabase } from '../dev/services/mongodb/with-database.js';
import { PhoneSimulatorClient } from '../dev/phone-simulator/client.js';
import { organisationIdSchema, type OrganisationId } from '../domain/identifiers.js';
import { withBenchStack } from './bench-stack.js';
import { printFindings, rounded } from './findings.js';
import { percentile } from './percentile.js';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '4' },
    cases: { type: 'string', default: '1500' },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
/** In each round. */
const expired = Number(options.cases);
const day = 86_400_000;
const casesAtOnce = 200;
const providerPhone = '+493023125090';
/** In each round, half before the run and half behind it. Milliseconds. */
const quiet = 40_000;
/** While a run deletes, at most. Milliseconds. */
const mostOfRun = 300_000;
/** The API lets one token ask 3,000 times a minute. Milliseconds. */
const pauseBetweenRequests = 25;

/** Cases as they lie in the database; no workflow stands behind them, and the telephone network knows none of their calls. */
async function fill(mongoUri: string, organisationId: OrganisationId, round: number): Promise<void> {
  const closedAt = Date.now() - 40 * day;
  const cases = Array.from({ length: expired }, (_, index) => ({
    ...{
      id: `inc_expired${round}x${String(index).padStart(6, '0')}`,
      organisationId,
      kind: 'incident' as const,
    },
    ...{ openedAt: closedAt - day, endedAt: closedAt },
  }));
  await withDatabase(mongoUri, async (database) => {
    const placed = await database.collection<{ _id: string; account: string }>('calls').findOne();
    if (placed === null) throw new Error('Nobody was called for the incident that is read.');
    const { account } = placed;
    for (let from = 0; from < cases.length; from += casesAtOnce) {
      const some = cases.slice(from, from + casesAtOnce).map((each) => ({ ...each, account }));
      await storeCases(database, some);
    }
  });
}

/** An incident that is read meanwhile: taken by a provider, and closed. */
async function closedIncident(api: DeskApi, phonesUrl: string) {
  const phones = await PhoneSimulatorClient.connect(phonesUrl);
  await phones.phone(providerPhone).answers({ press: '1' });
  const provider = { name: 'Provider', phones: [providerPhone] };
  const { id } = await api.must('POST', '/v1/organisations', {
    name: 'Bench organisation',
    providers: { assistance: { by: 'own', provider } },
  });
  const incident = await api.must('POST', '/v1/incidents', {
    ...{ organisationId: id, kind: 'travel', threat: 'none', summary: 'A measured call for help.' },
  });
  await phones.expectEnded(providerPhone, { within: 30 });
  await api.must('POST', `/v1/incidents/${String(incident['id'])}/close`, { outcome: 'resolved' });
  return { organisation: String(id), incident: String(incident['id']) };
}

await withBenchStack(options.json ? () => undefined : console.log, async (stack) => {
  const api = new DeskApi(stack.apiUrl, stack.deskToken);
  const { organisation, incident } = await closedIncident(api, stack.phonesUrl);
  const organisationId = organisationIdSchema.parse(organisation);
  const retention = `/v1/organisations/${organisation}/retention`;
  const periods = { incidents: { count: 30, unit: 'days' } };
  await api.must('PUT', retention, { periods }, { 'if-match': '*' });

  const requests = [
    () => api.must('GET', `/v1/travellers?organisationId=${organisation}`),
    () => api.must('GET', `/v1/incidents/${incident}`),
    () => api.must('GET', `/v1/incidents/${incident}/timeline`),
    () => api.must('GET', `/v1/organisations/${organisation}`),
  ];
  /** How long each request took, until it is enough. */
  async function timesUntil(isEnough: () => boolean): Promise<readonly number[]> {
    const times: number[] = [];
    for (let turn = 0; !isEnough(); turn += 1) {
      const begun = performance.now();
      await requests[turn % requests.length]?.();
      times.push(performance.now() - begun);
      await sleep(pauseBetweenRequests);
    }
    return times;
  }
  const after = (milliseconds: number) => {
    const end = Date.now() + milliseconds;
    return () => Date.now() > end;
  };

  /** While a run deletes, until it is certified. */
  async function timesOfRun(): Promise<readonly number[]> {
    const { id } = await api.must('POST', `${retention}/runs`, {});
    const isTooLong = after(mostOfRun);
    let hasEnded = false;
    const end = (async () => {
      while (!hasEnded) {
        await sleep(1_000);
        const { body } = await api.ask('GET', `${retention}/runs/${String(id)}`);
        hasEnded = body['certificate'] !== undefined;
        if (!hasEnded && isTooLong()) throw new Error('The run has not ended in time.');
      }
    })();
    const times = await timesUntil(() => hasEnded || isTooLong());
    await end;
    return times;
  }

  await timesUntil(after(10_000));
  const without: number[] = [];
  const meanwhile: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await fill(stack.mongoUri, organisationId, round);
    without.push(...(await timesUntil(after(quiet / 2))));
    meanwhile.push(...(await timesOfRun()));
    without.push(...(await timesUntil(after(quiet / 2))));
  }

  const [p99Without, p99Meanwhile] = [percentile(without, 99), percentile(meanwhile, 99)];
  printFindings(
    [
      { name: 'requests without', value: without.length },
      { name: 'requests while cases were deleted', value: meanwhile.length },
      { name: 'p99 without', value: rounded(p99Without), unit: 'ms' },
      { name: 'p99 while cases were deleted', value: rounded(p99Meanwhile), unit: 'ms' },
      { name: 'ratio', value: Math.round((p99Meanwhile / p99Without) * 100) / 100, target: 'at most 1.3' },
    ],
    options.json,
  );
});
