import type { SupportCases } from '../../cases/cases.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import { SupportCaseClosedError } from '../../domain/support-case/support-case-closed.js';
import {
  isSupportCaseNotRunning,
  SupportCaseNotRunningError,
} from '../../domain/support-case/support-case-not-running.js';

export interface LostCaseGuardDependencies {
  readonly supportCases: SupportCases;
  /** Whether the case is closed by what is stored. */
  readonly isClosed: (id: SupportCaseId) => Promise<boolean>;
  /** Told of a case that should run and does not. */
  readonly suspect: (id: SupportCaseId) => void;
}

/**
 * The running cases, for whoever asks something of them. A case that does not run is closed only if what is stored says so (C6): it
 * ends when its closure is known to be stored. Any other was lost by the engine, and whoever asks is told to repeat.
 */
export function guardLostCases({ supportCases, isClosed, suspect }: LostCaseGuardDependencies): SupportCases {
  async function whyNotRunning(id: SupportCaseId): Promise<Error> {
    if (await isClosed(id)) return new SupportCaseClosedError();
    suspect(id);
    return new SupportCaseNotRunningError();
  }

  async function asking<Answer>(id: SupportCaseId, ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask();
    } catch (error) {
      throw isSupportCaseNotRunning(error) ? await whyNotRunning(id) : error;
    }
  }

  return {
    ...supportCases,
    addMessage: (id, ...told) => asking(id, () => supportCases.addMessage(id, ...told)),
    assign: (id, ...told) => asking(id, () => supportCases.assign(id, ...told)),
    changeState: (id, ...told) => asking(id, () => supportCases.changeState(id, ...told)),
    close: (id, ...told) => asking(id, () => supportCases.close(id, ...told)),
    mergeInto: (id, ...told) => asking(id, () => supportCases.mergeInto(id, ...told)),
    async isRunning(id) {
      const isRunning = await supportCases.isRunning(id);
      if (!isRunning) suspect(id);
      return isRunning;
    },
  };
}
