import { z } from 'zod';
import { attemptDetails, attemptReasons, channels } from '../../domain/attempt.js';
import { channelTestIdSchema, contactIdSchema, organisationIdSchema } from '../../domain/identifiers.js';
import { incidentKindSchema, serviceSchema } from '../../domain/incident/incident.js';
import type { Language } from '../../domain/language.js';
import { channelTestStates, type ChannelTestOutcome } from '../../domain/readiness/channel-test.js';
import { findingCodes, findingSeverities, type Finding } from '../../domain/readiness/finding.js';
import type { SimulatedEscalation, SimulatedLadder } from '../../domain/readiness/simulation.js';
import { skipReasons } from '../../domain/timeline.js';
import { targetSchema } from '../../domain/target-schema.js';
import type { StoredChannelTest } from '../../db/channel-test-store.js';
import { formatList, formatMoment, formatMoney } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import type { ChannelAt, CheckedReadiness } from '../use-cases/readiness-check.js';
import { asMoment, momentSchema } from './shared.js';

const intervalSchema = z.strictObject({ from: momentSchema, until: momentSchema });

const findingSchema = z
  .strictObject({
    severity: z.enum(findingSeverities),
    code: z.enum(findingCodes),
    path: z.string().meta({ description: 'A JSON pointer into the settings.' }),
    sentence: z.string(),
    channel: z.enum(channels).exactOptional(),
    interval: intervalSchema.exactOptional(),
  })
  .meta({ id: 'ReadinessFinding' });
export type ShownFinding = z.infer<typeof findingSchema>;

const ladderSchema = z
  .strictObject({
    attempts: z.array(
      z.strictObject({
        at: momentSchema,
        target: targetSchema,
        name: z.string(),
        channel: z.enum(channels),
        position: z.number().int(),
        obstacle: z
          .enum(['invalid', 'premium-rate', 'country-not-allowed'])
          .exactOptional()
          .meta({ description: 'The number is never called; the ladder goes on at once.' }),
      }),
    ),
    skips: z.array(
      z.strictObject({
        at: momentSchema,
        target: targetSchema,
        name: z.string(),
        reason: z.enum(skipReasons),
      }),
    ),
    nextRoundAt: momentSchema,
  })
  .meta({ id: 'SimulatedLadder' });

const testedSchema = {
  contactId: contactIdSchema,
  channel: z.enum(channels),
  position: z.number().int(),
};

const outcomeSchema = z.strictObject({
  state: z.enum(channelTestStates),
  at: momentSchema,
  reason: z.enum(attemptReasons).exactOptional(),
  detail: z.enum(attemptDetails).exactOptional(),
  notBefore: momentSchema.exactOptional().meta({ description: 'The person has quiet hours until then.' }),
});

export const readinessSchema = z
  .strictObject({
    organisationId: organisationIdSchema,
    at: momentSchema,
    ready: z.boolean().meta({ description: 'Whether no finding is an error.' }),
    findings: z.array(findingSchema),
    escalations: z.array(
      z.strictObject({
        kind: incidentKindSchema,
        lifeSafety: z.boolean(),
        service: serviceSchema,
        provider: ladderSchema,
        internal: ladderSchema
          .exactOptional()
          .meta({ description: 'Absent: it is no matter for the internal contacts.' }),
        overrideAt: momentSchema.exactOptional(),
      }),
    ),
    channels: z.array(
      z.strictObject({
        ...testedSchema,
        path: z.string(),
        confirmedAt: momentSchema.exactOptional().meta({ description: 'Absent: never, at this number.' }),
        lastTest: outcomeSchema.exactOptional(),
      }),
    ),
  })
  .meta({ id: 'ReadinessCheck' });
export type ShownReadiness = z.infer<typeof readinessSchema>;

export const channelTestSchema = z
  .strictObject({
    id: channelTestIdSchema,
    organisationId: organisationIdSchema,
    ...testedSchema,
    requestedAt: momentSchema,
    outcome: outcomeSchema,
  })
  .meta({ id: 'ChannelTest' });

export function showChannelTest(test: StoredChannelTest): z.infer<typeof channelTestSchema> {
  const { id, organisationId, contactId, channel, position, requestedAt, outcome } = test;
  return {
    id,
    organisationId,
    contactId,
    channel,
    position,
    requestedAt: requestedAt.toISOString(),
    outcome: showOutcome(outcome),
  };
}

/** How somebody reads. */
export interface ReadinessReader {
  readonly language: Language;
  readonly timeZone: string;
}

/** @param at epoch milliseconds. */
export function showReadiness(
  checked: CheckedReadiness,
  { organisationId, at }: { readonly organisationId: ShownReadiness['organisationId']; readonly at: number },
  wording: Wording,
  reader: ReadinessReader,
): ShownReadiness {
  return {
    organisationId,
    at: asMoment(at),
    ready: !checked.findings.some(({ severity }) => severity === 'error'),
    findings: checked.findings.map((finding) => showFinding(finding, checked, wording, reader)),
    escalations: checked.escalations.map(showEscalation),
    channels: checked.channels.map(showChannel),
  };
}

function showFinding(
  finding: Finding,
  { settings }: CheckedReadiness,
  wording: Wording,
  { language, timeZone }: ReadinessReader,
): ShownFinding {
  const { severity, code, path, channel, interval, who = '', others = [], block, reason } = finding;
  const moment = (at: number | undefined) => (at === undefined ? '' : formatMoment(at, timeZone, language));
  const sentence = wording.text(language, `readiness.finding.${code}`, {
    who,
    others: formatList(others, language),
    channel: channel === undefined ? '' : wording.text(language, `names.channel.${channel}`),
    block: block === undefined ? '' : wording.text(language, `readiness.block.${block}`),
    reason: reason === undefined ? '' : wording.text(language, `names.reason.${reason}`),
    from: moment(interval?.from),
    until: moment(interval?.to),
    confirmedAt: moment(finding.confirmedAt),
    times: finding.times ?? 0,
    ceiling: formatMoney(settings.escalationPolicy.overrideCostCeiling, language),
  });
  return {
    severity,
    code,
    path,
    sentence,
    ...(channel === undefined ? {} : { channel }),
    ...(interval === undefined
      ? {}
      : { interval: { from: asMoment(interval.from), until: asMoment(interval.to) } }),
  };
}

function showEscalation({
  provider,
  internal,
  overrideAt,
  ...escalation
}: SimulatedEscalation): ShownReadiness['escalations'][number] {
  return {
    ...escalation,
    provider: showLadder(provider),
    ...(internal === undefined ? {} : { internal: showLadder(internal) }),
    ...(overrideAt === undefined ? {} : { overrideAt: asMoment(overrideAt) }),
  };
}

function showLadder({ attempts, skips, nextRoundAt }: SimulatedLadder): z.infer<typeof ladderSchema> {
  return {
    attempts: attempts.map(({ at, ...attempt }) => ({ at: asMoment(at), ...attempt })),
    skips: skips.map(({ at, ...skip }) => ({ at: asMoment(at), ...skip })),
    nextRoundAt: asMoment(nextRoundAt),
  };
}

function showChannel({ path, known }: ChannelAt): ShownReadiness['channels'][number] {
  const { contactId, channel, position, confirmedAt, last } = known;
  return {
    contactId,
    channel,
    position,
    path,
    ...(confirmedAt === undefined ? {} : { confirmedAt: asMoment(confirmedAt) }),
    ...(last === undefined ? {} : { lastTest: showOutcome(last) }),
  };
}

function showOutcome({
  state,
  at,
  reason,
  detail,
  notBefore,
}: ChannelTestOutcome): z.infer<typeof outcomeSchema> {
  return {
    state,
    at: asMoment(at),
    ...(reason === undefined ? {} : { reason }),
    ...(detail === undefined ? {} : { detail }),
    ...(notBefore === undefined ? {} : { notBefore: asMoment(notBefore) }),
  };
}
