import { isCancellation, proxyLocalActivities } from '@temporalio/workflow';
import type { DirectoryActivities, IncidentDirectory } from '../../activities/contract.js';
import type { Service } from '../../domain/incident/incident.js';
import { targetKey } from '../../domain/target.js';
import type { IncidentCase } from './incident.case.js';
import { firstInformed, firstOf } from './incident.informed.js';
import type { IncidentStart } from './incident.messages.js';

const { loadIncidentDirectory } = proxyLocalActivities<DirectoryActivities>({
  startToCloseTimeout: '2 seconds',
  retry: { initialInterval: '200 milliseconds', maximumAttempts: 3 },
});

/** A directory that came with the report is read anew when the first step is later than that. Milliseconds. */
const longestHandOver = 30_000;

/**
 * Who is called for this incident, under which policy: read before each step, since saved changes count from the next one
 * on (E5). What was read last is kept in the incident's data.
 */
export class DirectoryReading {
  #wasRead: boolean;
  #holdsFirstRecord = false;
  #handedOverAt: number | undefined;
  #underWay: { readonly service: Service; readonly read: Promise<IncidentDirectory> } | undefined;

  /** @param handedOver what came with the report. */
  constructor(
    private readonly incident: IncidentCase,
    private readonly handedOver: IncidentStart['directory'],
  ) {
    this.#wasRead = incident.data.informed !== undefined;
  }

  /** Before that nothing can be judged by the organisation's policy. */
  get wasRead(): boolean {
    return this.#wasRead;
  }

  /** Until the ladders are known there is no dial that the first record could travel with. */
  holdFirstRecord(): void {
    if (this.#wasRead) return;
    this.#holdsFirstRecord = true;
    this.incident.journal.hold();
  }

  /** Read together by tracks that begin a round at the same moment. */
  readonly load = (): Promise<IncidentDirectory> => {
    const { service } = this.incident.data;
    if (this.#underWay?.service !== service) this.#underWay = { service, read: this.#read(service) };
    return this.#underWay.read;
  };

  /** Who may decide, and up to which amount, counts as it is saved now; while nobody can tell, as it was read last. */
  readonly readAgain = async (): Promise<void> => {
    try {
      await this.load();
    } catch (failure) {
      if (isCancellation(failure)) throw failure;
    }
  };

  async #read(service: Service): Promise<IncidentDirectory> {
    const directory = await (this.#handedOver(service) ?? this.#lookUp(service)).finally(() => {
      if (this.#underWay?.service === service) this.#underWay = undefined;
      if (this.#holdsFirstRecord) this.incident.journal.release();
      this.#holdsFirstRecord = false;
    });
    this.#wasRead = true;
    this.#take(directory, service);
    return directory;
  }

  #take(directory: IncidentDirectory, service: Service): void {
    const { incident } = this;
    const { data } = incident;
    data.policy = directory.policy;
    data.authorising = directory.authorising.map(({ target }) => target);
    const limits = directory.authorising.flatMap(({ target, limit }) =>
      limit === undefined ? [] : [[targetKey(target), limit] as const],
    );
    if (limits.length > 0) data.limits = Object.fromEntries(limits);
    else delete data.limits;
    incident.ratification.askWhoIsNamedNow(Date.now());
    const { informed } = data;
    if (informed === undefined) incident.informFirst(firstInformed(data, service, directory));
    else if (informed.service !== service) {
      incident.informProvider(service, firstOf(directory.provider, data));
    }
    // By the organisation's own delay the override may be due already; then nobody is called for less than the mandate.
    incident.passDeadlines(Date.now());
  }

  #lookUp(service: Service): Promise<IncidentDirectory> {
    const { start, silent } = this.incident.data;
    const { organisationId, incidentId, travellerId } = start;
    return loadIncidentDirectory({
      organisationId,
      incidentId,
      service,
      ...(travellerId === undefined ? {} : { travellerId }),
      ...(silent === undefined ? {} : { silent }),
    });
  }

  /** What came with the report counts for the first step only: saved changes count from the next one on. */
  #handedOver(service: Service): Promise<IncidentDirectory> | undefined {
    const now = Date.now();
    const { handedOver } = this;
    if (handedOver?.service !== service || now - handedOver.readAt > longestHandOver) return undefined;
    this.#handedOverAt ??= now;
    return this.#handedOverAt === now ? Promise.resolve(handedOver.content) : undefined;
  }
}
