import type { Services } from '../composition/services.js';
import type { Environment } from '../config/env.js';
import { caseTaskQueues } from '../domain/task-queues.js';
import { deskOrganisationId } from '../domain/identifiers.js';
import type { PhoneNumber } from '../domain/phone-number.js';
import { callDocument } from '../providers/telephony/hosted-fallback.js';
import { findOwnedNumber } from '../providers/telephony/twilio-examination.js';
import type { Examination } from './commands/doctor.js';

type Examined = Pick<Services, 'store' | 'cases' | 'mailer' | 'accounts'>;

/** Everything that Beistand needs besides its configuration. Nothing is changed, nobody is called or mailed. */
export function examinationsOf(environment: Environment, services: Examined): readonly Examination[] {
  const { store, cases, mailer, accounts } = services;
  const connection = {
    requestTimeoutMilliseconds: environment.TELEPHONY_TIMEOUT_SECONDS * 1000,
    ...(environment.TWILIO_BASE_URL === undefined ? {} : { baseUrl: environment.TWILIO_BASE_URL }),
  };
  const [primary, fallback] = accounts;
  const base = environment.PUBLIC_URL.replace(/\/$/, '');
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
      what: 'mail server',
      async examine() {
        await mailer.verify();
        return 'takes our connection and credentials';
      },
    },
    {
      what: 'telephony',
      async examine() {
        const found = await findOwnedNumber(primary, connection, environment.EMERGENCY_NUMBER);
        if (found === undefined) throw new Error('EMERGENCY_NUMBER does not belong to the account');
        const wrong = [
          [found.voiceUrl, `${base}/telephony/inbound/voice`, 'a call comes in'],
          [found.statusCallback, `${base}/telephony/inbound/status`, 'call status changes'],
          [found.smsUrl, `${base}/telephony/inbound/text`, 'a message comes in'],
        ].filter(([is, should]) => is !== should);
        if (wrong.length > 0) {
          throw new Error(wrong.map(([, should, what]) => `"${what}" must be ${should}`).join('; '));
        }
        if (found.voiceFallbackUrl === '') throw new Error('the number has no fallback for calls');
        return 'credentials, number and its webhooks are right';
      },
    },
    ...(fallback === undefined
      ? []
      : [
          {
            what: 'second telephony account',
            async examine() {
              const { ownNumber } = fallback;
              if (ownNumber === undefined) throw new Error('TWILIO_FALLBACK_NUMBER is missing');
              if ((await findOwnedNumber(fallback, connection, ownNumber)) === undefined) {
                throw new Error('TWILIO_FALLBACK_NUMBER does not belong to the account');
              }
              return 'credentials and number are right';
            },
          },
        ]),
    {
      what: 'fallback address',
      examine: () =>
        examineFallback(
          environment,
          [environment.EMERGENCY_NUMBER, fallback?.ownNumber].filter((number) => number !== undefined),
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
): Promise<string> {
  if (url === undefined)
    throw new Error('FALLBACK_URL is missing: callers reach nobody while the API is away');
  const folder = url.endsWith('/') ? url : `${url}/`;
  for (const number of numbers) {
    const file = callDocument(number, deskOrganisationId);
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
