import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../dev/client/desk-api.js';
import { openLink, receivedMail } from './story/mailbox.js';
import { beginStory, found, type Story } from './story/story.js';

interface TestedChannel {
  readonly contactId: string;
  readonly channel: string;
  readonly path: string;
  readonly confirmedAt?: string;
  readonly lastTest?: { readonly state: string; readonly reason?: string };
}

describe('the readiness check', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  async function readiness(organisation: string) {
    const checked = await story.api.must('GET', `/v1/organisations/${organisation}/readiness`);
    return checked as {
      channels: TestedChannel[];
      findings: { code: string; path: string; channel?: string }[];
    };
  }

  async function begin(organisation: string, path: string, channel: string): Promise<void> {
    const { channels } = await readiness(organisation);
    const contactId = channels.find((each) => each.path === path)?.contactId;
    await story.api.must('POST', `/v1/organisations/${organisation}/readiness/tests`, { contactId, channel });
  }

  async function expectOutcome(organisation: string, channel: string, state: string): Promise<TestedChannel> {
    const tested = await eventually(async () => {
      const { channels } = await readiness(organisation);
      return channels.find((each) => each.channel === channel && each.lastTest?.state === state);
    }, 20);
    if (tested === undefined) throw new Error(`No test by ${channel} has become ${state}.`);
    return tested;
  }

  it('calls somebody, says that it is a test, and key 1 makes the number a tested one (I13)', async () => {
    const { phones, people } = story;
    const { anna } = people;
    const organisation = await found(story, { contacts: [anna] });
    const path = '/internalContacts/0/phones/0';
    const isUntested = async () =>
      (await readiness(organisation)).findings.some(
        (each) => each.code === 'channel-never-tested' && each.path === path && each.channel === 'voice',
      );
    expect(await isUntested()).toBe(true);

    await phones.phone(anna.phone).answers({ thinkingSeconds: 1, press: '1' });
    await begin(organisation, path, 'voice');
    await phones.expectHeard(anna.phone, /only a test call/);
    await phones.expectHeard(anna.phone, /The test has worked/);
    expect((await expectOutcome(organisation, 'voice', 'confirmed')).confirmedAt).toBeDefined();
    expect(await isUntested()).toBe(false);
  });

  it('records a voicemail as answered and not confirmed, and asks nobody to call back (I13)', async () => {
    const { phones, people } = story;
    const { ben } = people;
    const organisation = await found(story, { contacts: [ben] });
    await phones.phone(ben.phone).isVoicemail();
    await begin(organisation, '/internalContacts/0/phones/0', 'voice');
    await phones.expectHeard(ben.phone, /you need not call back/);
    expect((await expectOutcome(organisation, 'voice', 'unconfirmed')).lastTest?.reason).toBe('voicemail');
  });

  it('confirms a text by its reply and a mail by its link (I13)', async () => {
    const { phones, people, stack } = story;
    const { carla } = people;
    const organisation = await found(story, { contacts: [carla] });
    await begin(organisation, '/internalContacts/0/phones/0', 'sms');
    await phones.expectText(carla.phone, /TEST.*reply 1/s);
    await phones.phone(carla.phone).texts(stack.emergencyNumber, '1');
    await phones.expectText(carla.phone, /The test has worked/);
    await expectOutcome(organisation, 'sms', 'confirmed');

    await begin(organisation, '/internalContacts/0/email', 'email');
    const page = await openLink((await receivedMail(story, carla, /test/)).text);
    expect(page.html).toContain('It has reached me');
    expect(await (await page.press('accept')).text()).toContain('The test has worked');
    await expectOutcome(organisation, 'email', 'confirmed');
  });
});
