import type { Logger } from 'pino';
import type { Model } from 'mongoose';
import type { CaseView, SealedText } from '../../domain/case-record.js';
import { keepOnce } from '../keep-once.js';
import type { IntakeDocument } from '../models/intake.js';
import { openIntake } from '../sealed-intake.js';
import type { Sealer } from '../sealer.js';

/** Stores the intakes that travelled sealed, each once: whatever stands under the ID already stays. */
export type StoreSealedTexts = (view: CaseView, sealedTexts: readonly SealedText[]) => Promise<void>;

export function createStoreSealedTexts(
  intakes: Model<IntakeDocument>,
  sealer: Sealer,
  log: Pick<Logger, 'error'>,
): StoreSealedTexts {
  /** The workflow runs, so nothing about this intake waits for the sweeper. */
  function toContents(view: CaseView, sealedText: SealedText): Omit<IntakeDocument, '_id'> {
    const startedAt = new Date(view.openedAt);
    const frame = {
      organisationId: view.organisationId,
      // Nobody will note that the incident has taken them: what has brought them may be of a task that was lost.
      ...(view.case === 'incident' && sealedText.intakeId !== view.id
        ? ({ caseId: view.id, awaitsIncident: true } as const)
        : {}),
      startedAt,
    };
    try {
      const { id: _id, ...contents } = openIntake(sealer, sealedText);
      return { ...contents, ...frame };
    } catch (error) {
      // A projection that failed here would fail for ever and take the timeline with it.
      log.error(
        { intakeId: sealedText.intakeId, error: error instanceof Error ? error.name : 'unknown' },
        'a sealed text cannot be opened with this key; it is kept sealed',
      );
      return {
        ...frame,
        kind: sealedText.intakeId === view.id ? view.case : 'note',
        bodyHash: '',
        sealed: sealedText.sealed,
        createdAt: startedAt,
      };
    }
  }

  return async (view, sealedTexts) => {
    await Promise.all(
      sealedTexts.map(async (sealedText) => {
        await keepOnce(() =>
          intakes.updateOne(
            { _id: sealedText.intakeId },
            { $setOnInsert: toContents(view, sealedText) },
            { upsert: true },
          ),
        );
      }),
    );
  };
}
