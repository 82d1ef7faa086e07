import type { SupportCaseDocumentView } from '../../db/support-store.js';
import type { Scope } from '../../domain/scope.js';
import { replayedHeader } from './idempotency.js';
import type { OpenedSupportCase } from '../support/case-opening.js';
import { showSupportCase, supportCaseSchema } from '../representations/support-case.js';

const location = { Location: 'Its address.' };

/** How a route answers that opens a case, be it by a form or as a follow-up of another one. */
export const openedCaseResponses = {
  200: {
    description: 'The case that was opened with this Idempotency-Key before.',
    schema: supportCaseSchema,
    headers: { 'Idempotency-Replayed': '`true`', ...location },
  },
  201: { description: 'It is open.', schema: supportCaseSchema, headers: location },
  202: {
    description: 'It is stored, and opens as soon as the case engine answers.',
    schema: supportCaseSchema,
    headers: location,
  },
} as const;

/** @param current the case as it stands now. */
export function showOpenedCase(
  scope: Scope,
  { opened, opening }: OpenedSupportCase,
  current: SupportCaseDocumentView,
) {
  const body = showSupportCase(scope, current);
  const address = { Location: `/v1/support-cases/${opening.id}` };
  switch (opened) {
    case 'exists':
      return { status: 200, headers: { ...address, ...replayedHeader }, body } as const;
    case 'started':
      return { status: 201, headers: address, body } as const;
    case 'accepted':
      return { status: 202, headers: address, body } as const;
  }
}
