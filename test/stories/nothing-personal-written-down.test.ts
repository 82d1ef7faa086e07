import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { DeskApi, eventually } from '../../dev/client/desk-api.js';
import type { Stack } from '../../dev/stack/stack.js';
import { startReceiver, type WebhookReceiver } from '../webhooks/receiver.js';
import { canaries as knownCanaries } from '../workflows/canaries.js';
import { expectAudited } from './story/audit.js';
import { knownToTemporal, loggedBy, sightings, signedInAudit } from './story/evidence.js';
import { mailsTo, openLink, receivedMail } from './story/mailbox.js';
import { choosePin } from './story/orders.js';
import { hastyPolicy, startOwnStack } from './story/stacks.js';
import {
  askStatus,
  beginStory,
  eventuallyOpenIncident,
  expectIncidentOf,
  register,
  report,
  type Story,
} from './story/story.js';

/** Texts that stand nowhere else, as people give them to Beistand. */
const planted = {
  organisation: 'Zeisigwerke Gelbfeder',
  provider: 'Provider Stieglitzer',
  contact: 'Rotkehlchen Annamaria',
  authorising: 'Blaumeise Friederike',
  traveller: knownCanaries.name,
  operator: 'Goldammer Operatrix',
  summary: 'Nachtigall has lost her passport near the fountain',
  late: 'Wiedehopf fell while nobody kept a record',
  note: 'Zaunkoenig waits in room seventeen',
  texted: 'Steinkauz needs a doctor in the harbour',
  spoken: 'Kernbeisser would like to speak to somebody',
  closing: 'Bachstelze is home again',
  ordered: 'Rettungsflug ab Zwergtaucherhausen mit Arzt und Trage',
  supplier: 'Flugdienst Eisvogelmann',
  duress: 'Goldregenpfeifer sleeps soundly',
  // As digits would stand in a form and in JSON: six of them alone may stand anywhere by chance.
  duressKeysInForm: 'Digits=840376',
  duressKeysInBody: 'Body=840376',
  duressKeysInJson: '":"840376"',
  latitude: '47.123457',
  longitude: '19.987653',
  place: 'Hotel Pirolnest',
  pin: '4071839265',
  password: 'quartz Ofenrohr vierzig Gimpel',
  wrongPassword: 'falsches Kennwort Kleiber',
  webhook: 'schwalbennest',
  malformed: 'Fitislaubsaenger',
  drafted: 'Wendehals Thusnelda',
  misplaced: 'Ziegenmelker Kunibert',
  company: 'Rohrdommel und Soehne',
  applicant: 'Uferschwalbe Adelheid',
  application: 'Wasserralle would like to sell policies',
  declined: 'Sumpfrohrsaenger is known to us',
  question: 'Grauammer has lost an invoice',
  answer: 'Gebirgsstelze has found the invoice',
  aboutThem: 'Sperbergrasmuecke always loses invoices',
};

const duressKeys = '840376';

describe('what people tell Beistand', () => {
  let stack: Stack & { folder: string };
  let story: Story;
  let receiver: WebhookReceiver;
  /** What the story comes to know of: numbers, addresses, secrets. */
  const known: Record<string, string> = {};
  beforeAll(async () => {
    stack = await startOwnStack({ LOG_LEVEL: 'trace' });
    [story, receiver] = await Promise.all([beginStory(stack), startReceiver()]);
    for (const [name, { phone, email }] of Object.entries(story.people)) {
      known[`phone of ${name}`] = phone.slice(1);
      known[`address of ${name}`] = email;
    }
    known['the desk’s token'] = stack.deskToken;
  });
  afterAll(async () => {
    await receiver.close();
    await stack.stop();
  });

  async function foundCompany(): Promise<string> {
    const { provider, anna, frieda } = story.people;
    const reach = (name: string, { phone, email }: { phone: string; email: string }) => ({
      name,
      phones: [phone],
      email,
    });
    const organisation = await story.api.must('POST', '/v1/organisations', {
      name: planted.organisation,
      providers: { assistance: { by: 'own', provider: reach(planted.provider, provider) } },
      internalContacts: [reach(planted.contact, anna)],
      authorisingPersons: [reach(planted.authorising, frieda)],
      duressCode: { phrases: [planted.duress], keys: duressKeys, threat: 'unknown' },
      escalationPolicy: { ...hastyPolicy, overrideDelaySeconds: 3 },
      statusCallPolicy: { channels: ['voice', 'sms', 'email'], ringSeconds: 2, replySeconds: 5 },
    });
    const of = `/v1/organisations/${String(organisation['id'])}`;
    const [person] = organisation['authorisingPersons'] as { id: string }[];
    await story.api.must('POST', `${of}/authorising-persons/${person?.id ?? ''}/pin-invitation`);
    const { text } = await receivedMail(story, frieda, /PIN/);
    const [link = '', pinToken = ''] = /https?:\/\/\S+\/account\/pin\/([\w-]+)/.exec(text) ?? [];
    known['an invitation to choose a PIN'] = pinToken;
    expect((await choosePin(link, planted.pin)).status).toBe(200);
    const token = await story.api.must('POST', `${of}/tokens`, { name: planted.operator });
    known['a token'] = String(token['token']);
    const webhook = await story.api.must('POST', `${of}/webhooks`, {
      url: `${receiver.url}/${planted.webhook}`,
      description: planted.organisation,
    });
    known['a webhook’s secret'] = String(webhook['secret']);
    return String(organisation['id']);
  }

  /** An operator who mistypes, signs in, and enrols a second factor. */
  async function signIn(): Promise<void> {
    const { stranger } = story.people;
    const { api } = story;
    await api.must('POST', '/v1/users', { email: stranger.email, name: planted.operator, role: 'operator' });
    const { text } = await receivedMail(story, stranger, /invited/);
    const [link = '', token = ''] = /https?:\/\/\S+\/account\/invitation\/([\w-]+)/.exec(text) ?? [];
    known['an invitation'] = token;
    const { password, wrongPassword } = planted;
    const form = new URLSearchParams({ password, repeat: password });
    expect((await fetch(link, { method: 'POST', body: form })).status).toBe(200);
    let cookie = '';
    const ask = async (method: string, path: string, body: object): Promise<Record<string, unknown>> => {
      const headers = { cookie, origin: stack.apiUrl, 'content-type': 'application/json' };
      const response = await fetch(`${stack.apiUrl}${path}`, { method, headers, body: JSON.stringify(body) });
      cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
      return (await response.json()) as Record<string, unknown>;
    };
    const { email } = stranger;
    expect(await ask('POST', '/v1/session', { email, password: wrongPassword })).toMatchObject({
      status: 401,
    });
    expect(await ask('POST', '/v1/session', { email, password })).toMatchObject({
      state: 'enrolment-needed',
    });
    const { secret } = await ask('POST', '/v1/me/second-factor', {});
    known['a second factor’s secret'] = String(secret);
    const totp = new TOTP({ secret: Secret.fromBase32(String(secret)) });
    const { recoveryCodes } = await ask('PUT', '/v1/me/second-factor', { code: totp.generate() });
    (recoveryCodes as string[]).forEach((code, index) => (known[`recovery code ${index}`] = code));
    known['a session'] = decodeURIComponent(cookie.split('=')[1] ?? '').replace(/^s:|\..*$/g, '');
  }

  /** A service that costs a fee, in the words of whoever orders it, and the PIN of whoever approves it. */
  async function orderService(organisationId: string): Promise<void> {
    const { api, phones, people } = story;
    const { frieda } = people;
    await phones.phone(frieda.phone).answers({
      then: [
        { do: 'press', digits: `${planted.pin}#` },
        { do: 'press', digits: '1', afterSeconds: 1 },
      ],
    });
    const incident = await report(story, organisationId);
    await api.must('POST', `/v1/incidents/${incident}/orders`, {
      service: 'evacuation',
      description: `${planted.ordered}, ${planted.supplier}`,
      estimate: { amountMinor: 1_234_500, currency: 'EUR' },
    });
    await api.expectEntry(incident, 'order-approved', { means: 'key' }, 40);
    await expectAudited(story, organisationId, { action: 'order-approved' });
  }

  /** The duress code, said in a status call and texted. */
  async function callForHelpSecretly(organisationId: string): Promise<void> {
    const { phones, people } = story;
    const { ben, medic } = people;
    await phones.phone(ben.phone).answers({ say: planted.duress, confidence: 0.9 });
    await register(story, organisationId, medic);
    const statusCall = await askStatus(story, await register(story, organisationId, ben));
    await expectIncidentOf(story, statusCall);
    await phones.phone(medic.phone).texts(stack.emergencyNumber, duressKeys);
    await eventuallyOpenIncident(story, organisationId, { source: 'inbound-text', silent: true });
  }

  /** A draft of settings, with somebody new in it and somebody in the wrong place. */
  async function draftSettings(organisationId: string): Promise<void> {
    const { ben } = story.people;
    const { api } = story;
    const of = `/v1/organisations/${organisationId}`;
    const { revision } = await api.must('GET', of);
    const person = { name: planted.drafted, phones: [ben.phone], email: ben.email };
    await api.must('PUT', `${of}/settings/draft`, {
      basedOn: revision,
      settings: {
        name: planted.organisation,
        internalContacts: [person],
        contacts: [{ ...person, name: planted.misplaced }],
      },
    });
    expect((await api.ask('GET', `${of}/settings/draft/errors`)).body['items']).not.toEqual([]);
  }

  /** Two companies apply; one is declined, the other asks something and is answered. */
  async function servePartners(): Promise<void> {
    const { api, people } = story;
    const apply = async ({ phone, email }: { phone: string; email: string }): Promise<string> => {
      const response = await fetch(`${stack.apiUrl}/v1/partner-applications`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          companyName: planted.company,
          contactName: planted.applicant,
          email,
          phone,
          language: 'de',
          country: 'AT',
          message: planted.application,
        }),
      });
      expect(response.status).toBe(201);
      const { id } = (await response.json()) as { id: string };
      return `/v1/partner-applications/${id}`;
    };
    await api.must('POST', `${await apply(people.backup)}/decline`, { reason: planted.declined });
    const application = await apply(people.medic);
    await api.must('POST', `${application}/accept`);
    const { accountId } = await api.must('GET', application);
    const { items: forms } = await api.must('GET', '/v1/support-forms');
    const enquiry = (forms as { topic: string; version: number }[]).find(({ topic }) => topic === 'enquiry');
    const opened = await api.must('POST', '/v1/support-cases', {
      accountId,
      topic: 'enquiry',
      formVersion: enquiry?.version,
      answers: { subject: planted.question, description: planted.question, 'answer-by': 'writing' },
    });
    const at = `/v1/support-cases/${String(opened['id'])}`;
    await api.must('POST', `${at}/messages`, { text: planted.answer });
    await api.must('POST', `${at}/notes`, { text: planted.aboutThem });
  }

  /** Requests of clients that do not know what they do. */
  async function askWrongly(organisationId: string): Promise<void> {
    const { malformed, traveller, summary } = planted;
    const { anna } = story.people;
    const body = { organisationId, kind: malformed, threat: 'unknown', summary, [malformed]: traveller };
    expect((await story.api.ask('POST', '/v1/incidents', body)).status).toBe(400);
    const wrong = { organisationId, name: traveller, phones: [`${anna.phone}99999`], email: malformed };
    expect((await story.api.ask('POST', '/v1/travellers', wrong)).status).toBe(400);
    const headers = { authorization: `Bearer ${malformed}`, 'content-type': 'application/json' };
    const url = `${stack.apiUrl}/v1/travellers`;
    expect((await fetch(url, { method: 'POST', headers, body: `{"name":"${traveller}` })).status).toBe(401);
    for (const path of [`/v1/incidents/${malformed}`, `/v1/${malformed}`, `/a/${malformed}`]) {
      expect((await story.api.ask('GET', path).catch(() => ({ status: 404 }))).status).toBe(404);
    }
    const query = await story.api.ask('GET', `/v1/travellers?name=${encodeURIComponent(traveller)}`);
    expect(query.status).toBe(400);
  }

  it('stands in no log, no history of a workflow and no signed part of the audit, whatever happens to it (X3, X5, X6)', async () => {
    const { api, phones, people } = story;
    const { provider, anna, frieda, toni, carla } = people;
    await phones.phone(provider.phone).answers({ say: planted.spoken, press: '1' });
    await phones.phone(frieda.phone).answers({
      then: [
        { do: 'press', digits: `${planted.pin}#` },
        { do: 'press', digits: '1', afterSeconds: 1 },
      ],
    });
    await phones.phone(toni.phone).answers({ say: planted.spoken, confidence: 0.4 });
    await signIn();
    const organisationId = await foundCompany();
    await askWrongly(organisationId);
    const traveller = await api.must('POST', '/v1/travellers', {
      organisationId,
      name: planted.traveller,
      phones: [toni.phone],
      email: toni.email,
    });
    const travellerId = String(traveller['id']);

    // An incident that goes through calls, texts, mails, an override and its ratification.
    const withToken = new DeskApi(stack.apiUrl, known['a token'] ?? '');
    const reported = await withToken.must('POST', '/v1/incidents', {
      organisationId,
      travellerId,
      kind: 'security',
      threat: 'immediate',
      summary: planted.summary,
      location: {
        latitude: Number(planted.latitude),
        longitude: Number(planted.longitude),
        description: planted.place,
      },
    });
    const incident = String(reported['id']);
    const at = `/v1/incidents/${incident}`;
    await phones.expectText(anna.phone, /1/);
    const { text } = await receivedMail(story, anna);
    known['a link'] = /\/a\/([\w-]+)/.exec(text)?.[1] ?? '';
    await api.expectEntry(incident, 'override-fired', {}, 30);
    await (await openLink(text)).press('accept');
    await api.expectEntry(incident, 'acknowledged', { means: 'link' });
    await api.expectEntry(incident, 'ratification-given', {}, 40);
    await api.must('POST', `${at}/notes`, { text: planted.note });
    await api.must('POST', `${at}/call-back`);
    await api.expectEntry(incident, 'noted');

    // A text from a stranger, and a status call that is answered by words that nobody understands, then by a text.
    await phones.phone(carla.phone).texts(stack.emergencyNumber, planted.texted);
    await eventuallyOpenIncident(story, 'org_thedesk', {});
    await api.must('POST', '/v1/status-calls', { organisationId, travellerId });
    await phones.expectText(toni.phone, /1.*2/s, { within: 40 });
    await phones.phone(toni.phone).texts(stack.emergencyNumber, planted.texted);

    await orderService(organisationId);
    await callForHelpSecretly(organisationId);
    await draftSettings(organisationId);
    await servePartners();

    // While MongoDB is away everything fails that can, and the words travel with the workflow.
    await stack.mongo.stop();
    const late = await api.must('POST', '/v1/incidents', {
      organisationId,
      kind: 'security',
      threat: 'unknown',
      summary: planted.late,
    });
    await phones.expectCallTo(provider.phone, { within: 30 });
    await stack.mongo.start();
    await api.expectIncident(String(late['id']), { summary: planted.late }, 60);

    // A worker that dies is replaced; a receiver that fails makes a delivery fail.
    receiver.answerWith(500);
    await stack.worker.kill();
    await stack.worker.start();
    const closing = { outcome: 'resolved', note: planted.closing };
    const isClosed = async () => {
      const answer = await api.ask('POST', `${at}/close`, closing, { 'idempotency-key': 'closing' });
      return answer.status === 503 ? undefined : answer.status;
    };
    expect(await eventually(isClosed, 60)).toBe(200);
    await api.expectIncident(incident, { state: 'closed' });
    expect((await mailsTo(story, toni)).length + (await mailsTo(story, provider)).length).toBeGreaterThan(0);

    const [logs, histories, audited] = await Promise.all([
      loggedBy(stack.folder),
      knownToTemporal(story),
      signedInAudit(stack.mongoUri),
    ]);
    const secrets = { ...planted, ...known };
    expect(Object.entries(secrets).filter(([, text]) => text.length < 9)).toEqual([]);
    // What was looked through is what has happened.
    const files = new Set(logs.map(({ where }) => where));
    for (const file of [
      'api.log',
      'worker.log',
      'worker.log.previous',
      'fallback-documents.log',
      'mongodb.log',
      'temporal.log',
    ]) {
      expect([...files]).toContain(file);
    }
    const ids = { incident, organisationId };
    expect(new Set(sightings(ids, histories).map(({ canary }) => canary))).toEqual(new Set(Object.keys(ids)));
    expect(logs.filter(({ text: line }) => line.includes('"route":"/v1/incidents"')).length).toBeGreaterThan(
      3,
    );
    const actions = new Set(audited.map(({ where }) => where));
    for (const action of [
      'acceptPinInvitation',
      'order-approved',
      'placeOrder',
      'status-answered',
      'answerLink',
      'putSettingsDraft',
      'declinePartnerApplication',
    ]) {
      expect([...actions]).toContain(action);
    }
    expect(sightings(secrets, logs)).toEqual([]);
    expect(sightings(secrets, audited)).toEqual([]);
    expect(sightings(secrets, histories)).toEqual([]);
  });

  it('would be noticed, however it was written', () => {
    const spelled = (text: string) => sightings(planted, [{ where: 'x', text }]).map(({ canary }) => canary);
    const { traveller, note } = planted;
    expect(spelled(`{"name":"${traveller.toUpperCase()}"}`)).toEqual(['traveller']);
    expect(spelled(`GET /?q=${encodeURIComponent(note)}`)).toEqual(['note']);
    for (const before of ['', 'x', 'xy']) {
      const encoded = Buffer.from(`${before}${note} and more`).toString('base64');
      expect(spelled(`sealed ${encoded}`)).toEqual(['note']);
    }
    expect(spelled(Buffer.from(traveller).toString('hex'))).toEqual(['traveller']);
    expect(spelled('A request failed')).toEqual([]);
  });
});
