import { contains, eventually } from '../../../dev/client/desk-api.js';
import type { Story } from './story.js';

/** An entry of the audit trail, as the API shows it. */
export type AuditEntry = Readonly<Record<string, unknown>>;

/** The newest entries of an organisation's chain. */
export async function auditOf({ api }: Story, organisationId: string): Promise<readonly AuditEntry[]> {
  const { items } = await api.must('GET', `/v1/audit?organisationId=${organisationId}&limit=200`);
  return items as readonly AuditEntry[];
}

/** Waits for an entry that looks as expected: what is told by timelines comes a moment later. */
export async function expectAudited(
  story: Story,
  organisationId: string,
  expected: Readonly<Record<string, unknown>>,
): Promise<AuditEntry> {
  let seen: readonly AuditEntry[] = [];
  const entry = await eventually(async () => {
    seen = await auditOf(story, organisationId);
    return seen.find((each) => contains(each, expected));
  }, 20);
  if (entry === undefined) {
    throw new Error(
      `${JSON.stringify(expected)} is not audited, but ${JSON.stringify(seen.map(({ values: _opened, ...each }) => each))}`,
    );
  }
  return entry;
}
