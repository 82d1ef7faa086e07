import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, type DeskApi, type TimelineItem } from '../client/desk-api.js';
import { phoneScripts, type PhoneSimulatorClient } from '../phone-simulator/client.js';
import { cast, castPhones, foundOrganisation } from './cast.js';

/** What the demo was told to show, and whether it did. */
export interface Performance {
  readonly asTold: boolean;
  readonly seconds: number;
  readonly incidentId: string;
  readonly scenes: readonly Scene[];
  readonly attempts: number;
  readonly timelineEntries: number;
}

export interface Scene {
  readonly name: string;
  readonly asTold: boolean;
}

/** The longest any scene may take, in seconds. */
const sceneSeconds = 60;

/**
 * Plays a call for help from the status call to the closure, and tells each line of the timeline as it happens. The
 * phones are played, everything else is the product.
 */
export async function perform(
  api: DeskApi,
  phones: PhoneSimulatorClient,
  tell: (line: string) => void,
): Promise<Performance> {
  const startedAt = Date.now();
  const scenes: Scene[] = [];
  const scene = async (name: string, comesTrue: () => Promise<boolean>): Promise<void> => {
    const asTold = await comesTrue();
    scenes.push({ name, asTold });
    tell(`${asTold ? '✓' : '✗'} ${name}`);
  };

  await castPhones(phones);
  const { organisationId, travellerId } = await foundOrganisation(api);
  tell('The desk asks Toni for the status …');
  const statusCall = await api.must('POST', '/v1/status-calls', { organisationId, travellerId });
  const answered = await eventually(async () => {
    const current = await api.must('GET', `/v1/status-calls/${String(statusCall['id'])}`);
    return typeof current['incidentId'] === 'string' ? current['incidentId'] : undefined;
  }, sceneSeconds);
  if (answered === undefined) throw new Error('The status call did not become an incident.');
  const incidentId = answered;
  const watch = new TimelineWatch(api, incidentId, tell);
  const happens = (type: string, data: Readonly<Record<string, unknown>> = {}) => watch.happens(type, data);

  await scene('Toni says "Hilfe", and the incident is open', () =>
    happens('reported', { source: 'status-call' }),
  );
  await api.must('POST', `/v1/incidents/${incidentId}/threat`, { threat: 'immediate' });
  await scene('a life is in danger: the override’s clock runs', () =>
    happens('threat-set', { threat: 'immediate' }),
  );
  await scene('the provider’s line is busy at first', () =>
    happens('attempt-ended', { track: 'provider', reason: 'busy' }),
  );
  await scene('then the provider presses 1', () => happens('taken', { means: 'key' }));
  await scene('Toni and the provider talk', () => happens('caller-joined'));
  await scene('Anna and Ben do not pick up, Carla’s voicemail does, twice', () =>
    watch.twoRoundsWithoutAnybody(),
  );
  await scene('the life-safety override falls due by rule', () =>
    happens('override-fired', { basis: 'rule' }),
  );
  await phones.phone(cast.carla.phone).reacts(phoneScripts.answers({ after: 1, press: '1' }));
  await scene('the provider accepts the mandate', () => happens('mandate-accepted'));
  await scene('Carla picks up and presses 1', () => happens('acknowledged', { means: 'key' }));
  await scene('Frieda ratifies the override', () => happens('ratification-given', { answer: 'ratified' }));
  await api.must('POST', `/v1/incidents/${incidentId}/close`, { outcome: 'resolved' });
  await scene('the desk closes the incident', () => happens('closed', { outcome: 'resolved' }));

  const entries = await watch.read();
  return {
    asTold: scenes.every(({ asTold }) => asTold),
    seconds: Math.round((Date.now() - startedAt) / 100) / 10,
    incidentId,
    scenes,
    attempts: entries.filter(({ type }) => type === 'attempt-started').length,
    timelineEntries: entries.length,
  };
}

/** Follows a timeline and tells every entry once. */
class TimelineWatch {
  #told = 0;

  constructor(
    private readonly api: DeskApi,
    private readonly incidentId: string,
    private readonly tell: (line: string) => void,
  ) {}

  async read(): Promise<readonly TimelineItem[]> {
    const entries = await this.api.timeline(this.incidentId);
    for (const { sequence, at, text } of entries) {
      if (sequence <= this.#told) continue;
      this.#told = sequence;
      this.tell(`  ${at.slice(11, 19)}  ${text}`);
    }
    return entries;
  }

  async happens(type: string, data: Readonly<Record<string, unknown>>): Promise<boolean> {
    return this.#comesTrue((entries) =>
      entries.some(
        (entry) =>
          entry.type === type && Object.entries(data).every(([key, value]) => entry.data[key] === value),
      ),
    );
  }

  /** Two rounds of the internal contacts ended before anybody was reached: two rings each, and two voicemails. */
  async twoRoundsWithoutAnybody(): Promise<boolean> {
    return this.#comesTrue((entries) => {
      const ended = entries.filter(
        ({ type, data }) => type === 'attempt-ended' && data['track'] === 'internal',
      );
      const because = (reason: string) => ended.filter(({ data }) => data['reason'] === reason).length;
      return because('no-answer') >= 4 && because('voicemail') >= 2;
    });
  }

  async #comesTrue(isTrue: (entries: readonly TimelineItem[]) => boolean): Promise<boolean> {
    const deadline = Date.now() + sceneSeconds * 1000;
    while (Date.now() < deadline) {
      if (isTrue(await this.read())) return true;
      await sleep(150);
    }
    return false;
  }
}
