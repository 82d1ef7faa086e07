import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import type { CaseRecord, IncidentView } from '../../domain/case-record.js';
import { incidentWorkflowId, type IncidentId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import {
  incidentId,
  organisationId,
  people,
  setActivityStage,
  type ActivityStage,
} from '../../test/activities/activity-stage.js';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await setActivityStage();
});
afterAll(async () => {
  await stage.end();
});

function record(revision: number, changes: Partial<IncidentView> = {}): CaseRecord {
  return {
    revision,
    view: {
      case: 'incident',
      id: incidentId,
      organisationId,
      state: 'open',
      kind: 'security',
      threat: 'unknown',
      source: 'api',
      service: 'assistance',
      openedAt: 1,
      acknowledgements: [],
      override: { state: 'none' },
      caller: 'none',
      rounds: { provider: 1, internal: 1 },
      ...changes,
    },
    entries: [{ sequence: revision, at: 1, event: { type: 'caller-waiting' } }],
    sealedTexts: [],
  };
}

describe('the projection of a case (I10)', () => {
  it('is written once however often it is repeated', async () => {
    const write = () => stage.run(() => stage.activities.recordCase(record(1)));
    expect(await write()).toEqual({ recordedThrough: 1 });
    expect(await write()).toEqual({ recordedThrough: 1 });
    const timeline = await stage.store.cases.timeline(deskScope, incidentId, { limit: 10, after: 0 });
    expect(timeline).toHaveLength(1);
  });

  it('fails in a way that the workflow can wait for while MongoDB is away', async () => {
    const writing = stage.run(() => stage.activitiesWithoutMongo.recordCase(record(2)));
    await expect(writing).rejects.toMatchObject({
      type: 'unavailable',
      nonRetryable: false,
      cause: undefined,
    });
  });

  it('frees the reply codes when the case is over, and not before', async () => {
    const { phone } = people.ben;
    await stage.store.texts.ask(
      {
        number: phone,
        organisationId,
        subject: { workflowId: incidentWorkflowId(incidentId), caseId: incidentId },
        purpose: 'inform',
        target: { role: 'internal-contact', id: people.ben.id },
      },
      new Date(Date.now() + 60_000),
    );
    await stage.run(() => stage.activities.recordCase(record(2, { state: 'closed' })));
    expect(await stage.store.texts.openQuestions(phone)).toHaveLength(1);
    await stage.run(() => stage.activities.recordCase(record(3, { state: 'archived' })));
    expect(await stage.store.texts.openQuestions(phone)).toEqual([]);
  });
});

describe('the incident of a status call that was answered "Help" (I2, I3)', () => {
  const request = {
    organisationId,
    statusCallId: 'stc_abc123',
    travellerId: people.traveller.id,
    lifeInDanger: true,
    callBack: true,
  } as const;

  /** Other tests may have opened incidents on the same server. */
  const newIncidentId = (): IncidentId => `inc_${randomBytes(8).toString('hex')}`;

  it('is opened once, with its report', async () => {
    const opened = { ...request, incidentId: newIncidentId() };
    const open = () => stage.run(() => stage.activities.openIncidentForStatusCall(opened));
    await open();
    await open();
    const intake = await stage.store.intakes.find(deskScope, opened.incidentId);
    expect(intake?.report).toMatchObject({ threat: 'immediate', travellerId: people.traveller.id });
    expect(intake?.startedAt).toBeInstanceOf(Date);

    const connection = await Connection.connect({ address: stage.temporalAddress });
    const handle = new Client({ connection }).workflow.getHandle(incidentWorkflowId(opened.incidentId));
    const { history } = await handle.fetchHistory().then((history) => ({ history: history.events ?? [] }));
    const kinds = history.flatMap((event) =>
      Object.keys(event).filter((key) => key.endsWith('EventAttributes')),
    );
    expect(kinds.filter((kind) => kind === 'workflowExecutionStartedEventAttributes')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'workflowExecutionSignaledEventAttributes')).toHaveLength(2);
    await connection.close();
  });

  it('keeps the report that the call itself has stored before', async () => {
    const known = newIncidentId();
    await stage.store.intakes.put(deskScope, {
      id: known,
      organisationId,
      kind: 'incident',
      bodyHash: 'hash',
      report: { kind: 'medical', threat: 'immediate', summary: 'Broken leg.' },
      createdAt: new Date(),
    });
    await stage.run(() => stage.activities.openIncidentForStatusCall({ ...request, incidentId: known }));
    expect((await stage.store.intakes.find(deskScope, known))?.report?.summary).toBe('Broken leg.');
  });

  it('is not begun anew when it is over and Temporal has forgotten it (I1, X3)', async () => {
    const forgotten = newIncidentId();
    await stage.store.intakes.put(deskScope, {
      id: forgotten,
      organisationId,
      kind: 'incident',
      bodyHash: 'hash',
      createdAt: new Date(),
      startedAt: new Date(),
    });
    await stage.run(() => stage.activities.openIncidentForStatusCall({ ...request, incidentId: forgotten }));
    const connection = await Connection.connect({ address: stage.temporalAddress });
    const handle = new Client({ connection }).workflow.getHandle(incidentWorkflowId(forgotten));
    await expect(handle.describe()).rejects.toThrow(WorkflowNotFoundError);
    await connection.close();
  });

  it('is opened without MongoDB', async () => {
    const opened = newIncidentId();
    await stage.run(() =>
      stage.activitiesWithoutMongo.openIncidentForStatusCall({ ...request, incidentId: opened }),
    );
    const connection = await Connection.connect({ address: stage.temporalAddress });
    const handle = new Client({ connection }).workflow.getHandle(incidentWorkflowId(opened));
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await connection.close();
  });
});
