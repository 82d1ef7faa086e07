import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { supportCaseIdSchema } from '../../domain/identifiers.js';
import { newcomer, partnerAccount, signedIn } from '../testing/people.js';
import { field, problem, textField } from '../testing/play.js';
import { setStage, type Answer, type Stage } from '../testing/stage.js';

const hour = 3_600_000;
let stage: Stage;
let accountId: string;

beforeAll(async () => {
  stage = await setStage();
  accountId = await partnerAccount(stage);
});
afterAll(() => stage.close());

const path = (topic: string) => `/v1/support-policies/${topic}`;
const save = (topic: string, revision: string, body: object) =>
  stage.ask('PUT', path(topic), body, { 'if-match': revision });
const promised = (answer: Answer) => {
  const id = supportCaseIdSchema.parse(textField(answer, 'id'));
  return stage.cases.supportCases.supportCasesStarted.get(id)?.policy;
};
const open = (topic: string, answers: object) =>
  stage.ask('POST', '/v1/support-cases', { accountId, topic, formVersion: 1, answers });
const enquiry = () => open('enquiry', { subject: 'Payout', description: 'Where?', 'answer-by': 'writing' });

describe('how the cases of a topic are treated (C9)', () => {
  it('is as usual until it is set; then by what was read, whoever sets it at the same moment', async () => {
    const usual = await stage.ask('GET', path('technical'));
    expect(usual.headers.get('etag')).toBe('"0"');
    expect(usual.body).toMatchObject({
      topic: 'technical',
      isDefault: true,
      firstAnswer: { businessMinutes: 480, warnAtShare: 0.75 },
      closeAfterHours: 336,
    });
    const attempts = await Promise.all(
      [48, 72, 96].map((closeAfterHours) =>
        save('technical', '"0"', { closeAfterHours, warnHoursBeforeClosing: 24, remindAfterHours: [12] }),
      ),
    );
    expect(attempts.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    const saved = await stage.ask('GET', path('technical'));
    expect(saved.headers.get('etag')).toBe('"1"');
    expect(saved.body).toMatchObject({ isDefault: false, warnHoursBeforeClosing: 24 });
    expect((await save('technical', '"0"', {})).status).toBe(412);
    expect((await save('technical', '*', {})).headers.get('etag')).toBe('"2"');
    expect((await stage.ask('PUT', path('technical'), {})).status).toBe(400);
  });

  it('names what cannot be, and knows only topics that have a form', async () => {
    const refused = await save('enquiry', '*', { closeAfterHours: 24, warnHoursBeforeClosing: 24 });
    expect(problem(refused)).toMatchObject({ status: 400, paths: ['/warnHoursBeforeClosing'] });
    const late = await save('enquiry', '*', { firstAnswer: { businessMinutes: 90_000 } });
    expect(problem(late)).toMatchObject({ status: 400, paths: ['/firstAnswer/businessMinutes'] });
    expect((await save('nothing', '*', {})).status).toBe(404);
    expect((await stage.ask('GET', path('nothing'))).status).toBe(404);
    expect((await stage.ask('GET', path('enquiry'))).body).toMatchObject({ isDefault: true });
  });

  it('is promised to cases from then on, and to follow-ups; those that run keep their promise', async () => {
    const before = await enquiry();
    expect(promised(before)).toMatchObject({ firstAnswer: { duration: 8 * hour }, closeAfter: 336 * hour });
    await save('enquiry', '*', {
      firstAnswer: { businessMinutes: 60 },
      closeAfterHours: 48,
      warnHoursBeforeClosing: 12,
      remindAfterHours: [24],
    });
    const now = { firstAnswer: { duration: hour }, closeAfter: 48 * hour, warnBeforeClosing: 12 * hour };
    const after = await enquiry();
    expect(promised(after)).toMatchObject({ ...now, remindAfter: [24 * hour] });
    expect(promised(before)).toMatchObject({ firstAnswer: { duration: 8 * hour } });

    const id = textField(before, 'id');
    await stage.ask('POST', `/v1/support-cases/${id}/close`, { outcome: 'answered' });
    const followUp = await stage.ask('POST', `/v1/support-cases/${id}/follow-up`, { text: 'And now?' });
    expect(followUp.status).toBe(201);
    expect(promised(followUp)).toMatchObject(now);
    const shown = await stage.ask('GET', `/v1/support-cases/${textField(followUp, 'id')}`);
    const openedAt = Date.parse(textField(shown, 'openedAt'));
    expect(field(shown, 'answer')).toEqual({ is: 'due', dueAt: new Date(openedAt + hour).toISOString() });
  });

  it('is a matter of the desk', async () => {
    const partner = await signedIn(stage, await newcomer(stage, 'partner-admin', accountId));
    expect((await partner.ask('GET', path('enquiry'))).status).toBe(403);
    expect((await partner.ask('PUT', path('enquiry'), {}, { 'if-match': '*' })).status).toBe(403);
  });
});
