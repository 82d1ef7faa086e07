import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { conflict } from '../../domain/errors.js';
import type { Within } from '../deadline.js';
import { keepOnce } from '../keep-once.js';
import type { IntakeDocument } from '../models/intake.js';
import { assertMayTouch, ownedBy } from '../scope-filter.js';
import { openIntake } from '../sealed-intake.js';
import type { Sealer } from '../sealer.js';
import type { Intake, IntakeRepository } from '../store.js';

function toDocument(intake: Intake): IntakeDocument {
  const { id, ...rest } = intake;
  const isOfCase = intake.kind !== 'note' && intake.kind !== 'order';
  const awaitsStart = isOfCase && intake.startedAt === undefined;
  return {
    _id: id,
    ...rest,
    ...(awaitsStart && { awaitsStart, turnAt: intake.createdAt }),
    ...(isOfCase && { awaitsCase: true }),
    ...(intake.caseId !== undefined && { awaitsIncident: true }),
  };
}

function toIntake(document: IntakeDocument, sealer: Sealer): Intake {
  const { _id: id, awaitsStart, awaitsCase, awaitsIncident, ...stored } = document;
  const { turnAt, startFailures, sealed, ...rest } = stored;
  const intake: Intake = { id, ...rest };
  if (sealed === undefined) return intake;
  try {
    return { ...intake, ...openIntake(sealer, { intakeId: id, sealed }) };
  } catch {
    // Still no key that opens it: the rest of the intake is worth having.
    return intake;
  }
}

export function createIntakeRepository(
  intakes: Model<IntakeDocument>,
  sealer: Sealer,
  within: Within,
): IntakeRepository {
  return {
    put: (scope, intake) =>
      within('intake', async (maxTimeMS) => {
        assertMayTouch(scope, intake.organisationId);
        const kept = await keepOnce(() => intakes.insertOne(toDocument(intake)));
        if (kept === 'kept') return { created: true, intake };
        const stored = await intakes
          .findOne({ _id: intake.id, organisationId: intake.organisationId }, null, { maxTimeMS })
          .lean<IntakeDocument>();
        if (!stored) throw conflict('This ID belongs to something else.');
        return { created: false, intake: toIntake(stored, sealer) };
      }),

    find: (scope, id) =>
      within('intake', async (maxTimeMS) => {
        const stored = await intakes
          .findOne({ _id: id, ...ownedBy(scope) }, null, { maxTimeMS })
          .lean<IntakeDocument>();
        return stored ? toIntake(stored, sealer) : undefined;
      }),

    markStarted: (scope, id, at) =>
      within('intake', async (maxTimeMS) => {
        await intakes.updateOne(
          { _id: id, awaitsStart: true, ...ownedBy(scope) },
          { $set: { startedAt: at }, $unset: { awaitsStart: 1, turnAt: 1, startFailures: 1 } },
          { maxTimeMS },
        );
      }),

    unstarted: (scope, turnBefore, limit) =>
      within('other', async (maxTimeMS) => {
        const found = await intakes
          .find({ awaitsStart: true, turnAt: trusted({ $lt: turnBefore }), ...ownedBy(scope) }, null, {
            maxTimeMS,
          })
          .sort({ turnAt: 1, _id: 1 })
          .limit(limit)
          .lean<IntakeDocument[]>();
        return found.map((document) => ({
          ...toIntake(document, sealer),
          startFailures: document.startFailures ?? 0,
        }));
      }),

    stepBack: (scope, id, nextTurnAt) =>
      within('intake', async (maxTimeMS) => {
        await intakes.updateOne(
          { _id: id, awaitsStart: true, ...ownedBy(scope) },
          { $set: { turnAt: nextTurnAt }, $inc: { startFailures: 1 } },
          { maxTimeMS },
        );
      }),

    awaitingCase: (createdBefore, limit) =>
      within('other', async (maxTimeMS) => {
        const found = await intakes
          .find(
            { awaitsCase: true, createdAt: trusted({ $lt: createdBefore }) },
            { organisationId: 1, createdAt: 1, startedAt: 1 },
            { maxTimeMS },
          )
          .sort({ createdAt: 1 })
          .limit(limit)
          .lean<Pick<IntakeDocument, '_id' | 'organisationId' | 'createdAt' | 'startedAt'>[]>();
        return found.map(({ _id: id, ...rest }) => ({ id, ...rest }));
      }),

    noteCases: (ids) =>
      within('other', async (maxTimeMS) => {
        await intakes.updateMany(
          { _id: trusted({ $in: [...ids] }), awaitsCase: true },
          { $unset: { awaitsCase: 1 } },
          { maxTimeMS },
        );
      }),

    noteTaken: (scope, id) =>
      within('intake', async (maxTimeMS) => {
        await intakes.updateOne(
          { _id: id, awaitsIncident: true, ...ownedBy(scope) },
          { $unset: { awaitsIncident: 1 } },
          { maxTimeMS },
        );
      }),

    texts: (scope, ids) =>
      within('other', async (maxTimeMS) => {
        const found = await intakes
          .find({ _id: trusted({ $in: [...ids] }), ...ownedBy(scope) }, null, { maxTimeMS })
          .lean<IntakeDocument[]>();
        const texts = new Map<string, string>();
        for (const document of found) {
          const { text, report } = toIntake(document, sealer);
          const words = text ?? report?.summary;
          if (words !== undefined) texts.set(document._id, words);
        }
        return texts;
      }),
  };
}
