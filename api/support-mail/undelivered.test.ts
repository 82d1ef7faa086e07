import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  supportMessage,
  supportOpening,
  newAccountId,
} from '../../db/repositories/support-records.fixture.js';
import { temporaryStore, type TemporaryStore } from '../../db/store.fixture.js';
import type { NewSupportMail, SupportOpening } from '../../db/store.js';
import { deskScope } from '../../domain/scope.js';
import { createMailTroubleMarking } from './mail-trouble.js';
import { createUndeliveredReporting, type UndeliveredReporting } from './undelivered.js';

let temporary: TemporaryStore;
let undelivered: UndeliveredReporting;
beforeAll(async () => {
  temporary = await temporaryStore();
  undelivered = createUndeliveredReporting({ store: temporary.store });
});
afterAll(() => temporary.remove());

const at = new Date('2026-11-30T10:00:00Z');

async function openCase(): Promise<SupportOpening> {
  const opening = supportOpening({ accountId: newAccountId() });
  await temporary.store.supportCases.open(deskScope, opening, supportMessage(opening));
  return opening;
}

async function mailAbout(
  { id: caseId, accountId }: SupportOpening,
  sequence: number,
): Promise<NewSupportMail> {
  const mail: NewSupportMail = {
    ...{ id: `sml_${randomBytes(8).toString('hex')}`, caseId, accountId, createdAt: at },
    to: { is: 'user', userId: 'usr_partner1' },
    about: { is: 'news', sequence },
  };
  await temporary.store.supportMails.put(mail);
  return mail;
}

const tasksAbout = async (caseId: string) =>
  (await temporary.store.deskTasks.list(deskScope, { limit: 100 })).items.filter(
    ({ about }) => 'caseId' in about && about.caseId === caseId,
  );
const troubleOf = async ({ id }: SupportOpening) =>
  (await temporary.store.supportCases.find(deskScope, id))?.mailTrouble;

describe('a mail that has not arrived (C5)', () => {
  it('marks its case and is a task for the desk, once', async () => {
    const opening = await openCase();
    const { id, to } = await mailAbout(opening, 1);
    const why = { why: 'bounced', diagnostic: '550 5.1.1\r\nBcc: x@example.org' } as const;
    await Promise.all([1, 2, 3].map((minute) => undelivered.report(id, { ...why, at: new Date(minute) })));
    await undelivered.report(id, { ...why, at });
    expect(await temporary.store.supportMails.find(id)).toMatchObject({ state: 'bounced' });
    const tasks = await tasksAbout(opening.id);
    expect(tasks.map(({ about }) => about)).toEqual([
      {
        ...{ kind: 'mail-undelivered', caseId: opening.id, mailId: id, to, why: 'bounced' },
        diagnostic: '550 5.1.1 Bcc: x@example.org',
      },
    ]);
    expect(await troubleOf(opening)).toEqual({
      ...{ since: tasks[0]?.createdAt, why: 'bounced', userId: 'usr_partner1' },
    });
  });

  it('is reported again without bringing back what the desk has done', async () => {
    const opening = await openCase();
    const { id } = await mailAbout(opening, 1);
    await undelivered.report(id, { why: 'refused', at });
    const [task] = await tasksAbout(opening.id);
    if (task === undefined) throw new Error('There is no task.');
    await temporary.store.deskTasks.finish(deskScope, task.id, { by: 'user', userId: 'usr_desk001' }, at);
    await createMailTroubleMarking(temporary.store).unmarkIfDone(opening.id);
    expect(await troubleOf(opening)).toBeUndefined();
    await undelivered.report(id, { why: 'bounced', at });
    expect(await troubleOf(opening)).toBeUndefined();
    expect(await tasksAbout(opening.id)).toHaveLength(1);
  });

  it('is nobody’s trouble when it is none of ours', async () => {
    await undelivered.report('sml_unknown1', { why: 'bounced', at });
    expect(await temporary.store.supportMails.find('sml_unknown1')).toBeUndefined();
  });

  it('is completed where a process died half-way', async () => {
    const opening = await openCase();
    const { id } = await mailAbout(opening, 1);
    const dying = createUndeliveredReporting({
      store: {
        ...temporary.store,
        supportCases: {
          ...temporary.store.supportCases,
          markMailTrouble: () => Promise.reject(new Error('It died.')),
        },
      },
    });
    await expect(dying.report(id, { why: 'given-up', at })).rejects.toThrow('It died.');
    expect(await temporary.store.supportMails.find(id)).toMatchObject({ state: 'pending' });
    await undelivered.report(id, { why: 'given-up', at });
    expect(await temporary.store.supportMails.find(id)).toMatchObject({ state: 'given-up' });
    expect(await troubleOf(opening)).toMatchObject({ why: 'given-up' });
  });
});
