import { openingHours } from '../../domain/hours/hours.fixture.js';
import { describe, expect, it } from '@jest/globals';
import type { DeskLines } from '../../db/contact-book/contact-book.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import { renderTextReply, renderVoiceScript } from '../../providers/telephony/twiml.js';
import { createWording } from '../../wording/wording.js';
import { createFallbackDocuments, indexOf, type FallbackDocument } from './documents.js';

const desk: DeskLines = {
  name: 'Desk',
  language: 'en',
  phone: '+493023125001',
  email: 'desk@example.org',
  dutyPhone: '+4917139200001',
  dutyEmail: 'duty@example.org',
  emergencyNumber: '+493023125000',
};
const secondLine = '+493023125009';
const make = createFallbackDocuments({
  desk,
  callerIds: [desk.emergencyNumber, secondLine],
  wording: createWording(),
  renderVoiceScript,
  renderTextReply,
});

const provider = (id: string, ...phones: readonly string[]) => ({ id, name: 'Line', phones });
const company = {
  id: 'org_company' as const,
  settings: organisationSettingsSchema.parse({
    name: 'Company',
    language: 'de',
    inboundNumber: '+493023125098',
    providers: {
      assistance: { by: 'own', provider: provider('con_provider', '+493023125010', '+493023125011') },
      medical: provider('con_medical', '+493023125012'),
      // Its first number is our own, and would ring here again.
      backups: [provider('con_backup1', '+493023125098', '+493023125013')],
    },
    internalContacts: [{ id: 'con_anna001', name: 'Anna', phones: ['+493023125014'] }],
    authorisingPersons: [],
  }),
};

function contentOf(documents: readonly FallbackDocument[], file: string): string {
  const found = documents.find((document) => document.file === file);
  if (found === undefined)
    throw new Error(`There is no ${file}, but ${documents.map((one) => one.file).join()}`);
  return found.content;
}
const dialled = (twiml: string): readonly string[] =>
  [...twiml.matchAll(/<Number>(.*?)<\/Number>/g)].map(([, number = '']) => number);

describe('the fallback documents', () => {
  const documents = make([company]);

  it('dial the provider of the organisation, its backups, the desk and the duty lead (I3, I4)', () => {
    const twiml = contentOf(documents, 'calls/493023125000/org_company.xml');
    expect(dialled(twiml)).toEqual([
      '+493023125010',
      '+493023125011',
      '+493023125013',
      desk.phone,
      desk.dutyPhone,
    ]);
    expect(twiml).toMatch(/<Say language="de-DE"[^>]*>Wir haben /);
    expect(twiml).toMatch(/<Hangup\/><\/Response>$/);
  });

  it('call whoever may be closed behind those who never are, and name nobody who may be (E1)', () => {
    const withHours = structuredClone(company);
    const { assistance } = withHours.settings.providers;
    if (assistance.by !== 'own') throw new Error('There is no provider.');
    assistance.provider.hours = openingHours({ timeZone: 'UTC', weekly: {} });
    const made = make([withHours]);
    expect(dialled(contentOf(made, 'calls/493023125000/org_company.xml'))).toEqual([
      '+493023125013',
      desk.phone,
      desk.dutyPhone,
      '+493023125010',
      '+493023125011',
    ]);
    expect(contentOf(made, 'texts/org_company.xml')).toContain('+49 30 23125013');
  });

  it('depend on nothing that may be away: they name no address', () => {
    for (const { content } of documents) expect(content).not.toMatch(/https?:|action=|<Redirect/);
  });

  it('show a number that belongs to the account of the call (X1)', () => {
    for (const callerId of [desk.emergencyNumber, secondLine]) {
      const twiml = contentOf(documents, `calls/${callerId.slice(1)}/org_company.xml`);
      const shown = [...twiml.matchAll(/callerId="(.*?)"/g)].map(([, number]) => number);
      expect(new Set(shown)).toEqual(new Set([callerId]));
    }
  });

  it('connect everybody else with the desk (I5)', () => {
    const twiml = contentOf(documents, 'calls/493023125000/org_thedesk.xml');
    expect(dialled(twiml)).toEqual([desk.phone, desk.dutyPhone]);
    expect(make([]).map(({ file }) => file)).toEqual([
      'calls/493023125000/org_thedesk.xml',
      'calls/493023125009/org_thedesk.xml',
      'texts/org_thedesk.xml',
    ]);
  });

  it('answer a text with the number to call', () => {
    expect(contentOf(documents, 'texts/org_company.xml')).toMatch(/<Message>.*\+49 30 23125010.*<\/Message>/);
    expect(contentOf(documents, 'texts/org_thedesk.xml')).toMatch(/<Message>.*\+49 30 23125001\.<\/Message>/);
  });

  it('are told apart by their index when a number changes', () => {
    const moved = structuredClone(company);
    moved.settings.internalContacts = [];
    expect(indexOf(make([moved]))).toEqual(indexOf(documents));
    moved.settings.providers.backups = [];
    const [before, after] = [indexOf(documents).documents, indexOf(make([moved])).documents];
    expect(Object.keys(after).filter((file) => after[file] !== before[file])).toEqual([
      'calls/493023125000/org_company.xml',
      'calls/493023125009/org_company.xml',
    ]);
  });
});
