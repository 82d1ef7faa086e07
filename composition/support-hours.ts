import { createHash } from 'node:crypto';
import type { Environment } from '../config/env.js';
import { canonicalText } from '../domain/audit/canonical.js';
import type { DeskHours } from '../domain/hours/desk-hours.js';

const revisionLength = 16;

/** When the desk answers support cases: API and worker tell by the revision whether they mean the same hours. */
export function supportHours({ SUPPORT_HOURS: hours }: Pick<Environment, 'SUPPORT_HOURS'>): DeskHours {
  const digest = createHash('sha256').update(canonicalText(hours)).digest('hex');
  return { hours, revision: digest.slice(0, revisionLength) };
}
