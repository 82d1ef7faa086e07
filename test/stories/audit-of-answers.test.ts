import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditOf, expectAudited } from './story/audit.js';
import { openLink, receivedMail } from './story/mailbox.js';
import { orderEvacuation, provesAnd, rightPin, setPin } from './story/orders.js';
import { askStatus, beginStory, found, register, report, type Story } from './story/story.js';

describe('whoever answers without having signed in', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  const by = (role: string) => ({ by: 'target', target: { role } });

  it('stands in the audit trail: calls, keys, PINs, texts and links, with the case and no number (X5)', async () => {
    const { api, phones, people, stack } = story;
    const { provider, anna, ben, carla, frieda, toni } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    await phones.phone(anna.phone).answers({ press: '2' });
    await phones.phone(ben.phone).answers({ thinkingSeconds: 2, press: '9' });
    await phones.phone(frieda.phone).answers(provesAnd('1'));
    await phones.phone(toni.phone).answers({ press: '1' });
    const organisation = await found(story, {
      provider,
      contacts: [anna, ben, carla],
      authorising: [frieda],
      policy: { contactsNeeded: 2, overrideDelaySeconds: 600 },
      statusCallPolicy: { channels: ['voice'] },
    });
    await setPin(story, organisation, frieda);
    const traveller = await register(story, organisation, toni);
    const incident = await report(story, organisation, { travellerId: traveller.travellerId });
    const about = { caseId: incident };
    const expectDeed = (role: string, action: string, more: object = {}, channel = 'voice') =>
      expectAudited(story, organisation, {
        action,
        by: by(role),
        from: { channel, ...about },
        stage: 'done',
        ...more,
      });

    const { persons } = await expectDeed('assistance-provider', 'taken');
    expect(persons).toContain(traveller.travellerId);
    await expectDeed('internal-contact', 'answered', { result: 'declined' });
    await expectDeed('internal-contact', 'acknowledged');
    await expectDeed('internal-contact', 'threat-set', { result: 'immediate' });

    const page = await openLink((await receivedMail(story, carla)).text);
    await page.press('accept');
    await expectDeed('internal-contact', 'acknowledged', {}, 'link');
    const visit = { by: by('internal-contact'), from: { address: '127.0.0.1' }, what: { id: incident } };
    await expectAudited(story, organisation, { action: 'openLink', ...visit });
    await expectAudited(story, organisation, { action: 'answerLink', stage: 'asked', ...visit });

    const order = await orderEvacuation(story, incident);
    await expectDeed('authorising-person', 'order-approved', { what: { kind: 'order' } });
    expect(await api.must('GET', order)).toMatchObject({ state: 'approved' });

    const statusCall = await askStatus(story, traveller);
    await expectAudited(story, organisation, {
      action: 'status-answered',
      result: 'ok',
      by: { by: 'target', target: { role: 'traveller', id: traveller.travellerId } },
      from: { channel: 'voice', caseId: statusCall },
    });
    await phones.phone(toni.phone).texts(stack.emergencyNumber, 'I need a doctor');
    await expectAudited(story, organisation, {
      action: 'reported',
      by: { by: 'target', target: { role: 'traveller', id: traveller.travellerId } },
      from: { channel: 'sms' },
    });

    const entries = await auditOf(story, organisation);
    const signed = entries.map(({ values: _besideTheChain, ...entry }) => entry);
    for (const { phone, email, name } of Object.values(people)) {
      for (const secret of [phone.slice(1), email]) expect(JSON.stringify(signed)).not.toContain(secret);
      expect(signed.filter((entry) => JSON.stringify(entry).includes(`"${name}"`))).toEqual([]);
    }
    expect(JSON.stringify(entries)).not.toContain(rightPin);
  });

  it('stands there once, however often it is looked at (X5)', async () => {
    const { phones, people } = story;
    const { medic } = people;
    await phones.phone(medic.phone).answers({ press: '1' });
    const organisation = await found(story, { provider: medic });
    await report(story, organisation);
    await expectAudited(story, organisation, { action: 'taken' });
    // Some rounds of the relay later.
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const taken = (await auditOf(story, organisation)).filter(({ action }) => action === 'taken');
    expect(taken).toHaveLength(1);
  });
});
