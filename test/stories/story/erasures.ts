import { z } from 'zod';
import { eventually } from '../../../dev/client/desk-api.js';
import type { Story } from './story.js';

const erasureSchema = z.looseObject({
  state: z.string(),
  report: z
    .looseObject({
      kept: z.array(z.looseObject({ because: z.looseObject({ why: z.string() }) })),
      outside: z.array(z.string()),
    })
    .optional(),
});

/** The request to erase somebody of an organisation. */
export interface AskedErasure {
  readonly organisationId: string;
  readonly id: string;
}

/** What a try has left, why, and what the report names as outside. */
export interface TriedErasure {
  readonly reasons: readonly string[];
  readonly outside: readonly string[];
}

const pathOf = (organisationId: string) => `/v1/organisations/${organisationId}/person-erasures`;

/** Asks for it; the answer is 409 for whoever has to be taken out of something first. */
export function requestErasure({ api }: Story, organisationId: string, personId: string) {
  return api.ask('POST', pathOf(organisationId), { personId, reason: 'They have asked for it.' });
}

/** Asks for it, and fails the story where it is refused. */
export async function askForErasure(
  story: Story,
  organisationId: string,
  personId: string,
): Promise<AskedErasure> {
  const { status, body } = await requestErasure(story, organisationId, personId);
  if (status !== 202) throw new Error(`The erasure was answered ${status}: ${JSON.stringify(body)}`);
  return { organisationId, id: String(body['id']) };
}

/** Waits until a try has come to this end. */
export async function erasureEnds(
  { api }: Story,
  { organisationId, id }: AskedErasure,
  state: 'waiting' | 'complete',
): Promise<TriedErasure> {
  let last: unknown;
  const report = await eventually(async () => {
    last = await api.must('GET', `${pathOf(organisationId)}/${id}`);
    const erasure = erasureSchema.parse(last);
    return erasure.state === state ? erasure.report : undefined;
  }, 40);
  if (report === undefined) throw new Error(`The erasure is not ${state}: ${JSON.stringify(last)}`);
  return {
    reasons: [...new Set(report.kept.map(({ because }) => because.why))],
    outside: report.outside,
  };
}
