import { z } from 'zod';
import type { IncidentView, OverrideView } from '../../domain/case-record.js';
import { callerStates, incidentStates, overrideRatifications } from '../../domain/case-record.js';
import { moneySchema } from '../../domain/escalation/policy.js';
import { incidentIdSchema, organisationIdSchema, travellerIdSchema } from '../../domain/identifiers.js';
import {
  closureOutcomeSchema,
  incidentKindSchema,
  incidentSourceSchema,
  locationSchema,
  serviceSchema,
  threatSchema,
} from '../../domain/incident/incident.js';
import { caseFeeSchema } from '../../domain/organisation/case-fees.js';
import { serviceFor } from '../../domain/incident/routing.js';
import type { IncidentStart } from '../../workflows/incident/incident.messages.js';
import type { Intake } from '../../db/store.js';
import type { ReadIncident } from '../use-cases/case-reading.js';
import type { IncidentProvider } from '../use-cases/incident-provider.js';
import { decisionSchema, incidentOrderSchema, showDecision, showIncidentOrder } from './order.js';
import { asMoment, momentSchema, shownActorSchema } from './shared.js';

const acknowledgementSchema = z.strictObject({
  by: shownActorSchema,
  at: momentSchema,
  expiresAt: momentSchema,
});

const overrideSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('none') }),
  z.strictObject({ state: z.literal('running'), dueAt: momentSchema }),
  z.strictObject({
    state: z.literal('fired'),
    firedAt: momentSchema,
    basis: z.enum(['rule', 'operator']),
    ceiling: moneySchema,
    mandateAcceptedBy: shownActorSchema.exactOptional(),
    ratification: z.enum(overrideRatifications).meta({
      description:
        'What has become of asking the authorising persons. `not-ratified`: nobody has answered until the end of the asking.',
    }),
    decision: decisionSchema.exactOptional().meta({ description: 'Who has ratified or refused it.' }),
    covers: moneySchema.exactOptional().meta({
      description: 'How much of the ceiling is within the limit of whoever has ratified it.',
    }),
  }),
]);

const providerSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    languages: z
      .array(z.string())
      .exactOptional()
      .meta({ description: 'What they speak, the preferred one first. Absent: it is not said.' }),
    open: z
      .boolean()
      .meta({ description: 'A provider that is closed is called only when a life is in danger.' }),
    opensAt: momentSchema.exactOptional(),
  })
  .meta({
    id: 'IncidentProvider',
    description:
      'Whose service it is, as the settings are now. Single incidents only; absent: the desk’s, or not known now.',
  });

export const incidentSchema = z
  .strictObject({
    id: incidentIdSchema,
    organisationId: organisationIdSchema,
    travellerId: travellerIdSchema.exactOptional(),
    state: z.enum(['accepted', ...incidentStates]).meta({
      description:
        '`accepted`: stored, and started as soon as the case engine answers. `closed` can be reopened until `reopenUntil`, ' +
        'and lasts as long as costs are asked about; `archived` is over.',
    }),
    kind: incidentKindSchema,
    threat: threatSchema,
    source: incidentSourceSchema,
    service: serviceSchema,
    summary: z.string().exactOptional(),
    location: locationSchema.exactOptional(),
    silent: z
      .literal(true)
      .exactOptional()
      .meta({ description: 'The traveller is under duress and must not be contacted.' }),
    openedAt: momentSchema,
    nextActionAt: momentSchema
      .exactOptional()
      .meta({ description: 'When something happens next by itself; absent when nothing is due.' }),
    takenBy: shownActorSchema.exactOptional(),
    acknowledgements: z.array(acknowledgementSchema),
    override: overrideSchema,
    caller: z.enum(callerStates),
    caseFees: z.array(caseFeeSchema).exactOptional().meta({
      description:
        'What it costs by contract, as the settings are now. Single incidents only; absent: not known now.',
    }),
    provider: providerSchema.exactOptional(),
    rounds: z.strictObject({ provider: z.number().int(), internal: z.number().int() }),
    orders: z
      .array(incidentOrderSchema)
      .exactOptional()
      .meta({ description: 'Services that cost a fee; absent: none were ordered.' }),
    closedAt: momentSchema.exactOptional(),
    outcome: closureOutcomeSchema.exactOptional(),
    reopenUntil: momentSchema.exactOptional(),
  })
  .meta({ id: 'Incident' });
export type ShownIncident = z.infer<typeof incidentSchema>;

/** An incident as callers of the API see it. The words come from the intake; lists go without them. */
export function showIncident(read: ReadIncident): ShownIncident {
  return read.from === 'view'
    ? showView(read.view, read.intake)
    : showStart(read.start, read.intake, read.intake.startedAt === undefined ? 'accepted' : 'open');
}

export function showView(view: IncidentView, intake?: Intake): ShownIncident {
  return {
    id: view.id,
    organisationId: view.organisationId,
    ...(view.travellerId === undefined ? {} : { travellerId: view.travellerId }),
    state: view.state,
    kind: view.kind,
    threat: view.threat,
    source: view.source,
    service: view.service,
    ...wordsOf(intake),
    ...(view.silent === undefined ? {} : { silent: view.silent }),
    openedAt: asMoment(view.openedAt),
    ...(view.nextActionAt === undefined ? {} : { nextActionAt: asMoment(view.nextActionAt) }),
    ...(view.takenBy === undefined ? {} : { takenBy: view.takenBy }),
    acknowledgements: view.acknowledgements.map(({ by, at, expiresAt }) => ({
      by,
      at: asMoment(at),
      expiresAt: asMoment(expiresAt),
    })),
    override: showOverride(view.override),
    caller: view.caller,
    rounds: { ...view.rounds },
    ...(view.orders === undefined ? {} : { orders: view.orders.map(showIncidentOrder) }),
    ...(view.closedAt === undefined ? {} : { closedAt: asMoment(view.closedAt) }),
    ...(view.outcome === undefined ? {} : { outcome: view.outcome }),
    ...(view.reopenUntil === undefined ? {} : { reopenUntil: asMoment(view.reopenUntil) }),
  };
}

/** The provider of an incident, to be shown beside it. */
export function showProvider(provider: IncidentProvider | undefined): Pick<ShownIncident, 'provider'> {
  if (provider === undefined) return {};
  const { languages, opensAt, ...shown } = provider;
  return {
    provider: {
      ...shown,
      ...(languages === undefined ? {} : { languages: [...languages] }),
      ...(opensAt === undefined ? {} : { opensAt: asMoment(opensAt) }),
    },
  };
}

/** An incident that was reported a moment ago: its workflow has told nothing yet. */
export function showStart(
  start: IncidentStart,
  intake: Intake | undefined,
  state: 'accepted' | 'open',
): ShownIncident {
  return {
    id: start.incidentId,
    organisationId: start.organisationId,
    ...(start.travellerId === undefined ? {} : { travellerId: start.travellerId }),
    state,
    kind: start.kind,
    threat: start.threat,
    source: start.source,
    service: serviceFor(start.kind),
    ...wordsOf(intake),
    ...(start.silent === undefined ? {} : { silent: start.silent }),
    openedAt: asMoment(start.reportedAt),
    nextActionAt: asMoment(start.reportedAt),
    acknowledgements: [],
    override: { state: 'none' },
    caller: start.callerWaiting ? 'waiting' : start.callBack ? 'to-be-called-back' : 'none',
    rounds: { provider: 0, internal: 0 },
  };
}

function wordsOf(intake: Intake | undefined): Pick<ShownIncident, 'summary' | 'location'> {
  if (intake?.report === undefined) return {};
  const { summary, location } = intake.report;
  return { summary, ...(location === undefined ? {} : { location }) };
}

function showOverride(override: OverrideView): ShownIncident['override'] {
  switch (override.state) {
    case 'none':
      return override;
    case 'running':
      return { state: 'running', dueAt: asMoment(override.dueAt) };
    case 'fired': {
      const { firedAt, decision, ...fired } = override;
      return {
        ...fired,
        firedAt: asMoment(firedAt),
        ...(decision === undefined ? {} : { decision: showDecision(decision) }),
      };
    }
  }
}
