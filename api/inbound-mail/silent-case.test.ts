import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { unavailable } from '../../domain/errors.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import { newcomer, partnerAccount, type Signer } from '../testing/people.js';
import { setMailStage, type MailStage } from './mail-stage.fixture.js';

let mails: MailStage;
let anna: Signer;
let silent: SupportCaseId;
let other: SupportCaseId;
let ahead: number;
let silentIds: readonly SupportCaseId[];
/** How often the silent case was asked. */
let asked: number;

beforeAll(async () => {
  mails = await setMailStage();
});
beforeEach(async () => {
  const accountId = await partnerAccount(mails.stage);
  anna = await newcomer(mails.stage, 'partner-user', accountId);
  [{ id: silent }, { id: other }] = [await mails.openCase(accountId), await mails.openCase(accountId)];
  ahead = 0;
  silentIds = [silent];
  asked = 0;
});
afterAll(() => mails.stage.close());

/** Sorting while some cases do not answer. */
function sorting(): () => Promise<void> {
  const { supportCases } = mails.stage.cases;
  return mails.sortingWith({
    supportCases: {
      addMessage: (id, message, updateId) => {
        if (!silentIds.includes(id)) return supportCases.addMessage(id, message, updateId);
        asked += 1;
        return Promise.reject(unavailable('The case'));
      },
    },
    ahead: () => ahead,
  });
}

const take = (id: SupportCaseId, text: string) =>
  mails.take({ from: anna.email, to: mails.identity.replyAddresses.addressFor(id), text });

async function takeAll(id: SupportCaseId, texts: readonly string[]): Promise<void> {
  for (const text of texts) await take(id, text);
}

const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `Message ${from + index}`);
const inOrder = (texts: readonly string[]) => texts.map((text) => ({ text }));

describe('a case that does not answer (C4)', () => {
  it('holds up no other mails, however many of its own are the oldest', async () => {
    await takeAll(silent, numbered(10));
    const mailId = await take(other, 'Another matter.');
    await sorting()();
    expect(await mails.find(mailId)).toMatchObject({ state: 'filed', caseId: other });
    expect(await mails.messagesOf(silent)).toEqual([]);
  });

  it('holds up no other mails where several do not answer, as long as the case engine does', async () => {
    silentIds = [silent, other];
    await takeAll(silent, numbered(5));
    await takeAll(other, numbered(5));
    const mailId = await mails.take({ from: 'stranger@example.net' });
    await sorting()();
    expect(await mails.find(mailId)).toMatchObject({ state: 'review' });
  });

  it('is asked once in a round, and later and later', async () => {
    const sort = sorting();
    await takeAll(silent, numbered(20));
    await sort();
    expect(asked).toBe(1);
    ahead += 60_000;
    await sort();
    ahead += 10_000;
    await sort();
    expect(asked).toBe(2);
    ahead += 10_000;
    await sort();
    expect(asked).toBe(3);
  });

  it('has its mails in their order when it answers again, with those that came meanwhile', async () => {
    const sort = sorting();
    await takeAll(silent, numbered(10));
    await sort();
    silentIds = [];
    await takeAll(silent, numbered(2, 10));
    await sort();
    expect(await mails.messagesOf(silent)).toEqual([]);
    ahead += 10_000;
    await sort();
    expect(await mails.messagesOf(silent)).toMatchObject(inOrder(numbered(12)));
  });

  it('makes all mails wait where the case engine is away, and they come soon after it', async () => {
    const sort = sorting();
    const mailId = await take(other, 'A question.');
    mails.stage.cases.away = true;
    await sort();
    mails.stage.cases.away = false;
    const later = await mails.take({ from: 'stranger@example.net' });
    await sort();
    expect(await mails.find(later)).toMatchObject({ state: 'received', tries: 0 });
    ahead += 2_500;
    await sort();
    expect(await mails.find(mailId)).toMatchObject({ state: 'filed' });
    expect(await mails.find(later)).toMatchObject({ state: 'review' });
  });
});
