import type { Recipes, Setting } from '../recipe.js';
import { done, newCannedAnswer, newMail, newSupportCase, newTask } from '../things.js';
import { whatever } from './shared.js';

const rawMail = (unique: string) =>
  `From: somebody@example.org\r\nTo: support@beistand.example\r\nSubject: ${unique}\r\n\r\nHello.\r\n`;
const freshSupportCase = async ({ stage, things }: Setting) => ({
  supportCaseId: await newSupportCase(stage, things.accountId),
});
const freshClosedCase = async (setting: Setting) => {
  const fresh = await freshSupportCase(setting);
  const path = `/v1/support-cases/${fresh.supportCaseId}/close`;
  await done(setting.stage.ask('POST', path, { outcome: 'answered' }));
  return fresh;
};
const freshDuplicate = async (setting: Setting) => ({
  ...(await freshSupportCase(setting)),
  into: await newSupportCase(setting.stage, setting.things.accountId),
});
const freshCannedAnswer = async ({ stage }: Setting) => ({ cannedAnswerId: await newCannedAnswer(stage) });
const cannedAnswer = { name: 'Answer', text: { en: 'Hello', de: 'Hallo', hu: 'Üdv' } };
const everyLanguage = { en: 'Question', de: 'Frage', hu: 'Kérdés' };
const form = {
  kind: 'enquiry',
  title: everyLanguage,
  questions: [{ id: 'subject', type: 'short-text', label: everyLanguage, required: true }],
};
const enquiry = { topic: 'enquiry', formVersion: 1 };
const freshTask = async ({ stage, things }: Setting) => ({
  taskId: await newTask(stage, things.supportCaseId),
});
const freshMail = async ({ stage }: Setting) => ({ mailId: await newMail(stage) });

/** Support cases, their files, canned answers, mails that came in, and tasks of the desk. */
export const supportRecipes: Recipes = {
  'POST /v1/attachments': {
    ability: 'store attachment',
    request: ({ unique, things }) => ({
      query: `accountId=${things.accountId}&name=file.txt`,
      body: `Text of ${unique}`,
      headers: { 'content-type': 'application/octet-stream' },
    }),
  },
  'GET /v1/attachments/{attachmentId}': { ability: 'read attachment' },
  'GET /v1/support-forms': { ability: 'read support-form' },
  'GET /v1/support-forms/{topic}/versions/{version}': {
    ability: 'read support-form',
    params: { topic: 'enquiry', version: '1' },
  },
  'PUT /v1/support-forms/{topic}': {
    ability: 'publish support-form',
    params: { topic: 'walked' },
    request: () => ({ body: form, headers: whatever }),
  },
  'GET /v1/support-policies/{topic}': { ability: 'read support-policy', params: { topic: 'enquiry' } },
  'PUT /v1/support-policies/{topic}': {
    ability: 'change support-policy',
    params: { topic: 'complaint' },
    request: () => ({ body: { firstAnswer: { businessMinutes: 60 } }, headers: whatever }),
  },
  'POST /v1/support-cases': {
    ability: 'open support-case',
    request: ({ things, unique }) => ({
      body: {
        accountId: things.accountId,
        ...enquiry,
        answers: { subject: unique, description: 'Why?', 'answer-by': 'writing' },
      },
    }),
    freeForm: { '/answers': 'which answers there are says the form: its schema refuses all others' },
  },
  'GET /v1/support-cases': {
    ability: 'read support-case',
    request: ({ things }) => ({ query: `accountId=${things.accountId}` }),
    alien: { accountId: 'empty page' },
  },
  'GET /v1/support-cases/{supportCaseId}': { ability: 'read support-case' },
  'GET /v1/support-cases/{supportCaseId}/details': { ability: 'read support-case' },
  'PUT /v1/support-cases/{supportCaseId}/details': {
    ability: 'steer support-case',
    request: ({ unique }) => ({
      body: {
        topic: 'enquiry',
        subject: unique,
        identifiers: [{ type: 'contract-number', value: 'VN 12-345678' }],
      },
      headers: whatever,
    }),
  },
  'POST /v1/support-cases/{supportCaseId}/messages': {
    ability: 'write support-message',
    before: freshSupportCase,
    request: () => ({ body: { text: 'Words' } }),
  },
  'GET /v1/support-cases/{supportCaseId}/messages': { ability: 'read support-message' },
  'GET /v1/support-cases/{supportCaseId}/timeline': { ability: 'read support-case' },
  'POST /v1/support-cases/{supportCaseId}/follow-up': {
    ability: 'open support-case',
    before: freshClosedCase,
    request: () => ({ body: { text: 'More words' } }),
  },
  'POST /v1/support-cases/{supportCaseId}/notes': {
    ability: 'write support-note',
    request: () => ({ body: { text: 'Words of the desk' } }),
  },
  'GET /v1/support-cases/{supportCaseId}/notes': { ability: 'read support-note' },
  'POST /v1/support-cases/{supportCaseId}/assign': {
    ability: 'steer support-case',
    request: () => ({ body: { assignee: null } }),
  },
  'POST /v1/support-cases/{supportCaseId}/state': {
    ability: 'steer support-case',
    request: () => ({ body: { state: 'on-hold' } }),
  },
  'POST /v1/support-cases/{supportCaseId}/close': {
    ability: 'steer support-case',
    before: freshSupportCase,
    request: () => ({ body: { outcome: 'answered' } }),
  },
  'POST /v1/support-cases/{supportCaseId}/merge': {
    ability: 'steer support-case',
    before: freshDuplicate,
    request: ({ made }) => ({ body: { into: made['into'] ?? 'sup_missing0000' } }),
  },
  'POST /v1/canned-answers': {
    ability: 'change canned-answer',
    request: () => ({ body: cannedAnswer }),
  },
  'GET /v1/canned-answers': { ability: 'read canned-answer' },
  'GET /v1/desk-tasks': { ability: 'read desk-task' },
  'GET /v1/desk-tasks/{taskId}': { ability: 'read desk-task' },
  'POST /v1/desk-tasks/{taskId}/done': { ability: 'finish desk-task', before: freshTask },
  'GET /v1/canned-answers/{cannedAnswerId}': { ability: 'read canned-answer' },
  'PUT /v1/canned-answers/{cannedAnswerId}': {
    ability: 'change canned-answer',
    request: () => ({ body: cannedAnswer, headers: whatever }),
  },
  'DELETE /v1/canned-answers/{cannedAnswerId}': {
    ability: 'change canned-answer',
    before: freshCannedAnswer,
  },
  'GET /v1/support-cases/{supportCaseId}/canned-answers/{cannedAnswerId}': { ability: 'read canned-answer' },
  'POST /v1/inbound-mails': {
    ability: 'receive inbound-mail',
    request: ({ unique }) => ({ body: rawMail(unique), headers: { 'content-type': 'message/rfc822' } }),
  },
  'GET /v1/inbound-mails': { ability: 'read inbound-mail' },
  'GET /v1/inbound-mails/{mailId}': { ability: 'read inbound-mail' },
  'GET /v1/inbound-mails/{mailId}/raw': { ability: 'read inbound-mail' },
  'GET /v1/inbound-mails/{mailId}/attachments/{index}': {
    ability: 'read inbound-mail',
    params: { index: '0' },
  },
  'POST /v1/inbound-mails/{mailId}/file': {
    ability: 'sort inbound-mail',
    before: freshMail,
    request: ({ things }) => ({ body: { supportCaseId: things.supportCaseId } }),
  },
  'POST /v1/inbound-mails/{mailId}/open-case': {
    ability: 'sort inbound-mail',
    before: freshMail,
    request: ({ things }) => ({ body: { accountId: things.accountId } }),
  },
  'POST /v1/inbound-mails/{mailId}/discard': { ability: 'sort inbound-mail', before: freshMail },
};
