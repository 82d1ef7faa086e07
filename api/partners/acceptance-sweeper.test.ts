import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { partnerApplicationIdSchema, type PartnerApplicationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { createAccountMails } from '../sign-in/account-mails.js';
import { createLinkDelivery } from '../sign-in/link-delivery.js';
import { mailedToken, goodPassword } from '../testing/people.js';
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
function sweep({ ahead, mailServer = 'there' }: { ahead: number; mailServer?: 'there' | 'away' }) {
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
  const acceptance = createAcceptance({ store: stage.store, links, background, now });
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
