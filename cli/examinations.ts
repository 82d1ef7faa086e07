import { everyOrganisation } from '../api/fallback/every-organisation.js';
import { findLateRetention } from '../api/use-cases/late-retention.js';
import { unlessAway } from '../api/use-cases/time-limit.js';
import type { Services } from '../composition/services.js';
import type { Environment } from '../config/env.js';
import { caseTaskQueues } from '../domain/task-queues.js';
import { deskOrganisationId, type OrganisationId } from '../domain/identifiers.js';
import type { PhoneNumber } from '../domain/phone-number.js';
import { callDocument } from '../providers/telephony/hosted-fallback.js';
import type { Examination } from './commands/doctor.js';
import { numberExaminations } from './number-examinations.js';

type Examined = Pick<Services, 'store' | 'cases' | 'mailer' | 'accounts'>;

/** Everything that Beistand needs besides its configuration. Nothing is changed, nobody is called or mailed. */
export async function examinationsOf(
  environment: Environment,
  services: Examined,
): Promise<readonly Examination[]> {
  const { store, cases, mailer, accounts } = services;
  const [, fallback] = accounts;
  const organisations = await unlessAway(() => everyOrganisation(store.organisations));
  return [
    { what: 'keys', examine: () => Promise.resolve(examineKeys(environment)) },
    {
      what: 'Temporal',
      async examine() {
        await cases.health.ping();
        return `answers, namespace ${environment.TEMPORAL_NAMESPACE}`;
      },
    },
    {
      what: 'workers',
      async examine() {
        const counts = await Promise.all(caseTaskQueues.map((queue) => cases.health.pollers(queue)));
        if (counts.includes(0)) throw new Error('no worker asks for work on some task queue');
        return `ask for work on ${counts.length} task queues`;
      },
    },
    {
      what: 'MongoDB',
      async examine() {
        await store.ping();
        return 'answers';
      },
    },
    {
      what: 'retention runs',
      async examine() {
        const late = await findLateRetention(store, Date.now());
        if (late.length === 0) return 'have ended within 26 hours wherever they should';
        const named = late.map(
          ({ organisationId, since }) => `${organisationId} (${new Date(since).toISOString()})`,
        );
        throw new Error(`runs, or erasures, have not ended for 26 hours in ${named.join(', ')}`);
      },
    },
    {
      what: 'mail server',
      async examine() {
        await mailer.verify();
        return 'takes our connection and credentials';
      },
    },
    ...(organisations === undefined
      ? [
          {
            what: 'numbers of the organisations',
            examine: () => Promise.reject(new Error('nobody can tell them while MongoDB does not answer')),
          },
        ]
      : []),
    ...numberExaminations(environment, accounts, organisations ?? []),
    ...(fallback === undefined || fallback.ownNumber !== undefined
      ? []
      : [
          {
            what: 'second telephony account',
            examine: () => Promise.reject(new Error('TWILIO_FALLBACK_NUMBER is missing')),
          },
        ]),
    {
      what: 'fallback address',
      examine: () =>
        examineFallback(
          environment,
          [environment.EMERGENCY_NUMBER, fallback?.ownNumber].filter((number) => number !== undefined),
          [
            deskOrganisationId,
            // Callers of their own numbers get documents of their own.
            ...(organisations ?? []).flatMap(({ id, settings }) =>
              settings.inboundNumber === undefined ? [] : [id],
            ),
          ],
        ),
    },
  ];
}

/** A key or token that somebody has typed rather than drawn. */
function examineKeys({ BEISTAND_KEY: key, DESK_TOKEN: token }: Environment): string {
  if (new Set(key).size < 12)
    throw new Error('BEISTAND_KEY is not random; draw one with openssl rand -hex 32');
  if (new Set(token).size < 10)
    throw new Error('DESK_TOKEN is not random; draw one with openssl rand -hex 32');
  if (Buffer.from(key).toString('hex') === token) throw new Error('DESK_TOKEN is the same as BEISTAND_KEY');
  return 'are drawn by chance';
}

/** What the telephone network asks for while the API does not answer: a document for each of our numbers. */
async function examineFallback(
  { FALLBACK_URL: url, PUBLIC_URL: publicUrl }: Environment,
  numbers: readonly PhoneNumber[],
  organisationIds: readonly OrganisationId[],
): Promise<string> {
  if (url === undefined)
    throw new Error('FALLBACK_URL is missing: callers reach nobody while the API is away');
  const folder = url.endsWith('/') ? url : `${url}/`;
  for (const file of numbers.flatMap((number) => organisationIds.map((id) => callDocument(number, id)))) {
    const answer = await fetch(new URL(file, folder)).catch(() => undefined);
    const text = (await answer?.text()) ?? '';
    if (answer?.ok !== true) throw new Error(`${file} is not served (${answer?.status ?? 'no answer'})`);
    if (!/<Response[\s>][\s\S]*<Dial[\s>]/.test(text)) throw new Error(`${file} dials nobody`);
  }
  const isApart = new URL(url).host !== new URL(publicUrl).host;
  return isApart
    ? 'dials, and is hosted apart'
    : 'dials, but goes down with the API: host it apart (FALLBACK_URL)';
}
