import { beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { eventually } from '../../../dev/client/desk-api.js';
import { supportCaseIdSchema } from '../../../domain/identifiers.js';
import { supportCaseWorkflowId } from '../../../domain/support-case/workflow-id.js';
import { sendRaw } from '../../../providers/mail/testing/send-raw.js';
import { mailsTo } from '../story/mailbox.js';
import { newPartner } from '../story/partners.js';
import type { OwnStack } from '../story/stacks.js';
import { beginStory, type Story } from '../story/story.js';
import { caseSeenBy, messagesSeenBy, openCase, untilItIsSo } from '../story/support-cases.js';

export function lostSupportCaseStories(own: () => OwnStack): void {
  describe('a support case that the case engine has lost', () => {
    let stack: OwnStack;
    let story: Story;
    beforeAll(async () => {
      stack = own();
      story = await beginStory(stack);
    });

    async function terminate(id: string): Promise<void> {
      const connection = await Connection.connect({ address: stack.temporalAddress });
      const client = new Client({ connection, namespace: 'beistand' });
      await client.workflow.getHandle(supportCaseWorkflowId(supportCaseIdSchema.parse(id))).terminate();
      await connection.close();
    }

    it('is not called closed; it is told of, and takes what is said in portal and mail (C4, C6)', async () => {
      const { people } = story;
      const anna = await newPartner(story, people.anna);
      const { id, number } = await openCase(anna.browser, 'Payout missing');
      await untilItIsSo(async () => (await caseSeenBy(anna.browser, id)).messages === 1);
      await terminate(id);

      const reply = (text: string) =>
        anna.browser.ask('POST', `/v1/support-cases/${id}/messages`, { text }, { 'idempotency-key': text });
      expect((await reply('Any news?')).status).toBe(503);
      const to = 'support@beistand.example';
      const raw = [
        `From: ${people.anna.name} <${people.anna.email}>`,
        `To: ${to}`,
        'Message-ID: <while-lost@mail.example>',
        `Subject: Re: ${number}`,
        '',
        'It was 300 euros.',
        '',
      ].join('\r\n');
      expect(await sendRaw(stack.inboundMailPort, raw, { from: people.anna.email, to: [to] })).toMatch(
        /^250 /,
      );

      const taken = await eventually(async () => {
        const { status } = await reply('Any news?');
        return status === 503 ? undefined : status;
      }, 60);
      expect(taken).toBe(201);
      await untilItIsSo(async () => (await messagesSeenBy(anna.browser, id)).length === 3);
      const texts = (await messagesSeenBy(anna.browser, id)).map(({ text }) => text);
      expect(texts[0]).toContain('Where is it?');
      expect(texts.slice(1).sort()).toEqual(['Any news?', 'It was 300 euros.']);
      expect(await caseSeenBy(anna.browser, id)).toMatchObject({ messages: 3, number });

      const email = stack.variables['DUTY_EMAIL'] ?? '';
      const alarm = await eventually(async () => {
        const mails = await mailsTo(story, { name: 'Duty', phone: '', email });
        return mails.find(({ text }) => text.includes(id));
      }, 30);
      expect(alarm?.subject).toContain('ALARM');
    });
  });
}
