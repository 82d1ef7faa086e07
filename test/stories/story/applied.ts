import { eventually } from '../../../dev/client/desk-api.js';
import { sendRaw } from '../../../providers/mail/testing/send-raw.js';
import { planted } from './planted.js';
import type { Person, Story } from './story.js';

/** Somebody applies with the planted words, is declined, and writes to the support mailbox. */
export async function applied(
  { api, stack }: Pick<Story, 'api' | 'stack'>,
  { name, email, phone }: Person,
): Promise<{ readonly applicant: string; readonly mail: string }> {
  const application = await api.must('POST', '/v1/partner-applications', {
    companyName: planted.company,
    contactName: name,
    email,
    phone,
    language: 'de',
    country: 'AT',
    message: planted.application,
  });
  const applicant = String(application['id']);
  await api.must('POST', `/v1/partner-applications/${applicant}/decline`, { reason: planted.declined });
  const mailbox = 'support@beistand.example';
  const raw = [
    `From: ${name} <${email}>`,
    `To: ${mailbox}`,
    'Message-ID: <1.erased@mail.example>',
    `Subject: ${planted.subject}`,
    '',
    planted.mail,
    '',
  ].join('\r\n');
  const answer = await sendRaw(stack.inboundMailPort, raw, { from: email, to: [mailbox] });
  if (!answer.startsWith('250 ')) throw new Error(`The mail was answered ${answer}`);
  const mail = await eventually(async () => {
    const { items } = await api.must('GET', '/v1/inbound-mails?state=review');
    return (items as { id: string }[])[0]?.id;
  }, 20);
  if (mail === undefined) throw new Error('The mail does not wait for review.');
  return { applicant, mail };
}
