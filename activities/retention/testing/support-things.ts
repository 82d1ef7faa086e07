import {
  supportMessage,
  supportOpening,
  supportRecord,
} from '../../../db/repositories/support-records.fixture.js';
import { deskOrganisationId, type SupportCaseId, type UserId } from '../../../domain/identifiers.js';
import { deskScope } from '../../../domain/scope.js';
import type { PurgeStage } from './purge-stage.js';

const day = 86_400_000;

/** Users of partner accounts or of the desk, who are the desk's: one of them is held. */
const heldUser = 'usr_held00001';
const otherUser = 'usr_somebody1';
const addressOf = (user: UserId) => `${user}@example.org`;
const userOf = ({ isPersonHeld }: Pick<SupportThing, 'isPersonHeld'>) =>
  isPersonHeld ? heldUser : otherUser;

/** By what a support case names somebody. */
export const waysOfNaming = [
  'message',
  'sender',
  'note',
  'mail',
  'mail-trouble',
  'task',
  'task-done',
] as const;

/** A support case, with the mail that stands in it, or a mail in no case: as a reference model knows it. */
export interface SupportThing {
  readonly days: number;
  readonly isInUse: boolean;
  readonly isPersonHeld: boolean;
  readonly naming: (typeof waysOfNaming)[number];
}

/** The people whom support cases name, and by whom mails are; stored once. */
export async function storeUsers({ raw }: Pick<PurgeStage, 'raw'>): Promise<void> {
  await raw
    .collection<{ _id: string }>('users')
    .insertMany(
      ([heldUser, otherUser] as const).map((id) => ({ _id: id, name: 'Toni', email: addressOf(id) })),
    );
}

/** Everything about one of them is held. */
export const heldOfDesk = { of: 'person', id: heldUser } as const;

export const mailOfCase = (caseId: string) => `mai_${caseId.slice(4)}` as const;

export async function storeSupportCase(
  stage: PurgeStage,
  caseId: SupportCaseId,
  thing: SupportThing,
): Promise<void> {
  const { store, clock } = stage;
  const at = clock.now - thing.days * day;
  const opening = supportOpening({ id: caseId, openedAt: new Date(clock.now - 70 * day) });
  const userId = userOf(thing);
  await store.supportCases.open(
    deskScope,
    opening,
    supportMessage(opening, {
      ...(thing.naming === 'message' ? { by: { by: 'partner', userId } } : {}),
      ...(thing.naming === 'sender' ? { by: { by: 'partner' }, sender: addressOf(userId) } : {}),
    }),
  );
  const closed = thing.isInUse ? {} : ({ state: 'closed', outcome: 'answered', closedAt: at } as const);
  await store.supportCases.record(supportRecord(opening, 1, 1, [opening.firstMessage], closed));
  await store.supportCases.markStarted(caseId);
  await store.supportCases.markMailed(caseId, 1);
  await nameIn(stage, caseId, thing);
  const id = mailOfCase(caseId);
  const mail = { id, envelope: { recipients: [] }, via: 'http', receivedAt: new Date(at) } as const;
  await store.receivedMails.keep(mail, Buffer.from('Subject: one'));
  await store.receivedMails.settle(id, ['received'], { state: 'filed', caseId });
}

async function nameIn(
  { store, clock }: PurgeStage,
  caseId: SupportCaseId,
  { naming, ...thing }: SupportThing,
): Promise<void> {
  const name = caseId.slice(4);
  const userId = userOf(thing);
  const at = new Date(clock.now - 70 * day);
  const by = { by: 'user', userId } as const;
  const to = { is: 'user', userId: naming === 'task' ? userId : otherUser } as const;
  switch (naming) {
    case 'message':
    case 'sender':
      return;
    case 'note':
      await store.supportNotes.add({ id: `nte_${name}`, caseId, by, at, text: 'Words' });
      return;
    case 'mail':
      await store.supportMails.put({
        ...{ id: `sml_${name}`, caseId, accountId: 'acc_partner1', createdAt: at },
        ...{ to: { is: 'user', userId }, about: { is: 'news', sequence: 1 } },
      });
      return;
    case 'mail-trouble':
      await store.supportCases.markMailTrouble(caseId, { since: at, why: 'refused', userId });
      return;
    case 'task':
    case 'task-done':
      await store.deskTasks.put({
        ...{ id: `tsk_${name}`, createdAt: at },
        about: { kind: 'mail-undelivered', caseId, mailId: `sml_${name}`, to, why: 'refused' },
      });
      if (naming === 'task-done') await store.deskTasks.finish(deskScope, `tsk_${name}`, by, at);
  }
}

/** Somebody has written it from their address, by one of the two places where it may stand. */
export async function storeLooseMail(
  { store, clock }: PurgeStage,
  id: `mai_${string}`,
  thing: SupportThing,
): Promise<void> {
  const email = addressOf(userOf(thing));
  const isInHead = thing.days % 2 === 0;
  const envelope = { ...(isInHead ? {} : { sender: email.toUpperCase() }), recipients: [] };
  const receivedAt = new Date(clock.now - thing.days * day);
  await store.receivedMails.keep({ id, envelope, via: 'http', receivedAt }, Buffer.from('Subject: one'));
  if (isInHead) await store.receivedMails.noteHead(id, { from: `Toni <${email}>`, subject: 'one' });
  if (!thing.isInUse) await store.receivedMails.settle(id, ['received'], { state: 'discarded' });
}

/** What the desk has of these is the same in each round of a test: nothing of an earlier one is to be there. */
export async function clearDesk({ raw }: Pick<PurgeStage, 'raw'>): Promise<void> {
  const collections = [
    ...['support_cases', 'received_mails', 'attachments', 'stored_chunks'],
    ...['support_notes', 'support_mails', 'desk_tasks'],
  ];
  for (const name of collections) await raw.collection(name).deleteMany({});
  await raw.collection('legal_holds').deleteMany({ organisationId: deskOrganisationId });
}
