import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../dev/client/desk-api.js';
import { mailsTo } from './story/mailbox.js';
import { choosePin, invitedToPin, orderEvacuation, provesAnd, setPin } from './story/orders.js';
import { authorised, beginStory, found, reachable, report, type Story } from './story/story.js';
import { hastyPolicy } from './story/stacks.js';

describe('an authorising person whose place another one takes', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('keeps PIN and links as long as they are the same person, and leaves none of them to the next (E3, I9)', async () => {
    const { api, phones, people } = story;
    const { provider, frieda, ben, carla } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    const organisation = await found(story, {
      provider,
      authorising: [frieda],
      policy: { ringSeconds: 30 },
    });
    await setPin(story, organisation, frieda);
    const at = `/v1/organisations/${organisation}`;
    const idOf = async () =>
      ((await api.must('GET', at))['authorisingPersons'] as { id: string }[])[0]?.id ?? 'nobody';
    const save = (person: object) =>
      api.must(
        'PUT',
        at,
        {
          name: 'Story organisation',
          language: 'en',
          timeZone: 'Europe/Berlin',
          providers: { assistance: { by: 'own', provider: reachable(provider) } },
          authorisingPersons: [person],
          escalationPolicy: { ...hastyPolicy, ringSeconds: 30 },
        },
        { 'if-match': '*' },
      );

    // A corrected phone number is no other person.
    const frieda1 = await idOf();
    await save({ ...authorised({ ...frieda, phone: carla.phone }), id: frieda1 });
    expect(await idOf()).toBe(frieda1);
    const incident = await report(story, organisation);
    const first = await orderEvacuation(story, incident);
    await phones.phone(carla.phone).answers(provesAnd('1'));
    await api.expectEntry(incident, 'order-approved', { means: 'key' }, 40);
    expect(await api.must('GET', first)).toMatchObject({ state: 'approved' });

    // Another name on the same entry is one: what belongs to Frieda ends, and is not Ben's.
    await phones.phone(carla.phone).ringsOut();
    await phones.phone(ben.phone).ringsOut();
    const second = await orderEvacuation(story, incident);
    const asked = await eventualLinks(story, 2);
    const pinLink = await invitedToPin(story, organisation, frieda);
    await save({ ...authorised(ben), id: frieda1 });
    expect(await idOf()).not.toBe(frieda1);
    const { items } = await api.must('GET', `${at}/authorising-persons`);
    expect(items).toMatchObject([{ name: 'Ben', pinSet: false }]);
    const link = asked.at(-1) ?? '';
    expect((await fetch(link)).status).toBe(410);
    const pressed = await fetch(link, { method: 'POST', body: new URLSearchParams({ answer: 'accept' }) });
    expect(pressed.status).toBe(410);
    expect((await choosePin(pinLink, '918273')).status).toBe(404);
    expect(await api.must('GET', second)).toMatchObject({ state: 'asking' });
  });
});

/** The links of the mails that have asked Frieda for her approval, once there are so many. */
async function eventualLinks(story: Story, count: number): Promise<readonly string[]> {
  const links = await eventually(async () => {
    const mails = (await mailsTo(story, story.people.frieda)).filter(({ subject }) =>
      subject.includes('approval is needed'),
    );
    return mails.length < count
      ? undefined
      : mails.flatMap(({ text }) => /https?:\/\/\S+\/a\/[\w-]+/.exec(text) ?? []);
  }, 20);
  if (links === undefined) throw new Error('She was not asked as often.');
  return links;
}
