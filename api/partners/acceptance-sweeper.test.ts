import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import {
  accountIdSchema,
  partnerApplicationIdSchema,
  type PartnerApplicationId,
} from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { createAccountMails } from '../sign-in/account-mails.js';
import { createLinkDelivery } from '../sign-in/link-delivery.js';
import { goodPassword, invited, mailedToken, newcomer, partnerAccount } from '../testing/people.js';
import { field, textField } from '../testing/play.js';
import { setStage, until, type Stage } from '../testing/stage.js';
import { createAcceptance } from './acceptance.js';
import { createAcceptanceSweeper } from './acceptance-sweeper.js';

const silent = pino({ level: 'silent' });
const later = 120_000;

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

/** A round of the sweeper at a moment; the mail server refuses connections while it is away. */
function sweep({
  ahead,
  mailServer = 'there',
  addresses = 'as-they-are',
}: {
  readonly ahead: number;
  readonly mailServer?: 'there' | 'away';
  readonly addresses?: 'as-they-are' | 'free';
}) {
  const { mailer, mailTemplates, contactBook, desk, background, settings } = stage.dependencies;
  const now = () => Date.now() + ahead;
  const reachable = {
    send: (...mail: Parameters<typeof mailer.send>) =>
      mailServer === 'there' ? mailer.send(...mail) : Promise.reject(new Error('refused')),
  };
  const links = createLinkDelivery({
    accountLinks: stage.store.accountLinks,
    mails: createAccountMails({ mailer: reachable, mailTemplates, contactBook, desk, log: silent }),
    publicUrl: settings.publicUrl,
    now,
  });
  const { store } = stage;
  const findByEmail: typeof store.credentials.findByEmail = (email) =>
    addresses === 'free' ? Promise.resolve(undefined) : store.credentials.findByEmail(email);
  const credentials = { ...store.credentials, findByEmail };
  const acceptance = createAcceptance({ store: { ...store, credentials }, links, background, now });
  return createAcceptanceSweeper({ acceptance, log: silent, ageMilliseconds: 10_000, now })();
}

let count = 0;
async function applied(): Promise<{ readonly id: PartnerApplicationId; readonly email: string }> {
  const email = `left-behind-${(count += 1)}@example.org`;
  const answer = await stage.ask('POST', '/v1/partner-applications', {
    ...{ companyName: 'Company', contactName: 'Applicant', email, language: 'en', country: 'DE' },
    message: 'We would like to work with you.',
  });
  return { id: partnerApplicationIdSchema.parse(textField(answer, 'id')), email };
}

/** The process of the desk's request died right after the decision, before it made anything. */
async function decidedOnly(id: PartnerApplicationId): Promise<void> {
  await stage.store.partnerApplications.decide(deskScope, id, {
    state: 'accepted',
    decidedBy: { by: 'token', tokenId: 'tok_desk0000' },
    decidedAt: new Date(),
    accountId: `acc_${id.slice('app_'.length)}`,
  });
}

const invitationsTo = (email: string) =>
  stage.mails.filter(({ to, text }) => to === email && text.includes('/account/invitation/'));

describe('an acceptance that was left half-way (C1)', () => {
  it('is completed by the sweeper: account, first user, and one invitation that works', async () => {
    const { id, email } = await applied();
    await decidedOnly(id);
    await sweep({ ahead: 0 });
    expect(invitationsTo(email)).toHaveLength(0);
    await Promise.all([sweep({ ahead: later }), sweep({ ahead: later })]);
    await sweep({ ahead: 2 * later });
    expect(invitationsTo(email)).toHaveLength(1);
    const users = await stage.ask('GET', `/v1/users?accountId=acc_${id.slice('app_'.length)}`);
    expect(field(users, 'items')).toEqual([expect.objectContaining({ email, role: 'partner-admin' })]);
    const token = await mailedToken(stage, email);
    const chosen = await stage.ask('POST', '/v1/invitations/acceptance', { token, password: goodPassword });
    expect(chosen.status).toBe(204);
  });

  it('is completed by whoever accepts again, also when account and user are there', async () => {
    const { id, email } = await applied();
    await decidedOnly(id);
    await sweep({ ahead: later, mailServer: 'away' });
    expect(invitationsTo(email)).toHaveLength(0);
    stage.clock.ahead = 3 * later;
    expect((await stage.ask('POST', `/v1/partner-applications/${id}/accept`)).status).toBe(200);
    await until(() => invitationsTo(email).length > 0);
    await stage.ask('POST', `/v1/partner-applications/${id}/accept`);
    stage.clock.ahead = 0;
    await sweep({ ahead: 5 * later });
    expect(invitationsTo(email)).toHaveLength(1);
  });

  it('is a task for the desk where somebody else has taken the address meanwhile, and is completed once it is free', async () => {
    const { id, email } = await applied();
    const accountId = accountIdSchema.parse(`acc_${id.slice('app_'.length)}`);
    await decidedOnly(id);
    await newcomer(stage, 'partner-user', await partnerAccount(stage), { email });
    await sweep({ ahead: later });
    await sweep({ ahead: 2 * later });
    const shown = async () => (await stage.ask('GET', `/v1/partner-applications/${id}`)).body;
    expect(await shown()).toMatchObject({ state: 'accepted', incomplete: 'address-taken' });
    const again = await stage.ask('POST', `/v1/partner-applications/${id}/accept`);
    expect(again).toMatchObject({ status: 200, body: { state: 'accepted', incomplete: 'address-taken' } });
    const { items } = await stage.store.deskTasks.list(deskScope, { state: 'open', limit: 100 });
    const about = { kind: 'acceptance-incomplete', applicationId: id, accountId, why: 'address-taken' };
    expect(items.map((task) => task.about)).toEqual([about]);
    const finished = await stage.ask('POST', `/v1/desk-tasks/${items[0]?.id ?? ''}/done`, {});
    expect(finished.body).toMatchObject({ state: 'done', about });
    const before = invitationsTo(email).length;
    await sweep({ ahead: 4 * later, addresses: 'free' });
    expect(await shown()).not.toHaveProperty('incomplete');
    expect(invitationsTo(email)).toHaveLength(before + 1);
  });

  it('is complete without that address once the desk has invited another admin', async () => {
    const { id, email } = await applied();
    await decidedOnly(id);
    await newcomer(stage, 'partner-user', await partnerAccount(stage), { email });
    await sweep({ ahead: later });
    await newcomer(stage, 'partner-admin', `acc_${id.slice('app_'.length)}`);
    const before = invitationsTo(email).length;
    await sweep({ ahead: 3 * later });
    expect(invitationsTo(email)).toHaveLength(before);
    const shown = await stage.ask('GET', `/v1/partner-applications/${id}`);
    expect(shown.body).toMatchObject({ state: 'accepted' });
    expect(shown.body).not.toHaveProperty('incomplete');
  });

  it('is the desk’s as well where a colleague without its rights has the address (C1)', async () => {
    const { id, email } = await applied();
    await decidedOnly(id);
    const accountId = accountIdSchema.parse(`acc_${id.slice('app_'.length)}`);
    const details = {
      name: 'Company',
      language: 'en',
      country: 'DE',
      identifiers: [],
      state: 'active',
    } as const;
    await stage.store.accounts.create(deskScope, accountId, details, new Date());
    await invited(stage, 'partner-user', accountId, { email });
    await sweep({ ahead: later });
    const shown = await stage.ask('GET', `/v1/partner-applications/${id}`);
    expect(shown.body).toMatchObject({ incomplete: 'address-taken' });
  });

  it('is tried again while the mail server is away', async () => {
    const { id, email } = await applied();
    await decidedOnly(id);
    await sweep({ ahead: later, mailServer: 'away' });
    await sweep({ ahead: later });
    expect(invitationsTo(email)).toHaveLength(0);
    await sweep({ ahead: 2 * later });
    expect(invitationsTo(email)).toHaveLength(1);
  });
});
