import { DomainError } from '../../domain/errors.js';
import type { SealedText } from '../../domain/case-record.js';
import type { Scope } from '../../domain/scope.js';
import type { Intake, Store } from '../../db/store.js';
import { isUnavailable } from './time-limit.js';

export type KeptIntake =
  | { readonly kept: 'stored'; readonly created: boolean; readonly intake: Intake }
  /** MongoDB is away: the text travels sealed with whatever starts or updates the workflow. */
  | { readonly kept: 'sealed'; readonly sealed: SealedText };

/** The case was started before. Temporal forgets closed cases and would begin them anew; the intake remembers. */
export function hasStarted(kept: KeptIntake): boolean {
  return kept.kept === 'stored' && kept.intake.startedAt !== undefined;
}

export type Repetition = 'same-body' | 'any-body';

export interface IntakeKeeping {
  /**
   * Free text first: stores the intake, or seals it when MongoDB does not answer in its 500 ms. What is stored under the
   * ID already stays.
   *
   * @param repetition `same-body`: another body under the same ID is another request; `any-body`: the ID alone says that
   *   it is the same, as with a call or a text.
   * @throws DomainError `idempotency-key-reused` when another request has this ID.
   */
  keep(scope: Scope, intake: Intake, repetition: Repetition): Promise<KeptIntake>;
  /**
   * The incident has taken a note or an order, so its timeline names it. Where that cannot be noted nothing is lost: it is sought by its
   * incident as well when that is deleted.
   */
  noteTaken(scope: Scope, kept: KeptIntake): Promise<void>;
}

export function createIntakeKeeping({
  intakes,
  sealIntake,
}: {
  readonly intakes: Pick<Store['intakes'], 'put' | 'noteTaken'>;
  readonly sealIntake: (intake: Intake) => SealedText;
}): IntakeKeeping {
  return {
    async keep(scope, intake, repetition) {
      try {
        const { created, intake: stored } = await intakes.put(scope, intake);
        if (repetition === 'same-body' && stored.bodyHash !== intake.bodyHash) {
          throw new DomainError(
            'idempotency-key-reused',
            'This Idempotency-Key was used for another request.',
            [{ path: '/idempotency-key', message: 'was used for another request' }],
          );
        }
        return { kept: 'stored', created, intake: stored };
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        return { kept: 'sealed', sealed: sealIntake(intake) };
      }
    },

    async noteTaken(scope, kept) {
      if (kept.kept === 'sealed') return;
      try {
        await intakes.noteTaken(scope, kept.intake.id);
      } catch (error) {
        if (!isUnavailable(error)) throw error;
      }
    },
  };
}
