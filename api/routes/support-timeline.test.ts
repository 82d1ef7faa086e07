import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { deskScope } from '../../domain/scope.js';
import { supportCaseIdSchema, userIdSchema, type SupportCaseId } from '../../domain/identifiers.js';
import type { SupportEvent } from '../../domain/support-case/support-event.js';
import type { Browser } from '../testing/browser.js';
import { newcomer, partnerAccount, signedIn, type Signer } from '../testing/people.js';
import { field, textField } from '../testing/play.js';
import { setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
let operator: Signer;
let user: Signer;
let partner: Browser;
let stranger: Browser;
let id: SupportCaseId;

/** What happens in the case behind its opening and its first message. */
let course: readonly SupportEvent[];

beforeAll(async () => {
  stage = await setStage();
  const accountId = await partnerAccount(stage);
  operator = await newcomer(stage, 'operator', undefined, { name: 'Olga of the desk' });
  user = await newcomer(stage, 'partner-user', accountId, { name: 'Paula of the partner' });
  partner = await signedIn(stage, user);
  const elsewhere = await partnerAccount(stage, 'Elsewhere');
  stranger = await signedIn(stage, await newcomer(stage, 'partner-user', elsewhere));
  const answers = { subject: 'Payout', description: 'Where?', 'answer-by': 'writing' };
  const opened = await partner.ask('POST', '/v1/support-cases', {
    ...{ topic: 'enquiry', formVersion: 1, answers },
  });
  id = supportCaseIdSchema.parse(textField(opened, 'id'));
  const userId = userIdSchema.parse(operator.id);
  const desk = { by: 'desk', principal: { by: 'user', userId } } as const;
  course = [
    { type: 'assigned', to: userId, by: desk },
    { type: 'clock', news: 'answer-due-soon' },
    { type: 'clock', news: 'answer-overdue' },
    { type: 'waiting-for-partner', by: desk },
    { type: 'clock', news: 'reminded' },
    { type: 'put-on-hold', by: { by: 'desk', principal: { by: 'token', tokenId: 'tok_program1' } } },
    { type: 'resumed', by: desk },
    { type: 'duplicate-merged', duplicate: 'sup_duplicate1', by: desk },
    { type: 'closed', outcome: 'no-reply', by: { by: 'rule' } },
  ];
  const found = await stage.store.supportCases.find(deskScope, id);
  if (found?.view === undefined) throw new Error('Nothing was recorded of the case.');
  await stage.store.supportCases.record({
    revision: 1_000,
    view: found.view,
    entries: course.map((event, index) => ({ sequence: index + 3, at: 1_700_000_000_000, event })),
  });
});
afterAll(() => stage.close());

const pageSchema = z.strictObject({
  items: z.array(z.object({ sequence: z.number() })),
  nextAfter: z.number().optional(),
});
const path = () => `/v1/support-cases/${id}/timeline`;

describe('the course of a case (C8, C9)', () => {
  it('is told to the desk whole, with names', async () => {
    const read = await stage.ask('GET', path());
    const olga = { side: 'desk', userId: operator.id, name: 'Olga of the desk' };
    const paula = { side: 'partner', userId: user.id, name: 'Paula of the partner' };
    expect(field(read, 'items')).toMatchObject([
      { sequence: 1, event: { type: 'opened', by: paula } },
      { sequence: 2, event: { type: 'message-added', messageId: expect.stringMatching(/^msg_/), by: paula } },
      {
        sequence: 3,
        at: '2023-11-14T22:13:20.000Z',
        event: { type: 'assigned', to: { userId: operator.id, name: 'Olga of the desk' }, by: olga },
      },
      { event: { type: 'clock', news: 'answer-due-soon' } },
      { event: { type: 'clock', news: 'answer-overdue' } },
      { event: { type: 'waiting-for-partner', by: olga } },
      { event: { type: 'clock', news: 'reminded' } },
      { event: { type: 'put-on-hold', by: { side: 'desk', tokenId: 'tok_program1' } } },
      { event: { type: 'resumed', by: olga } },
      { event: { type: 'duplicate-merged', duplicate: 'sup_duplicate1', by: olga } },
      { event: { type: 'closed', outcome: 'no-reply', by: { side: 'rule' } } },
    ]);
  });

  it('is told to partners without what is the desk’s own', async () => {
    const read = await partner.ask('GET', path());
    const paula = { side: 'partner', userId: user.id, name: 'Paula of the partner' };
    const desk = { side: 'desk' };
    const at = '2023-11-14T22:13:20.000Z';
    expect(field(read, 'items')).toEqual([
      { sequence: 1, at: expect.any(String), event: { type: 'opened', by: paula } },
      {
        sequence: 2,
        at: expect.any(String),
        event: { type: 'message-added', messageId: expect.stringMatching(/^msg_/), by: paula },
      },
      { sequence: 6, at, event: { type: 'waiting-for-partner', by: desk } },
      { sequence: 7, at, event: { type: 'clock', news: 'reminded' } },
      { sequence: 8, at, event: { type: 'put-on-hold', by: desk } },
      { sequence: 9, at, event: { type: 'resumed', by: desk } },
      { sequence: 10, at, event: { type: 'duplicate-merged', duplicate: 'sup_duplicate1', by: desk } },
      { sequence: 11, at, event: { type: 'closed', outcome: 'no-reply', by: { side: 'rule' } } },
    ]);
    for (const secret of [operator.id, 'Olga', 'tok_program1', 'answer-']) {
      expect(read.text).not.toContain(secret);
    }
    expect((await stranger.ask('GET', path())).status).toBe(404);
  });

  it.each(['desk', 'partner'])('is read on where a page ends, by the %s', async (reader) => {
    const ask = (address: string) =>
      reader === 'desk' ? stage.ask('GET', address) : partner.ask('GET', address);
    const whole = pageSchema.parse((await ask(path())).body);
    expect(whole.nextAfter).toBeUndefined();
    const sequences: number[] = [];
    let after: number | undefined = 0;
    while (after !== undefined) {
      const page = pageSchema.parse((await ask(`${path()}?after=${after}&limit=2`)).body);
      sequences.push(...page.items.map(({ sequence }) => sequence));
      after = page.nextAfter;
    }
    expect(sequences).toEqual(whole.items.map(({ sequence }) => sequence));
  });
});

describe('a case that was taken for spam (C8)', () => {
  it('is closed for partners like others, and nothing tells them why', async () => {
    const answers = { subject: 'Offer', description: 'Cheap.', 'answer-by': 'writing' };
    const body = { topic: 'enquiry', formVersion: 1, answers };
    const opened = await partner.ask('POST', '/v1/support-cases', body);
    const own = `/v1/support-cases/${textField(opened, 'id')}`;
    expect((await stage.ask('POST', `${own}/close`, { outcome: 'spam' })).status).toBe(200);
    const asDesk = await Promise.all([own, `${own}/timeline`].map((each) => stage.ask('GET', each)));
    for (const { text } of asDesk) expect(text).toContain('spam');
    const paths = [own, `${own}/timeline`, '/v1/support-cases?limit=100'];
    const asPartner = await Promise.all(paths.map((each) => partner.ask('GET', each)));
    for (const { status, text } of asPartner) {
      expect(status).toBe(200);
      expect(text).toContain('closed');
      expect(text).not.toContain('spam');
    }
  });
});
