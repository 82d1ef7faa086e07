import { z } from 'zod';
import type { DeskApi } from '../dev/client/desk-api.js';

const caseSchema = z.looseObject({ id: z.templateLiteral(['sup_', z.string()]) });
const accountSchema = z.looseObject({ accountId: z.string() });

/** A partner whose application was accepted; nobody of it ever signs in. */
export async function benchPartner(api: DeskApi): Promise<string> {
  const { id } = await api.must('POST', '/v1/partner-applications', {
    companyName: 'Bench partner',
    contactName: 'Bench',
    email: 'bench@partner.example',
    language: 'en',
    country: 'DE',
    message: 'We would like to be measured.',
  });
  return accountSchema.parse(await api.must('POST', `/v1/partner-applications/${String(id)}/accept`))
    .accountId;
}

/** A case of the partner's, opened by the desk. */
export async function benchCase(api: DeskApi, accountId: string): Promise<`sup_${string}`> {
  const answers = { subject: 'Measured', description: 'How long does it take?', 'answer-by': 'writing' };
  const body = { accountId, topic: 'enquiry', formVersion: 1, answers };
  return caseSchema.parse(await api.must('POST', '/v1/support-cases', body)).id;
}
