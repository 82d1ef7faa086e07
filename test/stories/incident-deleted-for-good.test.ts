import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../dev/client/desk-api.js';
import { changeDocument } from '../../dev/services/mongodb/change-document.js';
import { documentsOf } from '../../dev/services/mongodb/documents-of.js';
import { beginStory, eventuallyOpenIncident, found, register, report, type Story } from './story/story.js';
import { expectAudited } from './story/audit.js';

const day = 86_400_000;

describe('an incident whose time is over', () => {
  let story: Story;
  let client: Client;
  beforeAll(async () => {
    story = await beginStory();
    const connection = await Connection.connect({ address: story.stack.temporalAddress });
    client = new Client({ connection, namespace: 'beistand' });
  });
  afterAll(async () => {
    await client.connection.close();
    await story.end();
  });

  /** An incident that was closed so long ago, with a call to Anna in it, and texts between her and the desk. */
  async function closedIncident(organisation: string, daysAgo: number): Promise<string> {
    const { api, phones, people, stack } = story;
    const { phone } = people.anna;
    const before = (await phones.calls(phone)).length;
    const incident = await report(story, organisation);
    await phones.expectText(phone, /1 = /);
    await phones.expectEvent(phone, 'answered');
    await phones.phone(phone).isRecorded();
    await phones.phone(phone).texts(stack.emergencyNumber, '1');
    await api.expectEntry(incident, 'acknowledged', { means: 'sms' });
    await phones.expectEvent(phone, 'message-sent', { where: ({ kind }) => kind === 'reply' });
    await close(incident, daysAgo);
    expect((await phones.calls(people.anna.phone)).length).toBeGreaterThan(before);
    return incident;
  }

  /** Closes it, and has it been closed so long ago. */
  async function close(incident: string, daysAgo: number): Promise<void> {
    const { api, stack } = story;
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
    await api.expectIncident(incident, { state: 'archived' });
    // The relay that writes what people did into the audit trail comes first.
    const isAudited = async () =>
      (await documentsOf(stack.mongoUri, 'cases')).find(
        ({ _id, unaudited }) => String(_id) === incident && unaudited === undefined,
      );
    expect(await eventually(isAudited, 30)).toBeDefined();
    // What is recorded later would undo the change.
    const hasEnded = async () => {
      const { status } = await client.workflow.getHandle(`incident:${incident}`).describe();
      return status.name === 'RUNNING' ? undefined : status.name;
    };
    expect(await eventually(hasEnded, 30)).toBe('COMPLETED');
    await changeDocument(stack.mongoUri, 'cases', incident, {
      openedAt: new Date(Date.now() - (daysAgo + 1) * day),
      'view.closedAt': Date.now() - daysAgo * day,
    });
  }

  async function finishedRun(organisation: string): Promise<Record<string, unknown>> {
    const path = `/v1/organisations/${organisation}/retention/runs`;
    const { id } = await story.api.must('POST', path, { unpaced: true });
    let certificate: unknown;
    await eventually(async () => {
      const { status, body } = await story.api.ask('GET', `${path}/${String(id)}`);
      certificate = status === 200 ? body['certificate'] : undefined;
      return certificate;
    }, 60);
    return certificate as Record<string, unknown>;
  }

  /** What stands at the telephony provider of calls and texts with Anna. */
  async function atProvider() {
    const { phones, people } = story;
    const { phone } = people.anna;
    const calls = await phones.calls(phone);
    const recordings = await Promise.all(calls.map(({ sid }) => phones.recordings(sid)));
    const texts = (await phones.messages()).filter(({ from, to }) => from === phone || to === phone);
    return { calls, texts, recordings: recordings.flat() };
  }

  /** So many texts are there with Anna: a trace is kept behind the back of whoever texts. */
  async function expectTraces(count: number): Promise<void> {
    const { stack, people } = story;
    const traces = async () =>
      (await documentsOf(stack.mongoUri, 'text_traces')).filter(({ number }) => number === people.anna.phone);
    await eventually(async () => ((await traces()).length >= count ? true : undefined), 20);
    expect(await traces()).toHaveLength(count);
  }

  it('is deleted everywhere, one that is held stays, and a certificate remains (R1, R2)', async () => {
    const { api, phones, people, stack } = story;
    await phones.phone(people.anna.phone).answers();
    const organisation = await found(story, {
      contacts: [people.anna],
      policy: { reopenWindowSeconds: 0 },
    });
    const of = `/v1/organisations/${organisation}`;
    await api.must(
      'PUT',
      `${of}/retention`,
      { periods: { incidents: { count: 30, unit: 'days' } } },
      {
        'if-match': '"0"',
      },
    );
    const [old, held, young] = [
      await closedIncident(organisation, 40),
      await closedIncident(organisation, 40),
      await closedIncident(organisation, 20),
    ];
    const before = await atProvider();
    expect(before.recordings).toHaveLength(3);
    expect(before.texts.map(({ direction }) => direction)).toEqual(
      expect.arrayContaining(['inbound', 'outbound-api', 'outbound-reply']),
    );
    expect(before.texts.length % 3).toBe(0);
    await expectTraces(before.texts.length);
    const hold = { subject: { of: 'case', id: held }, reason: 'A court asks for it.' };
    await api.must('POST', `${of}/legal-holds`, hold);

    const { classes } = await api.must('GET', `${of}/retention/preview`);
    expect(classes).toContainEqual(
      expect.objectContaining({
        dataClass: 'incidents',
        goes: expect.objectContaining({ count: 1 }) as unknown,
        stays: { 'in-use': 0, needed: 0, held: 1, 'not-yet': 0 },
      }),
    );
    const certificate = await finishedRun(organisation);
    expect(certificate['classes']).toContainEqual(
      expect.objectContaining({ dataClass: 'incidents', count: 1 }),
    );
    expect(JSON.stringify(certificate)).not.toContain(old);
    const { deletions } = await api.must('GET', `${of}/retention/deletions?identifier=${old}`);
    expect(deletions).toMatchObject([{ dataClass: 'incidents' }]);
    const { items } = await api.must('GET', `${of}/retention/runs`);
    const [{ id: runId }] = items as [{ readonly id: string }];
    const proof = await api.must('GET', `${of}/retention/runs/${runId}/proof`);
    expect(proof).toMatchObject({ isInAuditChain: true });
    expect(JSON.stringify(proof)).not.toContain('false');

    // The engine deletes histories a moment later; until then it still knows the case.
    const isUnknown = async () => {
      const { status } = await api.ask('GET', `/v1/incidents/${old}`);
      return status === 404 ? status : undefined;
    };
    expect(await eventually(isUnknown, 30)).toBe(404);
    for (const kept of [held, young]) {
      expect((await api.ask('GET', `/v1/incidents/${kept}`)).status).toBe(200);
    }
    for (const collection of ['cases', 'intakes', 'timeline_entries', 'calls', 'text_traces']) {
      expect(JSON.stringify(await documentsOf(stack.mongoUri, collection))).not.toContain(old);
    }
    const isGone = async () => {
      const description = client.workflow.getHandle(`incident:${old}`).describe();
      return description.then(
        () => undefined,
        () => true,
      );
    };
    expect(await eventually(isGone, 20)).toBe(true);
    await client.workflow.getHandle(`incident:${held}`).describe();
    const after = await atProvider();
    expect(after.calls.length).toBeLessThan(before.calls.length);
    expect(after.recordings).toHaveLength(2);
    // Of three incidents with the same texts one is gone: what was sent, what was received, and what was replied.
    expect(after.texts).toHaveLength((before.texts.length / 3) * 2);
    for (const direction of ['inbound', 'outbound-api', 'outbound-reply']) {
      expect(after.texts.filter((text) => text.direction === direction)).not.toEqual([]);
    }
    await expectTraces(after.texts.length);
    await expectAudited(story, organisation, { action: 'certifyDeletion', by: { by: 'rule' } });
  });

  it('goes with the calls of whoever has called in, also of somebody who hung up before choosing (R2)', async () => {
    const { api, phones, people, stack } = story;
    const { toni, stranger } = people;
    const callsWith = async (phone: string) =>
      (await phones.calls()).filter(({ from, to }) => from === phone || to === phone);
    const organisation = await found(story, {
      contacts: [people.anna],
      policy: { reopenWindowSeconds: 0 },
    });
    const of = `/v1/organisations/${organisation}`;
    const periods = { incidents: { count: 30, unit: 'days' } };
    await api.must('PUT', `${of}/retention`, { periods }, { 'if-match': '"0"' });
    await register(story, organisation, toni);
    await register(story, organisation, stranger);
    await phones.phone(toni.phone).calls(stack.emergencyNumber, [
      { do: 'wait', seconds: 1 },
      { do: 'press', digits: '2' },
    ]);
    const waiting = await eventuallyOpenIncident(story, organisation, { kind: 'medical' });
    await api.expectEntry(waiting, 'caller-waiting');
    await phones.phone(toni.phone).isRecorded();
    const [inbound] = await callsWith(toni.phone);
    await phones.phone(toni.phone).hangsUp();
    await api.expectEntry(waiting, 'caller-left');

    await phones
      .phone(stranger.phone)
      .calls(stack.emergencyNumber, [{ do: 'wait', seconds: 1 }, { do: 'hang-up' }]);
    const hungUp = await eventuallyOpenIncident(story, organisation, { kind: 'other' });
    for (const incident of [waiting, hungUp]) await close(incident, 40);
    expect(inbound).toBeDefined();
    expect(await phones.recordings(inbound?.sid ?? '')).toHaveLength(1);
    expect(await callsWith(stranger.phone)).not.toEqual([]);

    const certificate = await finishedRun(organisation);
    expect(certificate['classes']).toContainEqual(
      expect.objectContaining({ dataClass: 'incidents', count: 2 }),
    );
    expect(await callsWith(toni.phone)).toEqual([]);
    expect(await callsWith(stranger.phone)).toEqual([]);
    expect(await phones.recordings(inbound?.sid ?? '')).toEqual([]);
  });

  it('goes every night by the clock of its organisation (R1)', async () => {
    const [organisation = ''] = story.organisations;
    const schedule = client.schedule.getHandle(`retention:${organisation}`);
    const described = await eventually(() => schedule.describe().catch(() => undefined), 90);
    expect(described).toMatchObject({ spec: { timezone: 'Europe/Berlin' }, policies: { overlap: 'SKIP' } });
    expect(described?.policies.catchupWindow).toBeGreaterThan(day / 2);
  });
});
