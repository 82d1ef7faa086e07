import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newcomer, partnerAccount, signedIn } from '../testing/people.js';
import { field, problem, textField } from '../testing/play.js';
import { setStage, type Stage } from '../testing/stage.js';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

const path = '/v1/canned-answers';
const answer = {
  name: 'On its way',
  text: {
    en: 'Dear {{company}}, about {{caseNumber}} ({{subject}}): it is on its way. {{agent}}',
    de: 'Guten Tag {{company}}, zu {{caseNumber}}: Es ist unterwegs.',
    hu: 'Tisztelt {{company}}! {{caseNumber}}: úton van.',
  },
};

describe('canned answers (C10)', () => {
  it('are written, read, saved over what was read, and deleted', async () => {
    const made = await stage.ask('POST', path, answer);
    expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"']);
    const own = `${path}/${textField(made, 'id')}`;
    expect(field(await stage.ask('GET', path), 'items')).toMatchObject([answer]);
    const renamed = { ...answer, name: 'Under way' };
    expect((await stage.ask('PUT', own, renamed)).status).toBe(400);
    const both = await Promise.all([1, 2].map(() => stage.ask('PUT', own, renamed, { 'if-match': '"1"' })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await stage.ask('GET', own)).body).toMatchObject({ name: 'Under way', revision: 2 });
    expect((await stage.ask('DELETE', own)).status).toBe(204);
    for (const method of ['GET', 'DELETE']) expect((await stage.ask(method, own)).status).toBe(404);
  });

  it('name the variable that does not exist', async () => {
    const misspelt = { ...answer, text: { ...answer.text, hu: 'Kedves {{ceg}}!' } };
    expect(problem(await stage.ask('POST', path, misspelt))).toMatchObject({
      status: 400,
      paths: ['/text/hu'],
    });
  });

  it('are filled in from the case, in its language, and sent by nobody but people', async () => {
    const accountId = await partnerAccount(stage, 'Example & Co');
    const answers = { subject: 'Payout', description: 'Where?', 'answer-by': 'writing' };
    const opened = await stage.ask('POST', '/v1/support-cases', {
      ...{ accountId, topic: 'enquiry', formVersion: 1, answers },
    });
    const of = `/v1/support-cases/${textField(opened, 'id')}`;
    const id = textField(await stage.ask('POST', path, answer), 'id');
    const number = textField(opened, 'number');
    const agent = stage.dependencies.desk.name;
    expect((await stage.ask('GET', `${of}/canned-answers/${id}`)).body).toEqual({
      language: 'en',
      text: `Dear Example & Co, about ${number} (Payout): it is on its way. ${agent}`,
    });
    expect((await stage.ask('GET', `${of}/canned-answers/${id}?language=de`)).body).toEqual({
      language: 'de',
      text: `Guten Tag Example & Co, zu ${number}: Es ist unterwegs.`,
    });
    const partner = await signedIn(stage, await newcomer(stage, 'partner-admin', accountId));
    for (const address of [path, `${path}/${id}`, `${of}/canned-answers/${id}`]) {
      expect((await partner.ask('GET', address)).status).toBe(403);
    }
    expect(field(await partner.ask('GET', `${of}/messages`), 'items')).toHaveLength(1);
  });
});
