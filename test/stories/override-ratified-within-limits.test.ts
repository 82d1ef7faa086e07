import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLink, receivedMail } from './story/mailbox.js';
import { euros, orderEvacuation, provesAnd, setPin, statementOf } from './story/orders.js';
import { beginStory, found, report, type Authorising, type Person, type Story } from './story/story.js';

describe('what the life-safety override has started', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  /** A life in danger, an override of 2,500 euros at once, and two services that it has started. */
  async function overridden(
    provider: Person,
    authorising: readonly Authorising[],
  ): Promise<{ organisation: string; incident: string; small: string; large: string }> {
    await story.phones.phone(provider.phone).answers({ press: '1' });
    const organisation = await found(story, {
      provider,
      authorising,
      policy: {
        overrideDelaySeconds: 0,
        overrideCostCeiling: euros(2_500),
        ratificationRoundDelaySeconds: 1,
        ratificationExpirySeconds: 600,
      },
    });
    const incident = await report(story, organisation, { threat: 'immediate' });
    await story.api.expectEntry(incident, 'override-fired');
    const small = await orderEvacuation(story, incident, { service: 'transport', estimate: euros(400) });
    const large = await orderEvacuation(story, incident, { estimate: euros(1_800) });
    for (const order of [small, large]) {
      expect(await story.api.must('GET', order)).toMatchObject({ state: 'overridden' });
    }
    return { organisation, incident, small, large };
  }

  it('is ratified by telephone and PIN within the limit; the rest is asked of one whose limit reaches (I8, I9)', async () => {
    const { api, phones, people } = story;
    const { provider, frieda, ben } = people;
    const { organisation, incident, small, large } = await overridden(provider, [
      { ...frieda, limit: euros(1_000) },
      ben,
    ]);
    // A key alone is nobody's word about money: without a PIN nothing is asked, and no key decides.
    await phones.phone(frieda.phone).answers({ press: '1' });
    await phones.expectCallTo(frieda.phone);
    await api.expectEntry(incident, 'attempt-ended', {
      track: 'ratification',
      detail: 'answered-without-key',
    });
    // The desk orders; it covers no costs.
    const byDesk = await api.ask('POST', `/v1/incidents/${incident}/ratification`, { answer: 'ratified' });
    expect(byDesk.status).toBe(403);
    expect(await api.must('GET', `/v1/incidents/${incident}`)).toMatchObject({
      override: { ratification: 'asked' },
    });

    await setPin(story, organisation, frieda);
    await phones.phone(frieda.phone).answers(provesAnd('1'));
    const given = await api.expectEntry(incident, 'ratification-given', { means: 'key' });
    expect(given.text).toContain('Frieda');
    expect(given.data).toMatchObject({ covers: euros(1_000) });
    expect(await api.must('GET', small)).toMatchObject({
      ratification: { state: 'ratified', withOverride: true, decision: { means: 'key' } },
    });
    expect(await api.must('GET', large)).toMatchObject({ ratification: { state: 'asked' } });

    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
    await setPin(story, organisation, ben);
    await phones.phone(ben.phone).answers(provesAnd('1'));
    const orderId = large.split('/').at(-1);
    const rest = await api.expectEntry(incident, 'order-ratification-given', { orderId }, 30);
    expect(rest.text).toContain('Ben');
    expect(await api.must('GET', large)).toMatchObject({ ratification: { state: 'ratified' } });

    const { lines, table } = await statementOf(story, organisation);
    const ratified = (decidedBy: string) => ({
      line: 'order',
      decidedBy,
      order: { state: 'overridden', ratification: { state: 'ratified' } },
    });
    expect(lines.filter((line) => JSON.stringify(line).includes('"line":"order"'))).toMatchObject([
      ratified('Frieda'),
      ratified('Ben'),
    ]);
    expect(table).toContain('"Frieda"');
    expect(table).toContain('"Ben"');
    // What nobody else could ratify was asked of nobody else: Frieda was not called about it.
    const answers = (await api.timeline(incident)).filter(({ type }) => type === 'order-ratification-given');
    expect(answers.filter(({ data }) => data['withOverride'] !== true)).toHaveLength(1);
  });

  it('is ratified or refused by the link that an authorising person was sent, also after closure (I8, I9)', async () => {
    const { api, people } = story;
    const { medic, carla } = people;
    const { organisation, incident, small } = await overridden(medic, [carla]);
    const mail = await receivedMail(story, carla, /decision is asked for afterwards/);
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
    expect((await statementOf(story, organisation)).table).toContain('"still open"');

    const page = await openLink(mail.text);
    expect(page.html).toContain('€2,500');
    expect(await (await page.press('decline')).text()).toContain('refused');
    await api.expectEntry(incident, 'ratification-given', { answer: 'refused', means: 'link' });
    expect(await api.must('GET', small)).toMatchObject({ ratification: { state: 'refused' } });
    const { lines, table } = await statementOf(story, organisation);
    expect(lines).toContainEqual(
      expect.objectContaining({
        decidedBy: 'Carla',
        order: expect.objectContaining({ ratification: expect.objectContaining({ state: 'refused' }) }),
      }),
    );
    expect(table).toContain('"refused"');
    expect(await (await page.press('accept')).text()).toContain('refused');
  });
});
