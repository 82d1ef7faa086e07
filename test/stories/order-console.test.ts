import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { rightPin, setPin, wrongPin } from './story/orders.js';
import { signIn } from './story/signed-in.js';
import { beginStory, found, report, type Story } from './story/story.js';

describe('a service that costs a fee', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('is ordered by the desk, approved at the console, and settled in the statement of the month (I9)', async () => {
    const { api, people } = story;
    const { provider, frieda } = people;
    const organisationId = await found(story, { provider, authorising: [frieda] });
    const incident = await report(story, organisationId, { kind: 'medical' });
    const console = await signIn(story, frieda, { role: 'authorising-person', organisationId });
    const path = `/v1/incidents/${incident}/orders`;
    const estimate = { amountMinor: 1_200_00, currency: 'EUR' };

    const order = await api.must('POST', path, {
      service: 'transport',
      description: 'Ambulance from the hotel to the airport.',
      estimate,
    });
    expect(order).toMatchObject({ state: 'asking', estimate });
    const at = `${path}/${String(order['id'])}`;
    const placed = await api.expectEntry(incident, 'order-placed');
    expect(placed.text).toContain('€1,200');
    expect(placed.text).toContain('Ambulance from the hotel to the airport.');
    // The desk orders; it does not approve, and what is not started costs nothing.
    expect((await api.ask('POST', `${at}/decision`, { answer: 'approved' })).status).toBe(403);
    expect((await api.ask('POST', `${at}/actual-cost`, { cost: estimate })).status).toBe(409);

    expect(await (await console.ask('GET', at)).json()).toMatchObject({
      description: 'Ambulance from the hotel to the airport.',
    });
    // Whoever finds the browser open approves nothing: it takes what only Frieda knows.
    await setPin(story, organisationId, frieda);
    const approve = (proof?: object) =>
      console.ask('POST', `${at}/decision`, { answer: 'approved', ...(proof && { proof }) });
    expect((await approve()).status).toBe(400);
    expect((await approve({ by: 'pin', pin: wrongPin })).status).toBe(401);
    expect(await api.must('GET', at)).toMatchObject({ state: 'asking' });
    const decided = await approve({ by: 'pin', pin: rightPin });
    expect(decided.status).toBe(200);
    expect(await decided.json()).toMatchObject({
      decided: 'approved',
      order: { state: 'approved', decision: { means: 'console' } },
    });
    expect((await console.ask('POST', `${at}/decision`, { answer: 'refused' })).status).toBe(409);
    const approved = await api.expectEntry(incident, 'order-approved', { means: 'console' });
    expect(approved.text).toContain('Frieda has approved (signed in): transport');

    const cost = { amountMinor: 1_150_50, currency: 'EUR' };
    await api.must('POST', `${at}/actual-cost`, { cost });
    await api.expectIncident(incident, { orders: [{ state: 'approved', actual: { cost } }] });

    const month = new Intl.DateTimeFormat('sv', {
      timeZone: 'Europe/Berlin',
      year: 'numeric',
      month: '2-digit',
    });
    const statement = `/v1/organisations/${organisationId}/statements/${month.format(new Date())}`;
    const { lines, totals } = z
      .object({ lines: z.array(z.unknown()), totals: z.array(z.unknown()) })
      .parse(await (await console.ask('GET', statement)).json());
    expect(lines).toMatchObject([
      {
        line: 'order',
        incidentId: incident,
        decidedBy: 'Frieda',
        order: { state: 'approved', actual: { cost } },
      },
    ]);
    expect(totals).toEqual([
      { currency: 'EUR', caseFees: 0, estimate: estimate.amountMinor, actual: cost.amountMinor },
    ]);
    const table = await console.ask('GET', statement, undefined, { accept: 'text/csv' });
    expect(table.headers.get('content-type')).toContain('text/csv');
    expect(await table.text()).toContain('"1200.00","EUR","1150.50","EUR","Frieda"');
  });
});
