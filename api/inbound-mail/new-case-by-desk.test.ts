import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SupportCaseDocumentView } from '../../db/store.js';
import { deskScope } from '../../domain/scope.js';
import { unavailable } from '../../domain/errors.js';
import { receivedMailIdSchema, type AccountId, type ReceivedMailId } from '../../domain/identifiers.js';
import { newcomer, partnerAccount, signedIn, type Signer } from '../testing/people.js';
import { field, problem, textField } from '../testing/play.js';
import type { Answer, Stage } from '../testing/stage.js';
import { createOpeningByDesk } from './new-case-by-desk.js';
import { setMailStage, type MailStage } from './mail-stage.fixture.js';

let stage: Stage;
let mailStage: MailStage;
let accountId: AccountId;
let user: Signer;

beforeAll(async () => {
  mailStage = await setMailStage();
  ({ stage } = mailStage);
});
beforeEach(async () => {
  accountId = await partnerAccount(stage);
  user = await newcomer(stage, 'partner-user', accountId);
});
afterAll(() => stage.close());

/** A mail that waits for the desk. */
async function waiting(from = 'somebody@example.org'): Promise<string> {
  const id = await mailStage.take({ from, subject: 'Late payout', text: 'Where is it?' });
  await stage.store.receivedMails.settle(id, ['received'], { state: 'review', why: 'stranger' });
  return id;
}

const open = (mailId: string, body: object): Promise<Answer> =>
  stage.ask('POST', `/v1/inbound-mails/${mailId}/open-case`, body);

describe('a new case from a mail that waits (C4)', () => {
  it('has the mail as its first message, once, and ends its waiting', async () => {
    const mailId = await waiting();
    const first = await open(mailId, { accountId, topic: 'complaint' });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ accountId, topic: 'complaint', subject: 'Late payout', messages: 1 });
    const caseId = textField(first, 'id');
    const again = await open(mailId, { accountId });
    expect([again.status, textField(again, 'id')]).toEqual([200, caseId]);
    expect((await stage.ask('GET', `/v1/inbound-mails/${mailId}`)).body).toMatchObject({
      ...{ state: 'filed', caseId, accountId },
    });
    const partner = await signedIn(stage, user);
    expect(field(await partner.ask('GET', `/v1/support-cases/${caseId}/messages`), 'items')).toMatchObject([
      { author: { side: 'partner', address: 'somebody@example.org' }, channel: 'mail', text: 'Where is it?' },
    ]);
  });

  it('is the user’s who has written it, or whom the desk names, and else nobody’s', async () => {
    const authorOf = async (mailId: string, more: object = {}) => {
      const id = textField(await open(mailId, { accountId, ...more }), 'id');
      const read = await stage.ask('GET', `/v1/support-cases/${id}/messages`);
      return field(read, 'items');
    };
    const byUser = [{ author: { side: 'partner', userId: user.id } }];
    expect(await authorOf(await waiting(user.email))).toMatchObject(byUser);
    expect(await authorOf(await waiting(), { userId: user.id })).toMatchObject(byUser);
    const elsewhere = await newcomer(stage, 'partner-user', await partnerAccount(stage, 'Elsewhere'));
    expect(JSON.stringify(await authorOf(await waiting(elsewhere.email)))).not.toContain('userId');
    const strange = await open(await waiting(), { accountId, userId: elsewhere.id });
    expect(problem(strange)).toMatchObject({ status: 404, paths: ['/userId'] });
  });

  it('is one, of one account, whoever else decides at the same moment (C8)', async () => {
    const mailId = await waiting();
    const other = await partnerAccount(stage, 'Elsewhere');
    const answers = await Promise.all([
      open(mailId, { accountId }),
      open(mailId, { accountId: other }),
      open(mailId, { accountId }),
    ]);
    const opened = answers.filter(({ status }) => status < 300);
    expect(new Set(opened.map((answer) => textField(answer, 'accountId'))).size).toBe(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3 - opened.length);
    const [first] = opened;
    if (first === undefined) throw new Error('Nobody has opened a case.');
    const [owner, caseId] = [textField(first, 'accountId'), textField(first, 'id')];
    const filed = await stage.ask('GET', `/v1/inbound-mails/${mailId}`);
    expect(filed.body).toMatchObject({ state: 'filed', caseId, accountId: owner });
    const { items } = await stage.store.supportCases.list(deskScope, { limit: 10, text: 'late payout' });
    expect(items.filter(({ opening }) => opening.id === caseId)).toHaveLength(1);
  });

  it('is not opened of a mail that stands in another case, and the mail goes into no other one afterwards', async () => {
    const [mailId, taken, { id: supportCaseId }] = [
      await waiting(),
      await waiting(),
      await mailStage.openCase(accountId),
    ];
    await stage.ask('POST', `/v1/inbound-mails/${mailId}/file`, { supportCaseId });
    expect((await open(mailId, { accountId })).status).toBe(409);
    expect((await open(taken, { accountId })).status).toBe(201);
    const filed = await stage.ask('POST', `/v1/inbound-mails/${taken}/file`, { supportCaseId });
    expect(filed.status).toBe(409);
  });

  /** The desk's attempt ends before it hears of its case. @param found what is stored under the identifier of the case. */
  async function interrupt(
    mailId: ReceivedMailId,
    found: SupportCaseDocumentView | undefined,
  ): Promise<void> {
    const { store, dependencies } = stage;
    const account = await store.accounts.find(deskScope, accountId);
    if (account === undefined) throw new Error('There is no account.');
    const attempt = createOpeningByDesk({
      ...{ receivedMails: store.receivedMails, users: store.users, parseMail: dependencies.parseMail },
      supportCases: { find: () => Promise.resolve(found) },
      findWriter: () => Promise.resolve(undefined),
      openCase: () => Promise.reject(unavailable('The store')),
    });
    await expect(attempt(await mailStage.find(mailId), { account, topic: 'enquiry' })).rejects.toThrow(
      'The store',
    );
  }

  it('leaves the mail free where it could not be stored, and keeps it where it was', async () => {
    const { id: supportCaseId } = await mailStage.openCase(accountId);
    const stored = await stage.store.supportCases.find(deskScope, supportCaseId);
    const filed: number[] = [];
    for (const found of [undefined, stored]) {
      const mailId = receivedMailIdSchema.parse(await waiting());
      await interrupt(mailId, found);
      filed.push((await stage.ask('POST', `/v1/inbound-mails/${mailId}/file`, { supportCaseId })).status);
    }
    expect(filed).toEqual([200, 409]);
  });

  it('is refused with the reason', async () => {
    const mailId = await waiting();
    const nowhere = await open(mailId, { accountId: 'acc_nowhere0' });
    expect(problem(nowhere)).toMatchObject({ status: 404, paths: ['/accountId'] });
    const untold = await open(mailId, { accountId, topic: 'weather' });
    expect(problem(untold)).toMatchObject({ status: 400, paths: ['/topic'] });
    const fresh = await mailStage.take({ from: 'somebody@example.org' });
    expect((await open(fresh, { accountId })).status).toBe(409);
    const headers = { 'content-type': 'message/rfc822' };
    const unreadable = textField(await stage.ask('POST', '/v1/inbound-mails', 'no mail', headers), 'id');
    await mailStage.sort();
    expect((await open(unreadable, { accountId })).status).toBe(409);
    const details = { name: 'Partner', language: 'en', country: 'DE', identifiers: [] } as const;
    await stage.store.accounts.save(deskScope, accountId, { ...details, state: 'suspended' });
    expect((await open(mailId, { accountId })).status).toBe(409);
    expect((await stage.ask('GET', `/v1/inbound-mails/${mailId}`)).body).toMatchObject({ state: 'review' });
  });
});
