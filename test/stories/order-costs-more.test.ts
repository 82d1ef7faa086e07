import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLink, receivedMail } from './story/mailbox.js';
import { euros, orderEvacuation, statementOf } from './story/orders.js';
import { beginStory, found, report, type Story } from './story/story.js';

describe('a service that costs more than was approved', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('is shown as such, and asked of whoever may approve the total, also after closure (I9)', async () => {
    const { api, phones, people } = story;
    const { provider, frieda, ben } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    const organisation = await found(story, {
      provider,
      authorising: [{ ...frieda, limit: euros(1_000) }, ben],
      policy: { ringSeconds: 30, costTolerancePercent: 10, ratificationExpirySeconds: 600 },
    });
    const incident = await report(story, organisation);
    const order = await orderEvacuation(story, incident, { estimate: euros(1_000) });
    const asked = await receivedMail(story, frieda, /approval is needed/);
    await (await openLink(asked.text)).press('accept');
    await api.expectEntry(incident, 'order-approved', { means: 'link' });

    // Within the tolerance nobody is asked.
    await api.must('POST', `${order}/actual-cost`, { cost: euros(1_100) });
    expect(await api.must('GET', order)).not.toHaveProperty('excess');
    await api.must('POST', `${order}/actual-cost`, { cost: euros(1_500) });
    expect(await api.must('GET', order)).toMatchObject({
      state: 'approved',
      actual: { cost: euros(1_500) },
      excess: { state: 'asked', total: euros(1_500) },
    });
    const recorded = await api.expectEntry(incident, 'cost-recorded', { exceeds: euros(1_000) });
    expect(recorded.text).toContain('€1,500');
    expect((await statementOf(story, organisation)).table).toContain('"still open","1500.00","EUR"');
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });

    const excess = await receivedMail(story, ben, /cost more than was approved/);
    const page = await openLink(excess.text);
    expect(page.html).toContain('€1,500');
    expect(await (await page.press('accept')).text()).toContain('approved');
    const { text } = await api.expectEntry(incident, 'excess-decided', { answer: 'approved' });
    expect(text).toContain('Ben');
    const { lines, table } = await statementOf(story, organisation);
    expect(lines).toContainEqual(
      expect.objectContaining({
        decidedBy: 'Frieda',
        excessDecidedBy: 'Ben',
        order: expect.objectContaining({ excess: expect.objectContaining({ state: 'approved' }) }),
      }),
    );
    expect(table).toContain('"approved","1500.00","EUR","Ben"');
    // Whose limit does not reach was never asked about it.
    const older = await openLink(asked.text);
    expect(older.html).not.toContain('<button');
  });
});
