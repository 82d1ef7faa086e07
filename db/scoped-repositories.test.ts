import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskScope, type Scope } from '../domain/scope.js';
import type { Store } from './store.js';
import { temporaryStore, type TemporaryStore } from './store.fixture.js';

/** The methods of a repository that can be called without a scope, e.g. `tokens.noteUse`. */
type Unscoped<Name extends keyof Store> = {
  [Method in keyof Store[Name] & string]: Store[Name][Method] extends (...args: infer Arguments) => unknown
    ? Arguments extends [scope: Scope, ...more: unknown[]]
      ? never
      : `${Name}.${Method}`
    : never;
}[keyof Store[Name] & string];
/** Repositories that know no actor at all, and why. */
const withoutActor = {
  numberLeases: 'about numbers at the telephony provider, which belong to nobody here',
  calls: 'about calls at the telephony provider, for attempts of workflows',
  texts: 'about numbers and their questions, for attempts of workflows',
  textTraces: 'about texts at the telephony provider: no route asks for them',
  credentials: 'asked before anybody knows who asks',
  accountLinks: 'asked before anybody knows who asks',
  attemptLimits: 'asked before anybody knows who asks',
  sessions: 'asked before anybody knows who asks',
  supportNotes: 'of the desk alone: routes for it are the only ones that ask',
  receivedMails: 'the desk’s alone, whose routes no other role may ask',
  supportForms: 'the same for everybody: only the desk’s leads may ask the route that publishes',
  supportPolicies: 'the same for everybody: only the desk’s leads may ask the route that saves',
  correspondents: 'counts mails by address before anybody knows whose they are',
  supportMails: 'what the system sends by itself: no route asks for it',
  reportMails: 'the outbox of reports, which nobody asks',
  personRooms: 'asked with what a scope has found of a person',
} as const satisfies Partial<Record<keyof Store, string>>;

type Scoped = Exclude<keyof Store, keyof typeof withoutActor | 'ping' | 'close'>;
type UnscopedMethod = { [Name in Scoped]: Unscoped<Name> }[Scoped];

/**
 * What can be asked of the other repositories without an actor's scope, and why it may. A method that is missing here, or
 * takes a scope by now, does not compile: whatever somebody's request can reach takes their scope.
 */
const withoutScope = {
  'intakes.awaitingCase': 'the auditor’s, for all organisations',
  'intakes.noteCases': 'the auditor’s, for all organisations',
  'cases.withCallers': 'the API’s own watch, for all organisations',
  'cases.record': 'what a workflow tells of its own case',
  'cases.recordedThrough': 'what a workflow asks of its own case',
  'cases.recordedAmong': 'the sweeper’s, for all organisations',
  'cases.unannounced': 'the relay’s, for all organisations',
  'cases.markAnnounced': 'the relay’s, for all organisations',
  'cases.unaudited': 'the relay’s, for all organisations',
  'cases.markAudited': 'the relay’s, for all organisations',
  'cases.overdue': 'the auditor’s, for all organisations',
  'spending.spend': 'by attempts of workflows',
  'tokens.findByHash': 'asked before anybody knows who asks',
  'tokens.noteUse': 'noted of whoever has proven who they are',
  'tokens.createdSince': 'for the contact book’s copy of everything',
  'pinInvitations.find': 'asked before anybody knows who asks',
  'pinInvitations.take': 'asked before anybody knows who asks',
  'audit.append': 'who has done what is recorded of everybody',
  'users.nameOf': 'who did what stands in timelines, the desk’s people too',
  'channelTests.isOf': 'by the workflow of the test',
  'channelTests.note': 'what a workflow tells of its own test',
  'channelTests.unaudited': 'the relay’s, for all organisations',
  'channelTests.markAudited': 'the relay’s, for all organisations',
  'webhookEndpoints.overview': 'the relay’s, for all organisations',
  'webhookEndpoints.noteSuccess': 'what a delivery’s workflow tells of its own endpoint',
  'webhookEndpoints.noteFailure': 'what a delivery’s workflow tells of its own endpoint',
  'webhookEndpoints.disable': 'what a delivery’s workflow tells of its own endpoint',
  'partnerApplications.keep': 'anybody applies',
  'partnerApplications.claimInvitation': 'the sweeper’s, for all applications',
  'partnerApplications.noteInvited': 'told by whoever has claimed the invitation',
  'partnerApplications.noteIncomplete': 'told by whoever has claimed the invitation',
  'supportCases.nextNumber': 'a number is nobody’s before its case is stored',
  'supportCases.markStarted': 'what whoever started a workflow tells of it',
  'supportCases.unstarted': 'the sweeper’s, for all accounts',
  'supportCases.record': 'what a workflow tells of its own case',
  'supportCases.readStored': 'what a workflow goes on from, of its own case',
  'supportCases.countedByOtherHours': 'the API’s own watch, for all accounts',
  'supportCases.overdue': 'the auditor’s, for all accounts',
  'supportCases.markMailTrouble': 'what became of mails that the system has sent',
  'supportCases.timesMailTroubleMarked': 'by whoever has told what became of those mails',
  'supportCases.unmarkMailTrouble': 'what follows from the tasks of the desk that are done',
  'supportCases.unmailed': 'the relay’s, for all accounts',
  'supportCases.markMailed': 'the relay’s, for all accounts',
  'deskTasks.put': 'what the system has found by itself',
  'deskTasks.isOpenAbout': 'of a case whose task somebody of the desk has done',
  'webhookDeliveries.settle': 'what a delivery’s workflow tells of itself',
  'retentionSettings.withReports': 'whoever sends reports, for all organisations',
  'persons.standing': 'asked of whom a scope has found',
  'persons.caseIds': 'asked of whom a scope has found',
  'persons.mailIds': 'asked of whom a scope has found',
  'monthlySummaries.refresh': 'counts what is stored, and shows nothing of it',
  'monthlySummaries.settle': 'called before retention deletes, for all organisations',
} as const satisfies Readonly<Record<UnscopedMethod, string>>;

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await temporaryStore();
});
afterAll(() => temporary.remove());

describe('repositories (X4)', () => {
  it('take the scope of whoever asks, but for what nobody asks', () => {
    const reasons = Object.values({ ...withoutActor, ...withoutScope });
    expect(reasons.filter((reason) => reason.length < 10)).toEqual([]);
    const methods = Object.keys(withoutScope).map((name) => name.split('.'));
    for (const [repository = '', method = ''] of methods) {
      expect(temporary.store).toHaveProperty([repository, method]);
    }
  });

  it('do nothing for whoever has another scope', async () => {
    const { store } = temporary;
    const owner = 'org_owners01';
    const stranger: Scope = { of: 'organisation', organisationId: 'org_strange1' };
    const day = '2026-11-21';
    await store.spending.spend(owner, day, 300, undefined);
    expect(await store.spending.spentOn(deskScope, owner, day)).toBe(300);
    expect(await store.spending.spentOn(stranger, owner, day)).toBe(0);

    const token = { name: 'one', createdAt: new Date() };
    for (const scope of [{ of: 'organisation', organisationId: owner }, deskScope] as const) {
      const made = store.tokens.create(stranger, {
        id: 'tok_strange1',
        scope,
        hash: 'a'.repeat(64),
        ...token,
      });
      await expect(made).rejects.toMatchObject({ kind: 'not-found' });
    }
    expect(await store.tokens.findByHash('a'.repeat(64))).toBeUndefined();

    const of = { organisationId: owner, endpointId: 'whk_owners01' } as const;
    const message = { id: 'test_one', type: 'webhook.test', at: 0 } as const;
    const delivery = { id: 'dlv_owners01', ...of, message } as const;
    await expect(store.webhookDeliveries.put(stranger, delivery, new Date())).rejects.toMatchObject({
      kind: 'not-found',
    });
    await store.webhookDeliveries.put(deskScope, delivery, new Date());
    await expect(store.webhookDeliveries.removeOf(stranger, of)).rejects.toMatchObject({ kind: 'not-found' });
    expect(await store.webhookDeliveries.find(deskScope, of, delivery.id)).toMatchObject({ message });
  });
});
