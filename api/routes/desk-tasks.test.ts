import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { supportCaseIdSchema, type SupportMailId } from '../../domain/identifiers.js';
import { createUndeliveredReporting } from '../support-mail/undelivered.js';
import { newcomer, partnerAccount, signedIn } from '../testing/people.js';
import { problem, textField } from '../testing/play.js';
import { setStage, type Stage } from '../testing/stage.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import { z } from 'zod';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

const listSchema = z.object({
  items: z.array(z.object({ id: z.string(), about: z.object({ mailId: z.string() }) })),
});

async function openCase() {
  const accountId = await partnerAccount(stage);
  const answers = { subject: 'A payout', description: 'Where is it?', 'answer-by': 'writing' };
  const body = { accountId, topic: 'enquiry', formVersion: 1, answers };
  const id = supportCaseIdSchema.parse(textField(await stage.ask('POST', '/v1/support-cases', body), 'id'));
  return { id, accountId };
}

/** A mail about the case comes back; the task that this is for the desk. */
async function bounced({ id: caseId, accountId }: Awaited<ReturnType<typeof openCase>>): Promise<string> {
  const id: SupportMailId = newIdentifier('sml');
  await stage.store.supportMails.put({
    ...{ id, caseId, accountId, createdAt: new Date() },
    to: { is: 'user', userId: newIdentifier('usr') },
    about: { is: 'news', sequence: 1 },
  });
  const undelivered = createUndeliveredReporting({ store: stage.store });
  await undelivered.report(id, { why: 'bounced', at: new Date(), diagnostic: '550 no such user' });
  const { items } = listSchema.parse((await stage.ask('GET', '/v1/desk-tasks?state=open&limit=100')).body);
  const task = items.find(({ about }) => about.mailId === id);
  if (task === undefined) throw new Error('There is no task.');
  return task.id;
}

const shownCase = async (id: string) => (await stage.ask('GET', `/v1/support-cases/${id}`)).body;
const finish = (id: string) => stage.ask('POST', `/v1/desk-tasks/${id}/done`, {});

describe('tasks for the desk (C5)', () => {
  it('tell which mail of which case has not arrived, and why', async () => {
    const theCase = await openCase();
    const id = await bounced(theCase);
    const { body } = await stage.ask('GET', `/v1/desk-tasks/${id}`);
    expect(body).toMatchObject({
      ...{ id, state: 'open' },
      about: {
        ...{ kind: 'mail-undelivered', caseId: theCase.id, why: 'bounced' },
        diagnostic: '550 no such user',
      },
    });
    expect(await shownCase(theCase.id)).toMatchObject({ mailTrouble: { why: 'bounced' } });
  });

  it('are done once, and the case is marked until the last one is', async () => {
    const theCase = await openCase();
    const [first, second] = [await bounced(theCase), await bounced(theCase)];
    const done = await finish(first);
    expect(done.body).toMatchObject({ id: first, state: 'done', done: { by: { by: 'token' } } });
    expect(await shownCase(theCase.id)).toHaveProperty('mailTrouble');
    expect((await finish(second)).status).toBe(200);
    expect(await shownCase(theCase.id)).not.toHaveProperty('mailTrouble');
    expect((await finish(first)).body).toEqual(done.body);
    const open = await stage.ask('GET', '/v1/desk-tasks?state=open&limit=100');
    for (const id of [first, second]) expect(open.text).not.toContain(id);
  });

  it('are of no partner', async () => {
    const theCase = await openCase();
    const id = await bounced(theCase);
    const partner = await signedIn(stage, await newcomer(stage, 'partner-admin', theCase.accountId));
    for (const [method, path] of [
      ['GET', '/v1/desk-tasks'],
      ['GET', `/v1/desk-tasks/${id}`],
      ['POST', `/v1/desk-tasks/${id}/done`],
    ] as const) {
      expect(problem(await partner.ask(method, path, method === 'POST' ? {} : undefined))).toMatchObject({
        status: 403,
      });
    }
    expect((await stage.ask('GET', '/v1/desk-tasks/tsk_missing0000')).status).toBe(404);
  });
});
