import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createLinkTokens } from '../../cases/link-tokens.js';
import { temporaryStore, type TemporaryStore } from '../../db/store.fixture.js';
import { lettersOf } from '../../domain/identifier-letters.js';
import { unavailable } from '../../domain/errors.js';
import { languages, type Language } from '../../domain/language.js';
import type { TargetRole } from '../../domain/target.js';
import { phoneNumberSchema } from '../../domain/phone-number.js';
import { createWebhookAddresses } from '../../providers/telephony/addresses.js';
import { textParts } from '../../wording/text-parts.js';
import { createWording } from '../../wording/wording.js';
import type { MessageFacts } from './message-facts.js';
import type { ApprovalQuestion } from '../../domain/orders/order.js';
import { writtenQuestion, type WrittenPurpose } from './questions.js';
import { composeQuestionText, type TextMessageDependencies } from './text-messages.js';

let temporary: TemporaryStore;
let dependencies: TextMessageDependencies;
beforeAll(async () => {
  temporary = await temporaryStore();
  dependencies = {
    store: temporary.store,
    links: createLinkTokens({ key: new Uint8Array(32).fill(3) }),
    addresses: createWebhookAddresses({ publicUrl: 'https://help.example.org' }),
    wording: createWording(),
    now: Date.now,
  };
});
afterAll(() => temporary.remove());

const idPart = (seed: number) => lettersOf(new Uint8Array(10).fill(seed));
const emergencyNumber = phoneNumberSchema.parse('+442079460958');
const summary =
  'The car left the road behind the old bridge, the driver is awake and cannot move his legs. Two others are unhurt. ' +
  'The road is closed behind us, and it is getting dark.';

const facts: MessageFacts = {
  organisation: 'Example Logistics AG',
  timeZone: 'Europe/Berlin',
  emergencyNumber,
  incident: undefined,
  report: { kind: 'medical', threat: 'unknown', summary },
  person: { name: 'Dr. Margarete Beispiel', phones: [] },
  silent: false,
  ceiling: { amountMinor: 10_000_00, currency: 'EUR' },
  orderDescription: 'Surgery in the hospital next door.',
};
const approval: ApprovalQuestion = {
  orderId: `ord_${idPart(101)}`,
  service: 'medical-treatment',
  estimate: { amountMinor: 10_000_00, currency: 'EUR' },
  started: false,
  expiresAt: Date.now() + 3_600_000,
};

let asked = 0;
/** Every time another person is asked, whose only question this is. */
async function compose(
  purpose: WrittenPurpose,
  language: Language,
  changes: Partial<MessageFacts> = {},
  changed: Partial<ApprovalQuestion> = {},
  role: TargetRole = purpose === 'approve' ? 'authorising-person' : 'internal-contact',
  by = dependencies,
): Promise<string> {
  asked += 1;
  const isStatus = purpose === 'status';
  const target = isStatus
    ? ({ role: 'traveller', id: `trv_${idPart(asked)}` } as const)
    : { role, id: `con_${idPart(asked)}` };
  const subject = isStatus
    ? ({ case: 'status-call', statusCallId: `stc_${idPart(100)}` } as const)
    : purpose === 'test'
      ? ({ case: 'channel-test', channelTestId: `tst_${idPart(100)}` } as const)
      : ({ case: 'incident', incidentId: `inc_${idPart(100)}` } as const);
  const number = phoneNumberSchema.parse(`+49301234${String(1000 + asked)}`);
  const question = writtenQuestion({
    purpose,
    organisationId: `org_${idPart(99)}`,
    subject,
    target,
    approval: { ...approval, ...changed },
  });
  if (question === undefined) throw new Error('This is asked in writing.');
  return composeQuestionText(
    by,
    question,
    { target, name: 'Anna', language, phones: [number], texts: true },
    number,
    { ...facts, ...changes },
  );
}

/** Whatever an activity logs meanwhile is not of interest. */
const inActivity = (work: () => Promise<string>): Promise<string> =>
  new MockActivityEnvironment(undefined, { logger: new DefaultLogger('ERROR') }).run(work);

/**
 * The parts of a text, with usual names and an address of usual length. Hungarian needs UCS-2, in which the link alone is
 * longer than one part; only the question that goes to many people is worded without.
 */
const costs = {
  status: { en: 1, de: 1, hu: 1 },
  inform: { en: 2, de: 2, hu: 4 },
  take: { en: 2, de: 2, hu: 4 },
  mandate: { en: 2, de: 2, hu: 4 },
  ratify: { en: 2, de: 2, hu: 4 },
  test: { en: 2, de: 2, hu: 3 },
  approve: { en: 1, de: 1, hu: 1 },
} as const satisfies Readonly<Record<WrittenPurpose, Readonly<Record<Language, number>>>>;
const purposes = ['status', 'inform', 'take', 'mandate', 'ratify', 'test', 'approve'] as const;

describe('texts that ask something', () => {
  it.each(purposes.flatMap((purpose) => languages.map((language) => ({ purpose, language }))))(
    'cost no more parts than they must: $purpose in $language',
    async ({ purpose, language }) => {
      const text = await compose(purpose, language);
      expect(textParts(text).parts).toBeLessThanOrEqual(costs[purpose][language]);
      expect(text).toMatch(/ https:\/\/help\.example\.org\/a\/([\w-]{60}|[\w-]{74})( |$)/);
      if (!['ratify', 'test', 'approve'].includes(purpose)) expect(text).toContain(emergencyNumber);
    },
  );

  it.each(
    (['status', 'inform', 'take', 'test'] as const).flatMap((purpose) =>
      languages.map((language) => ({ purpose, language })),
    ),
  )(
    'offer no code while MongoDB is away, and cost no more: $purpose in $language (I6)',
    async ({ purpose, language }) => {
      const away = () => Promise.reject(unavailable('MongoDB'));
      const withoutMongo = { ...dependencies, store: { texts: { ...temporary.store.texts, ask: away } } };
      const text = await inActivity(() =>
        compose(purpose, language, {}, {}, 'internal-contact', withoutMongo),
      );
      expect(text).not.toMatch(/\b\d ?=/);
      expect(textParts(text).parts).toBeLessThanOrEqual(costs[purpose][language]);
      expect(text).toMatch(/ https:\/\/help\.example\.org\/a\/[\w-]+( |$)/);
      if (purpose !== 'test') expect(text).toContain(emergencyNumber);
    },
  );

  it.each(languages)(
    'ask a late acknowledger in %s for a word, and an authorising person for a decision, by their link (I8)',
    async (language) => {
      const word = await compose('ratify', language);
      const decision = await compose('ratify', language, {}, {}, 'authorising-person');
      expect(decision).not.toBe(word);
      for (const text of [word, decision]) {
        expect(textParts(text).parts).toBeLessThanOrEqual(costs.ratify[language]);
        expect(text).not.toMatch(/ [12] =/);
      }
    },
  );

  it.each(languages)(
    'tell in %s what it has cost when that is more than was approved (I9)',
    async (language) => {
      const actual = { amountMinor: 9_876_00, currency: 'EUR' };
      const text = await compose('approve', language, {}, { started: true, actual });
      expect(text.replaceAll(/[\s.,]/g, '')).toContain('9876');
      expect(textParts(text).parts).toBeLessThanOrEqual(language === 'hu' ? 4 : 2);
    },
  );

  it('tell as much of the report as there is room for, and end with a whole word', async () => {
    const text = await compose('inform', 'en');
    const [, told = ''] = /Beispiel\. (.*)\.\.\. Reply 1 = I take over/.exec(text) ?? [];
    expect(told.length).toBeGreaterThan(70);
    expect(summary.startsWith(`${told} `)).toBe(true);
    expect(
      await compose('inform', 'en', { report: { kind: 'medical', threat: 'none', summary: 'I fell' } }),
    ).toContain('Dr. Margarete Beispiel. I fell. Reply 1');
    expect(await compose('inform', 'en', { report: undefined })).toContain('Dr. Margarete Beispiel. Reply 1');
  });

  it('cost no more for typographic signs in names and words', async () => {
    const typeset = await compose('inform', 'en', {
      organisation: '“Example – Logistics”',
      report: { kind: 'medical', threat: 'none', summary: 'It’s the driver’s leg… “can’t move”\u00A0– come' },
    });
    expect(typeset).toContain(`It's the driver's leg... "can't move" - come. Reply`);
    expect(textParts(typeset)).toEqual({ alphabet: 'GSM-7', parts: 2 });
  });

  it('cost no more than four parts for a name in other letters, and keep link and number', async () => {
    for (const organisation of ['Példa Út Zrt.', 'Πρότυπο εταιρεία']) {
      for (const language of languages) {
        const text = await compose('take', language, { organisation });
        expect(textParts(text).parts).toBeLessThanOrEqual(4);
        expect(text).toMatch(/ https:\/\/help\.example\.org\/a\/[\w-]{60} .*\+442079460958$/);
      }
    }
  });

  it('keep link, number and the first words also where names alone are longer than all that', async () => {
    const text = await compose('take', 'hu', { organisation: 'Ő'.repeat(300) });
    expect(text).toMatch(/ https:\/\/help\.example\.org\/a\/[\w-]{60} .*\+442079460958$/);
    expect(text).toContain(' The car left the road');
  });

  it('ask to approve a price by link only: nobody can be sure who has sent a text (I9)', async () => {
    for (const language of languages) {
      const text = await compose('approve', language);
      expect(text).toMatch(/10[,. ]?000/);
      expect(text).not.toMatch(/\b[12]\s?=/);
      const afterwards = await compose('approve', language, {}, { started: true });
      expect(afterwards).toMatch(/\/a\/[\w-]{74}$/);
      expect(textParts(afterwards).parts).toBeLessThanOrEqual(language === 'hu' ? 4 : 2);
    }
    const number = `+49301234${String(1000 + asked)}`;
    expect(await temporary.store.texts.openQuestions(number)).toEqual([]);
  });

  it('name the service that is to be approved where that costs no further part', async () => {
    expect(await compose('approve', 'en')).toContain('approve medical treatment, €10,000?');
    expect(await compose('approve', 'de', {}, { service: 'transport' })).toContain('Transport, 10.000 €');
    const longName = { organisation: 'Example Logistics and Forwarding AG' };
    expect(await compose('approve', 'en', longName)).toContain(': approve €10,000?');
  });

  it('lead to a link that holds as long as the order can be approved, and seven days afterwards', async () => {
    const inDays = (days: number) => Date.now() + days * 24 * 3_600_000;
    const verifiedIn = (text: string, days: number) => {
      const [, token = ''] = /\/a\/([\w-]+)/.exec(text) ?? [];
      const links = createLinkTokens({ key: new Uint8Array(32).fill(3), now: () => inDays(days) });
      return () => links.verify(token);
    };
    const asking = await compose('approve', 'en', {}, { expiresAt: inDays(2) });
    expect(verifiedIn(asking, 2)()).toMatchObject({ ask: 'approve', orderId: approval.orderId });
    expect(verifiedIn(asking, 3)).toThrow('expired');
    const { expiresAt: _expiresAt, ...unlimited } = approval;
    const started = { ...unlimited, started: true };
    const target = { role: 'authorising-person', id: `con_${idPart(7)}` } as const;
    const question = { purpose: 'approve', organisationId: `org_${idPart(99)}`, target } as const;
    const subject = { case: 'incident', incidentId: `inc_${idPart(100)}` } as const;
    const person = { target, name: 'Anna', language: 'en', phones: [], texts: true } as const;
    const written = { ...question, subject, approval: started };
    const text = await composeQuestionText(dependencies, written, person, emergencyNumber, facts);
    expect(verifiedIn(text, 7)()).toMatchObject({ ask: 'approve' });
    expect(verifiedIn(text, 8)).toThrow('expired');
    const far = await compose('approve', 'en', {}, { expiresAt: inDays(400) });
    expect(verifiedIn(far, 119)()).toMatchObject({ ask: 'approve' });
  });
});
