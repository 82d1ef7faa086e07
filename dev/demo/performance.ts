import { setTimeout as sleep } from 'node:timers/promises';
import type { DeskApi, TimelineItem } from '../client/desk-api.js';
import { phoneScripts, type PhoneSimulatorClient } from '../phone-simulator/client.js';
import { cast, castPhones, foundOrganisation } from './cast.js';
import { givePins } from './pins.js';

/** What the demo was told to show, and whether it did. */
export interface Performance {
  readonly asTold: boolean;
  readonly seconds: number;
  /** Absent when the status call did not become an incident. */
  readonly incidentId?: string;
  readonly scenes: readonly Scene[];
  readonly attempts: number;
  readonly timelineEntries: number;
}

export interface Scene {
  readonly name: string;
  readonly asTold: boolean;
}

export interface Stage {
  readonly api: DeskApi;
  readonly phones: PhoneSimulatorClient;
  /** Where the mails of the stack can be read. */
  readonly mailUrl: string;
  readonly tell: (line: string) => void;
  /** Aborted when nobody wants to see more: the performance rejects with the reason, and leaves nothing behind that rings. */
  readonly interrupted: AbortSignal;
}

/** The longest any scene may take, in seconds. */
const sceneSeconds = 60;

interface Act {
  readonly name: string;
  /** What sets the scene in motion. */
  readonly cue?: () => Promise<unknown>;
  readonly comesTrue: () => Promise<boolean>;
}

/**
 * Plays a call for help from the status call to the closure, and tells each line of the timeline as it happens. The
 * phones are played, everything else is the product. A scene that is not as told is the last one that is waited for.
 */
export async function perform(stage: Stage): Promise<Performance> {
  const { api, phones, tell, interrupted } = stage;
  const startedAt = Date.now();
  await castPhones(phones);
  const { organisationId, travellerId } = await foundOrganisation(api);
  await givePins(stage, organisationId);
  tell('The desk asks Toni for the status …');
  const statusCall = await api.must('POST', '/v1/status-calls', { organisationId, travellerId });
  const watch = new TimelineWatch(stage, String(statusCall['id']));
  const happens = (type: string, data: Readonly<Record<string, unknown>> = {}) => watch.happens(type, data);

  const acts: readonly Act[] = [
    {
      name: 'Toni says "Hilfe", and the incident is open',
      comesTrue: async () => (await watch.findIncident()) && happens('reported', { source: 'status-call' }),
    },
    {
      name: 'a life is in danger: the override’s clock runs',
      cue: () => watch.order('threat', { threat: 'immediate' }),
      comesTrue: () => happens('threat-set', { threat: 'immediate' }),
    },
    {
      name: 'the provider’s line is busy at first',
      comesTrue: () => happens('attempt-ended', { track: 'provider', reason: 'busy' }),
    },
    { name: 'then the provider presses 1', comesTrue: () => happens('taken', { means: 'key' }) },
    { name: 'Toni and the provider talk', comesTrue: () => happens('caller-joined') },
    {
      name: 'Anna and Ben do not pick up, Carla’s voicemail does, twice',
      comesTrue: () => watch.twoRoundsWithoutAnybody(),
    },
    {
      name: 'the life-safety override falls due by rule',
      comesTrue: () => happens('override-fired', { basis: 'rule' }),
    },
    {
      name: 'the provider accepts the mandate',
      cue: () => phones.phone(cast.carla.phone).reacts(phoneScripts.answers({ after: 1, press: '1' })),
      comesTrue: () => happens('mandate-accepted'),
    },
    {
      name: 'Carla picks up and presses 1',
      comesTrue: () => happens('acknowledged', { means: 'key' }),
    },
    {
      name: 'Frieda enters her PIN, and ratifies the override',
      comesTrue: () => happens('ratification-given', { answer: 'ratified' }),
    },
    {
      name: 'the desk closes the incident',
      cue: () => watch.order('close', { outcome: 'resolved' }),
      comesTrue: () => happens('closed', { outcome: 'resolved' }),
    },
  ];

  const scenes: Scene[] = [];
  let asTold = true;
  let isOver = false;
  try {
    for (const { name, cue, comesTrue } of acts) {
      interrupted.throwIfAborted();
      if (asTold) await cue?.();
      asTold = asTold && (await comesTrue());
      scenes.push({ name, asTold });
      tell(`${asTold ? '✓' : '✗'} ${name}`);
    }
    isOver = asTold;
  } finally {
    // Whatever went wrong, nobody is called any longer for a play.
    if (!isOver) await watch.breakOff();
  }

  const entries = await watch.read();
  return {
    asTold,
    seconds: Math.round((Date.now() - startedAt) / 100) / 10,
    ...(watch.incidentId === undefined ? {} : { incidentId: watch.incidentId }),
    scenes,
    attempts: entries.filter(({ type }) => type === 'attempt-started').length,
    timelineEntries: entries.length,
  };
}

/** Follows a status call, then the timeline of its incident, and tells every entry once. */
class TimelineWatch {
  #told = 0;
  #incidentId: string | undefined;

  constructor(
    private readonly stage: Stage,
    private readonly statusCallId: string,
  ) {}

  get incidentId(): string | undefined {
    return this.#incidentId;
  }

  /** False when the status call ends, or takes too long, without a call for help. */
  async findIncident(): Promise<boolean> {
    return this.#comesTrue(async () => {
      const { incidentId, state } = await this.stage.api.must('GET', `/v1/status-calls/${this.statusCallId}`);
      if (typeof incidentId === 'string') {
        this.#incidentId = incidentId;
        this.stage.tell(`It is incident ${incidentId}.`);
      }
      if (incidentId === undefined && (state === 'unreached' || state === 'answered')) return 'never';
      return this.#incidentId === undefined ? 'not yet' : 'now';
    });
  }

  async order(what: string, details: Readonly<Record<string, unknown>>): Promise<void> {
    await this.stage.api.must('POST', `/v1/incidents/${String(this.#incidentId)}/${what}`, details);
  }

  /** Ends what was begun, as far as it can be: nobody is to be called on for a performance that is over. */
  async breakOff(): Promise<void> {
    const { api, phones } = this.stage;
    await phones.phone(cast.toni.phone).isBusy();
    await phones
      .phone(cast.toni.phone)
      .hangsUp()
      .catch(() => undefined);
    const { body } = await api.ask('GET', `/v1/status-calls/${this.statusCallId}`);
    const incidentId = this.#incidentId ?? body['incidentId'];
    if (typeof incidentId === 'string') {
      await api.ask('POST', `/v1/incidents/${incidentId}/close`, { outcome: 'false-alarm' });
    }
  }

  async read(): Promise<readonly TimelineItem[]> {
    if (this.#incidentId === undefined) return [];
    const entries = await this.stage.api.timeline(this.#incidentId);
    for (const { sequence, at, text } of entries) {
      if (sequence <= this.#told) continue;
      this.#told = sequence;
      this.stage.tell(`  ${at.slice(11, 19)}  ${text}`);
    }
    return entries;
  }

  async happens(type: string, data: Readonly<Record<string, unknown>>): Promise<boolean> {
    return this.#entriesShow((entries) =>
      entries.some(
        (entry) =>
          entry.type === type && Object.entries(data).every(([key, value]) => entry.data[key] === value),
      ),
    );
  }

  /** Two rounds of the internal contacts ended before anybody was reached: two rings each, and two voicemails. */
  async twoRoundsWithoutAnybody(): Promise<boolean> {
    return this.#entriesShow((entries) => {
      const ended = entries.filter(
        ({ type, data }) => type === 'attempt-ended' && data['track'] === 'internal',
      );
      const because = (reason: string) => ended.filter(({ data }) => data['reason'] === reason).length;
      return because('no-answer') >= 4 && because('voicemail') >= 2;
    });
  }

  #entriesShow(isTrue: (entries: readonly TimelineItem[]) => boolean): Promise<boolean> {
    return this.#comesTrue(async () => (isTrue(await this.read()) ? 'now' : 'not yet'));
  }

  async #comesTrue(look: () => Promise<'now' | 'not yet' | 'never'>): Promise<boolean> {
    const { interrupted: signal } = this.stage;
    const deadline = Date.now() + sceneSeconds * 1000;
    while (Date.now() < deadline) {
      const seen = await look();
      if (seen !== 'not yet') return seen === 'now';
      await sleep(150, undefined, { signal });
    }
    return false;
  }
}
