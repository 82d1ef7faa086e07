import fc from 'fast-check';
import { deskOrganisationId, type OrganisationId } from '../../../domain/identifiers.js';
import type { DataClass } from '../../../domain/retention/data-class.js';
import type { HeldSubject } from '../../../domain/retention/legal-hold.js';
import { deskScope } from '../../../domain/scope.js';
import { storeCase, type PurgeStage } from './purge-stage.js';
import {
  mailOfCase,
  storeLooseMail,
  storeSupportCase,
  waysOfNaming,
  type SupportThing,
} from './support-things.js';

const day = 86_400_000;
const heldPerson = 'trv_held00001';
const otherPerson = 'trv_somebody1';

/** Every kind of thing that a purge judges, with the class that its period is of. A place stands in an incident. */
export const classOfKind = {
  incident: 'incidents',
  'status-call': 'status-calls',
  text: 'status-calls',
  'test-call': 'status-calls',
  'audit-value': 'audit',
  'support-case': 'support-cases',
  'loose-file': 'support-cases',
  mail: 'mail-originals',
} as const satisfies Readonly<Record<string, DataClass>>;
type Kind = keyof typeof classOfKind;

/** As a reference model knows it: what is true of no thing of the kind is of no effect. */
export interface ModelThing extends SupportThing {
  readonly kind: Kind;
  /** Since its use has ended. */
  readonly days: number;
  readonly isReopenable: boolean;
  readonly isRunning: boolean;
  readonly isCaseHeld: boolean;
}

export interface ModelRule {
  readonly days: Readonly<Record<DataClass, number>>;
  /** Absent: no class is held. */
  readonly heldClass?: DataClass | undefined;
}

export const oneOf = (count: number) => fc.integer({ min: 1, max: count }).map((one) => one === 1);

const kinds = Object.keys(classOfKind).filter((kind): kind is Kind => kind in classOfKind);
export const modelThing: fc.Arbitrary<ModelThing> = fc.record({
  kind: fc.constantFrom('incident' as const, ...kinds),
  days: fc.integer({ min: 0, max: 60 }),
  isInUse: oneOf(6),
  isReopenable: oneOf(6),
  isRunning: oneOf(8),
  isCaseHeld: oneOf(6),
  isPersonHeld: oneOf(4),
  naming: fc.constantFrom(...waysOfNaming),
});

/** Whether a thing goes. A period of whole days ends with the day behind its last one: runs are at noon, as was the end of use. */
export function goes(thing: ModelThing, { days, heldClass }: ModelRule): boolean {
  const dataClass = classOfKind[thing.kind];
  if (heldClass === dataClass || thing.days <= days[dataClass]) return false;
  const isHeldCase = thing.isCaseHeld || thing.isPersonHeld;
  switch (thing.kind) {
    case 'incident':
      // With the incident its place would go.
      return (
        heldClass !== 'locations' && !thing.isRunning && !thing.isReopenable && !thing.isInUse && !isHeldCase
      );
    case 'status-call':
    case 'support-case':
      return !thing.isRunning && !thing.isInUse && !isHeldCase;
    case 'text':
    case 'test-call':
    case 'audit-value':
      return !thing.isPersonHeld;
    case 'mail':
      return !thing.isInUse && !thing.isPersonHeld;
    case 'loose-file':
      return true;
  }
}

/** Whether the place in an incident goes by its own period, whatever becomes of the incident. */
export function placeGoes(thing: ModelThing, { days, heldClass }: ModelRule): boolean {
  const isOver = thing.kind === 'incident' && !thing.isInUse && !thing.isReopenable;
  const isClassHeld = heldClass === 'locations' || heldClass === 'incidents';
  const isHeld = isClassHeld || thing.isCaseHeld || thing.isPersonHeld;
  return isOver && !isHeld && thing.days > days.locations;
}

/** Whether the mail that stands in a support case goes by its own period: what holds the case holds it too. */
export function mailInCaseGoes(thing: ModelThing, { days, heldClass }: ModelRule): boolean {
  const isOver = thing.kind === 'support-case' && !thing.isInUse;
  const isClassHeld = heldClass === 'mail-originals' || heldClass === 'support-cases';
  const isHeld = isClassHeld || thing.isCaseHeld || thing.isPersonHeld;
  return isOver && !isHeld && thing.days > days['mail-originals'];
}

const prefixes = {
  ...{ incident: 'inc', 'status-call': 'stc', text: 'SM', 'test-call': 'CA', 'audit-value': 'aud' },
  ...{ 'support-case': 'sup', 'loose-file': 'att', mail: 'mai' },
} as const satisfies Readonly<Record<Kind, string>>;

type Hold = (organisationId: OrganisationId, subject: HeldSubject) => Promise<void>;

/** Stores a thing, as one that it may be. Gives back by what its documents are found. */
export async function storeThing(
  stage: PurgeStage,
  organisationId: OrganisationId,
  name: string,
  thing: ModelThing,
  hold: Hold,
): Promise<string> {
  const { store, raw, clock, running } = stage;
  const { kind } = thing;
  const at = clock.now - thing.days * day;
  const person = thing.isPersonHeld ? heldPerson : otherPerson;
  const id = `${prefixes[kind]}_${name}`;
  switch (kind) {
    case 'incident':
    case 'status-call':
      await storeCase(raw, {
        ...{ id, organisationId, kind, openedAt: clock.now - 70 * day, travellerId: person },
        ...(thing.isInUse ? {} : { endedAt: at }),
        ...(kind === 'incident' && thing.isReopenable && !thing.isInUse ? { isReopenable: true } : {}),
      });
      await store.textTraces.keep({
        ...{ id: `SM-${id}`, account: 'AC1', organisationId, caseId: id, at: new Date(clock.now - 69 * day) },
      });
      if (thing.isCaseHeld) await hold(organisationId, { of: 'case', id });
      if (thing.isRunning) running.add(`${kind}:${id}`);
      return id;
    case 'text':
      await store.textTraces.keep({
        ...{ id, account: 'AC1', organisationId, personId: person, at: new Date(at) },
      });
      return id;
    case 'test-call':
      await raw.collection<{ _id: string }>('calls').insertOne({
        ...{ _id: id, account: 'AC1', attempt: `channel-test:tst_${name}#attempt-1`, to: '+4930123' },
        ...{ organisationId, personId: person, claimedAt: new Date(at) },
      });
      return id;
    case 'audit-value':
      await store.audit.append({
        ...{ id: `aud_${name}`, organisationId, at, by: { by: 'rule' }, from: {}, stage: 'done' },
        ...{ action: 'saveTraveller', what: { kind: 'traveller', id: person }, persons: [person] },
        values: [{ person, after: { name: 'Toni' } }],
      });
      return id;
    case 'support-case': {
      const caseId = `sup_${name}` as const;
      await storeSupportCase(stage, caseId, thing);
      if (thing.isCaseHeld) await hold(deskOrganisationId, { of: 'case', id });
      if (thing.isRunning) running.add(`support-case:${id}`);
      return id;
    }
    case 'loose-file':
      await store.attachments.put(
        deskScope,
        {
          ...{ id: `att_${name}`, name: 'bill.txt', sizeBytes: 4, mediaType: 'text/plain' },
          ...{ accountId: 'acc_partner1', storedAt: new Date(at) },
        },
        Buffer.from('file'),
      );
      return id;
    case 'mail':
      await storeLooseMail(stage, `mai_${name}`, thing);
      return id;
  }
}

const places = [
  ...(['cases', 'intakes', 'calls', 'text_traces', 'audit_values', 'stored_chunks'] as const),
  ...(['support_cases', 'received_mails', 'attachments'] as const),
];
const partsByCase = [
  ...(['timeline_entries', 'support_entries', 'support_messages', 'support_notes', 'support_mails'] as const),
];

/** How many documents there are of a thing, its parts among them. */
export async function documentsOfThing({ raw }: Pick<PurgeStage, 'raw'>, id: string): Promise<number> {
  const keys = [id, `note_${id}`, `CA-${id}`, `SM-${id}`, `${id}:0`];
  const counts = await Promise.all([
    ...places.map((name) => raw.collection<{ _id: string }>(name).countDocuments({ _id: { $in: keys } })),
    ...partsByCase.map((name) => raw.collection(name).countDocuments({ caseId: id })),
  ]);
  return counts.reduce((sum, each) => sum + each, 0);
}

/** Whether the mail that stands in a support case is still there, whole. */
export async function hasMail(stage: Pick<PurgeStage, 'raw'>, caseId: string): Promise<boolean> {
  return (await documentsOfThing(stage, mailOfCase(caseId))) === 2;
}

/** Whether an incident still says where somebody was. */
export async function hasPlace({ raw }: Pick<PurgeStage, 'raw'>, id: string): Promise<boolean> {
  const found = raw
    .collection<{ _id: string }>('intakes')
    .countDocuments({ _id: id, 'report.location': { $exists: true } });
  return (await found) > 0;
}
