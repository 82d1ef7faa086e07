import { z } from 'zod';
import type { SealedText } from '../domain/case-record.js';
import { organisationIdSchema } from '../domain/identifiers.js';
import { incidentReportSchema } from '../domain/incident/incident.js';
import type { Sealer } from './sealer.js';
import type { Intake } from './store.js';

const contentsSchema = z.strictObject({
  organisationId: organisationIdSchema,
  kind: z.enum(['incident', 'note', 'order', 'status-call']),
  bodyHash: z.string(),
  report: incidentReportSchema.omit({ organisationId: true }).optional(),
  text: z.string().optional(),
  callerPhone: z.string().optional(),
  start: z.record(z.string(), z.unknown()).optional(),
  createdAt: z.iso.datetime().transform((text) => new Date(text)),
});

/**
 * Seals an intake that could not be stored, so that it can travel through Temporal: the first projection that gets
 * through stores it (CaseRecord.sealedTexts). The case that a note or an order is about is the one that it travels with.
 */
export function sealIntake(sealer: Sealer, intake: Intake): SealedText {
  const { organisationId, kind, bodyHash, report, text, callerPhone, start, createdAt } = intake;
  const contents = { organisationId, kind, bodyHash, report, text, callerPhone, start, createdAt };
  return { intakeId: intake.id, sealed: sealer.seal(JSON.stringify(contents)) };
}

/** @throws Error when the sealed text cannot be opened with this key or is no sealed intake. */
export function openIntake(sealer: Sealer, { intakeId, sealed }: SealedText): Intake {
  const { report, text, callerPhone, start, ...contents } = contentsSchema.parse(
    JSON.parse(sealer.unseal(sealed)),
  );
  return {
    id: intakeId,
    ...contents,
    ...(report !== undefined && { report }),
    ...(text !== undefined && { text }),
    ...(callerPhone !== undefined && { callerPhone }),
    ...(start !== undefined && { start }),
  };
}
