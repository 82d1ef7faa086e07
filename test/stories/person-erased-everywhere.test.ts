import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../dev/client/desk-api.js';
import { documentsOf } from '../../dev/services/mongodb/documents-of.js';
import { startReceiver, type WebhookReceiver } from '../webhooks/receiver.js';
import { applied } from './story/applied.js';
import { auditOf, expectAudited } from './story/audit.js';
import { drafted, takenOutOfSettings } from './story/contacts.js';
import { askForErasure, erasureEnds, requestErasure } from './story/erasures.js';
import { knownToTemporal, sightings, type Written } from './story/evidence.js';
import { euros } from './story/orders.js';
import { foundInAudit, foundInDatabase, planted } from './story/planted.js';
import { storedAtProvider, storedInDatabase, storedOnDisk } from './story/remains.js';
import { startOwnStack, type OwnStack } from './story/stacks.js';
import {
  askStatus,
  beginStory,
  eventuallyOpenIncident,
  found,
  reachable,
  report,
  type Person,
  type Story,
} from './story/story.js';

const desk = 'org_thedesk';

describe('somebody who is erased', () => {
  let stack: OwnStack;
  let story: Story;
  let receiver: WebhookReceiver;
  let client: Client;
  let toni: Person, anna: Person, carla: Person;
  /** What is sought. */
  let canaries: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    stack = await startOwnStack({ LOG_LEVEL: 'trace' }, true);
    [story, receiver] = await Promise.all([beginStory(stack), startReceiver()]);
    const connection = await Connection.connect({ address: stack.temporalAddress });
    client = new Client({ connection, namespace: 'beistand' });
    const as = (person: Person, name: string, address: string): Person => ({
      ...person,
      name,
      email: `${address}@mail.example`,
    });
    toni = as(story.people.toni, planted.traveller, planted.travellerAddress);
    anna = as(story.people.anna, planted.contact, planted.contactAddress);
    carla = as(story.people.carla, planted.applicant, planted.applicantAddress);
    const { medic } = story.people;
    const digits = ({ phone }: Person) => phone.slice(1);
    canaries = {
      ...planted,
      ...{ travellerPhone: digits(toni), travellersOtherPhone: digits(medic) },
      ...{ contactPhone: digits(anna), applicantPhone: digits(carla) },
    };
  });
  afterAll(async () => {
    await client.connection.close();
    await receiver.close();
    await story.end();
  });

  /** Everything that the product keeps, wherever it does. */
  async function remains() {
    const [database, disk, engine, provider, audit] = await Promise.all([
      storedInDatabase(stack.mongoUri),
      // The database was looked through by its driver: freed pages of its files are the business of whoever runs it. Delivered
      // mails stand with their recipients, which each report tells.
      storedOnDisk(stack.folder, ['mongodb', 'mails.jsonl']),
      knownToTemporal(story),
      storedAtProvider(story),
      audited(),
    ]);
    return { database, disk, engine, provider, audit };
  }

  /** The audit trail with its values, as far as their keys still open them. */
  async function audited(): Promise<readonly Written[]> {
    const entries = await Promise.all([...story.organisations, desk].map((each) => auditOf(story, each)));
    return entries.flat().map((entry) => ({ where: String(entry['action']), text: JSON.stringify(entry) }));
  }

  const seenIn = (written: readonly Written[]) => [
    ...new Set(sightings(canaries, written).map(({ canary, where }) => `${canary} in ${where}`)),
  ];

  async function foundCompany(): Promise<string> {
    const { ben } = story.people;
    const organisation = await found(story, {
      contacts: [anna, ben],
      policy: { reopenWindowSeconds: 0 },
      statusCallPolicy: { channels: ['voice', 'sms'] },
    });
    await story.api.must('POST', `/v1/organisations/${organisation}/webhooks`, {
      url: receiver.url,
      description: 'The system of the company',
    });
    return organisation;
  }

  async function registerTraveller(organisationId: string): Promise<string> {
    const { id } = await story.api.must('POST', '/v1/travellers', {
      organisationId,
      ...reachable(toni),
      phones: [toni.phone, story.people.medic.phone],
    });
    return String(id);
  }

  /** The contact answers a call of the incident, which is recorded, and takes it over by text. */
  async function takenOver(incident: string): Promise<void> {
    const { api, phones } = story;
    await phones.expectText(anna.phone, /1 = /);
    await phones.expectEvent(anna.phone, 'answered');
    await phones.phone(anna.phone).isRecorded();
    await phones.phone(anna.phone).texts(stack.emergencyNumber, '1');
    await api.expectEntry(incident, 'acknowledged', { means: 'sms' });
  }

  async function archived(incident: string, note: string): Promise<void> {
    await story.api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved', note });
    await story.api.expectIncident(incident, { state: 'archived' });
    // A workflow that still runs keeps its case, and so does the relay to the audit trail.
    await client.workflow.getHandle(`incident:${incident}`).result();
    await eventually(async () => {
      const cases = await documentsOf(stack.mongoUri, 'cases');
      return cases.find(({ _id, unaudited }) => String(_id) === incident && unaudited === undefined);
    }, 30);
  }

  /** The incident takes neither, since it is over: the words of both are stored before it is asked. */
  async function refusedWords(incident: string): Promise<void> {
    const { api } = story;
    const of = `/v1/incidents/${incident}`;
    const order = { service: 'evacuation', description: planted.refusedOrder, estimate: euros(100) };
    const refused = [
      await api.ask('POST', `${of}/notes`, { text: planted.refusedNote }),
      await api.ask('POST', `${of}/orders`, order),
    ];
    expect(refused.map(({ status }) => [404, 409].includes(status))).toEqual([true, true]);
  }

  it('is found nowhere any more: not in the database, the engine, on disk or at the provider (R4)', async () => {
    const { api, phones, people } = story;
    const { ben, medic } = people;
    const contactNamedToColleague = `contact in texts at the provider to ${ben.phone}`;
    await phones.phone(anna.phone).answers();
    await phones.phone(toni.phone).answers({ say: planted.spoken, confidence: 0.4 });
    const organisation = await foundCompany();
    const traveller = await registerTraveller(organisation);
    await phones.phone(medic.phone).texts(stack.emergencyNumber, 'STOP');

    const statusCall = await askStatus(story, { organisationId: organisation, travellerId: traveller });
    await phones.expectEvent(toni.phone, 'answered');
    await phones.phone(toni.phone).isRecorded();
    await phones.expectText(toni.phone, /1.*2/s, { within: 40 });
    await phones.phone(toni.phone).texts(stack.emergencyNumber, '1');
    await api.expectStatusCall(statusCall, { state: 'answered', answer: 'ok' });

    // About nobody: it stays, with a contact in it who does not.
    const ofOthers = await report(story, organisation);
    await takenOver(ofOthers);
    await archived(ofOthers, 'All is well.');

    const incident = await report(story, organisation, {
      travellerId: traveller,
      summary: planted.summary,
      location: {
        latitude: Number(planted.latitude),
        longitude: Number(planted.longitude),
        description: planted.place,
      },
    });
    await takenOver(incident);
    await api.must('POST', `/v1/incidents/${incident}/notes`, { text: planted.note });
    await phones.phone(toni.phone).texts(stack.emergencyNumber, planted.texted);
    const byText = await eventuallyOpenIncident(story, organisation, { source: 'inbound-text' });
    await archived(byText, planted.closing);
    await refusedWords(byText);
    const { applicant, mail } = await applied(story, carla);
    const contact = await drafted(story, organisation, anna.name);

    await expectAudited(story, organisation, { action: 'addNote' });
    await expectAudited(story, organisation, { action: 'stopTexts' });
    const before = await remains();
    // What cannot be found before proves nothing by being gone. Words that nobody understood are kept nowhere at all.
    const { spoken: _spoken, ...kept } = canaries;
    const found = sightings(canaries, [...before.database, ...before.provider, ...before.audit]);
    expect(new Set(found.map(({ canary }) => canary))).toEqual(new Set(Object.keys(kept)));
    expect(seenIn(before.database)).toEqual(expect.arrayContaining(foundInDatabase));
    expect(seenIn(before.audit)).toEqual(expect.arrayContaining(foundInAudit));
    expect(seenIn(before.provider)).toEqual(
      expect.arrayContaining([
        'travellerPhone in calls at the provider',
        'contactPhone in calls at the provider',
        `travellersOtherPhone in texts at the provider to ${stack.emergencyNumber}`,
        `texted in texts at the provider to ${stack.emergencyNumber}`,
        `summary in texts at the provider to ${anna.phone}`,
        contactNamedToColleague,
      ]),
    );
    expect((await phones.recordings()).length).toBe(3);
    // The engine and the disk never say it in words; they were looked through all the same.
    const route = '"route":"/v1/incidents"';
    const seen = sightings({ incident, organisation, route }, [...before.engine, ...before.disk]);
    const places = seen.map(({ where }) => where.replace(/-wal$/, ''));
    const looked = [`incident:${incident}`, 'temporal.db', 'logs/api.log'];
    expect(looked.filter((place) => !places.includes(place))).toEqual([]);
    const files = before.disk.flatMap(({ where, text }) => (text === '' ? [] : [where]));
    expect(files).toEqual(expect.arrayContaining(['logs/worker.log', `contact-book/${organisation}.sealed`]));

    expect((await requestErasure(story, organisation, contact)).status).toBe(409);
    await takenOutOfSettings(story, organisation, anna.name);
    expect(seenIn(await storedInDatabase(stack.mongoUri))).toContain('contact in settings_versions');
    const erasures = [
      await askForErasure(story, organisation, contact),
      await askForErasure(story, organisation, traveller),
      await askForErasure(story, desk, applicant),
    ];
    for (const erasure of erasures) {
      expect((await erasureEnds(story, erasure, 'waiting')).reasons).toContain('in-use');
    }
    await archived(incident, planted.closing);
    await api.must('POST', `/v1/inbound-mails/${mail}/discard`, {});
    for (const of of [organisation, desk]) {
      await api.must('POST', `/v1/organisations/${of}/retention/runs`, { unpaced: true });
    }
    for (const erasure of erasures) {
      const { reasons, outside } = await erasureEnds(story, erasure, 'complete');
      expect(reasons.filter((why) => why !== 'not-theirs-alone')).toEqual([]);
      expect(outside).toContain('telephony-provider');
    }

    const after = await remains();
    expect(seenIn([...after.database, ...after.engine, ...after.disk, ...after.audit])).toEqual([]);
    // A text to somebody else, in a case that stays: outside, as each report tells.
    expect(seenIn(after.provider)).toEqual([contactNamedToColleague]);
    expect(await phones.recordings()).toEqual([]);
    // Whoever wanted no texts gets none: by a digest under a key that is not in the database.
    const texted = await documentsOf(stack.mongoUri, 'texted_numbers');
    expect(texted.filter(({ optedOut }) => optedOut === true)).toMatchObject([
      { _id: expect.stringMatching(/^opted-out:[0-9a-f]{64}$/) as unknown },
    ]);
  });
});
