import { randomBytes } from 'node:crypto';
import type { WebhookOutcome } from '../../activities/contract.js';
import { createSealer } from '../../db/sealer.js';
import { everyDay, openingHours } from '../../domain/hours/hours.fixture.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import { targetKey } from '../../domain/target.js';
import { tellingError } from '../workflows/canaries.js';
import { playIncident, type IncidentStory } from '../workflows/incident-story.js';
import {
  anna,
  ben,
  carla,
  clinic,
  desk as deskLine,
  frieda,
  person,
  provider,
  traveller,
  unreachable,
} from '../workflows/people.js';
import {
  declines,
  inTurn,
  isVoicemail,
  presses1,
  ringsOut,
  type ScriptedDesk,
} from '../workflows/scripted-desk.js';
import type { History } from '../workflows/stage.js';
import {
  operator,
  partner,
  playSupportCase,
  type SupportCaseStory,
} from '../workflows/support-case-story.js';
import { playPersonErasure, playTextTrace } from '../workflows/one-activity-story.js';
import { playRetentionRun } from '../workflows/retention-run-story.js';
import { playStatusCall, type StatusCallStory } from '../workflows/status-call-story.js';
import type { TimeSkipping } from '../workflows/time-skipping.js';
import { playWebhookDelivery, type WebhookDeliveryStory } from '../workflows/webhook-delivery-story.js';
import type { SupportCaseStart } from '../../workflows/support-case/support-case.messages.js';
import type { IncidentStart } from '../../workflows/incident/incident.messages.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const halfDay = openingHours({ timeZone: 'UTC', weekly: everyDay([{ from: '00:00', to: '12:00' }]) });
const wholeDay = openingHours({ timeZone: 'UTC', weekly: everyDay([{ from: '00:00', to: '24:00' }]) });
const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });

/** Plays one typical case and gives back the histories of its runs. */
export type RecordedStory = (server: TimeSkipping) => Promise<readonly History[]>;

function incident(
  prepare: (desk: ScriptedDesk) => Partial<IncidentStart>,
  story: (around: IncidentStory) => Promise<void>,
  before?: (around: IncidentStory) => Promise<void>,
): RecordedStory {
  return async (server) => {
    let histories: readonly History[] = [];
    await playIncident(
      server,
      prepare,
      async (around) => {
        await story(around);
        histories = await around.histories();
      },
      before,
    );
    return histories;
  };
}

function statusCall(
  prepare: (desk: ScriptedDesk) => void,
  story: (around: StatusCallStory) => Promise<void>,
): RecordedStory {
  return async (server) => {
    let histories: readonly History[] = [];
    await playStatusCall(server, prepare, async (around) => {
      await story(around);
      histories = await around.histories();
    });
    return histories;
  };
}

function webhookDelivery(
  outcomes: readonly WebhookOutcome[],
  story: (around: WebhookDeliveryStory) => Promise<void>,
): RecordedStory {
  return async (server) => {
    const histories: History[] = [];
    await playWebhookDelivery(server, outcomes, async (around) => {
      await story(around);
      histories.push(await around.history());
    });
    return histories;
  };
}

/** Stored are the histories the case that the story begins with, and of those that it names. */
function supportCase(
  story: (around: SupportCaseStory) => Promise<readonly SupportCaseId[]>,
  start: Partial<SupportCaseStart> = {},
): RecordedStory {
  return async (server) => {
    const histories: History[] = [];
    await playSupportCase(server, { hours: wholeDay, start }, async (around) => {
      const others = await story(around);
      await around.atRest();
      for (const id of [around.id, ...others]) histories.push(...(await around.histories(id)));
    });
    return histories;
  };
}

/** A case with everything that the desk does to it, on hold for weeks. */
async function onHold({ id, cases, writes, update, until, stored, now, passUntil }: SupportCaseStory) {
  await cases.assign(id, { by: operator, to: 'usr_operator1' }, update());
  await writes(operator, 'open');
  await writes(partner);
  await cases.changeState(id, { by: operator, to: 'on-hold' }, update());
  await until(() => stored.view?.state === 'on-hold');
  await passUntil((await now()) + 20 * day);
  await cases.changeState(id, { by: operator, to: 'open' }, update());
  await writes(operator);
  await until(() => stored.view?.state === 'waiting-for-partner');
  return [];
}

/** The cases whose histories every later version of the workflows must be able to replay. */
export const recordedStories: Readonly<Record<string, RecordedStory>> = {
  'incident-from-report-to-end': incident(
    (desk) => {
      desk.policy = { ...desk.policy, reopenWindowSeconds: 3600 };
      desk.internal = [{ target: ben.target, steps: [] }, anna, carla];
      desk.whenCalled(deskLine, inTurn(isVoicemail, presses1));
      desk.whenCalled(anna, inTurn(declines, ringsOut));
      desk.whenCalled(carla, inTurn(ringsOut, presses1));
      return {};
    },
    async ({ pass, notes, closes, until, handle }) => {
      await pass('6 minutes');
      await notes('note_1');
      await closes();
      await pass('2 hours');
      await until(async () => (await handle.describe()).status.name === 'COMPLETED');
    },
  ),

  'incident-with-override': incident(
    (desk) => {
      desk.policy = { ...desk.policy, overrideDelaySeconds: 120, acknowledgementExpirySeconds: 600 };
      desk.authorising = [frieda];
      desk.whenCalled(provider, inTurn(presses1, declines, presses1));
      desk.whenCalled(frieda, inTurn(ringsOut, presses1));
      return {};
    },
    async ({ pass, setsThreat, acknowledges }) => {
      await pass('10 seconds');
      await setsThreat('immediate');
      await setsThreat('none');
      await setsThreat('immediate');
      await pass('3 minutes');
      await acknowledges(anna);
      await pass('12 minutes');
    },
  ),

  'incident-stopped-rerouted-reopened': incident(
    (desk) => {
      desk.providerOf.medical = [clinic, deskLine];
      desk.whenCalled(provider, desk.staysOnThePhone);
      desk.whenCalled(anna, desk.staysOnThePhone);
      desk.whenCalled(clinic, presses1);
      return {};
    },
    async ({ desk, until, pass, acknowledges, routes, closes, reopens, fires }) => {
      await until(() => desk.isOnThePhone(provider) && desk.isOnThePhone(anna));
      await acknowledges(ben);
      await routes('medical');
      await pass('1 minute');
      await closes();
      await pass('10 minutes');
      desk.whenCalled(anna, presses1);
      await reopens();
      await pass('1 minute');
      await fires();
      await pass('1 minute');
    },
  ),

  'incident-with-caller': incident(
    (desk) => {
      desk.policy = { ...desk.policy, callBackAttempts: 2 };
      desk.internal = [];
      desk.caller = [traveller];
      desk.whenCalled(provider, inTurn(ringsOut, presses1));
      desk.whenCalled(traveller, inTurn(ringsOut, presses1));
      return { callerWaiting: true };
    },
    async ({ pass, joins, leaves, asksForHelp }) => {
      await joins('CAcaller', 'caller', 1);
      await pass('20 seconds');
      await leaves('CAcaller', 'caller', 2);
      await pass('90 seconds');
      await joins('CAback', 'caller', 3);
      await pass('20 seconds');
      await joins('CAprovider', targetKey(provider.target), 4);
      await pass('2 minutes');
      await leaves('CAback', 'caller', 5);
      await leaves('CAprovider', targetKey(provider.target), 6);
      await asksForHelp({ callerWaiting: false, callBack: true, lifeInDanger: false });
      await pass('1 minute');
    },
  ),

  'incident-in-several-runs': incident(
    (desk) => {
      desk.policy = { ...desk.policy, roundDelaySeconds: 60, contactsNeeded: 2 };
      desk.whenCalled(anna, inTurn(declines, ringsOut));
      desk.whenCalled(ben, inTurn(ringsOut, presses1));
      desk.whenCalled(provider, presses1);
      return { threat: 'immediate', longHistory: 50 };
    },
    async ({ pass, declines: declinesByText, acknowledges }) => {
      await pass('3 minutes');
      await declinesByText(carla);
      await pass('5 minutes');
      await acknowledges(anna);
      await pass('10 minutes');
    },
  ),

  'incident-with-orders': incident(
    (desk) => {
      desk.policy = { ...desk.policy, approvalExpirySeconds: 900, roundDelaySeconds: 60 };
      desk.authorising = [frieda, person('authorising-person', 'con_gustav')];
      desk.whenCalled(provider, presses1);
      desk.whenCalled(anna, presses1);
      desk.whenCalled(frieda, inTurn(ringsOut, presses1));
      return {};
    },
    async ({ pass, ordersService, decides, withdraws, recordsCost, fires }) => {
      await pass('10 seconds');
      await ordersService('ord_first1', euros(1200));
      await pass('5 minutes');
      await recordsCost('ord_first1', euros(1250));
      await ordersService('ord_second', euros(300));
      await withdraws('ord_second');
      await ordersService('ord_third1', euros(400), { expiresInSeconds: 60 });
      await pass('5 minutes');
      await fires();
      await ordersService('ord_fourth', euros(900_000));
      await decides(frieda, 'ord_fourth', 'refused');
      await pass('5 minutes');
    },
  ),

  'incident-under-duress': incident(
    (desk) => {
      desk.caller = [traveller];
      desk.whenCalled(provider, presses1);
      return { silent: true, threat: 'immediate' };
    },
    async ({ pass }) => {
      await pass('1 minute');
    },
  ),

  'incident-while-mongodb-is-away': incident(
    (desk) => {
      desk.mongoIsAway = true;
      desk.whenCalled(provider, presses1);
      const sealer = createSealer(randomBytes(32));
      return { sealed: { intakeId: 'inc_sealed', sealed: sealer.seal(tellingError) } };
    },
    async ({ desk, pass, notes }) => {
      await pass('7 minutes');
      await notes('note_1');
      desk.mongoIsAway = false;
      await pass('6 minutes');
    },
  ),

  'incident-with-early-messages': incident(
    (desk) => {
      desk.whenCalled(provider, presses1);
      return {};
    },
    async ({ pass }) => {
      await pass('1 minute');
    },
    async ({ asksForHelp, acknowledges, joins }) => {
      await asksForHelp({ callerWaiting: true, callBack: false, lifeInDanger: true });
      await joins('CAcaller', 'caller', 1);
      acknowledges(anna).catch(() => undefined);
    },
  ),

  'incident-with-nobody-to-call': incident(
    (desk) => {
      desk.internal = [unreachable(anna)];
      desk.whenCalled(provider, presses1);
      desk.whenCalled(anna, presses1);
      return {};
    },
    async ({ desk, pass }) => {
      await pass('5 minutes');
      desk.internal = [anna];
      await pass('2 minutes');
    },
  ),

  'support-case-closed-by-desk': supportCase(async (around) => {
    await onHold(around);
    const { id, cases, update, until, stored } = around;
    await cases.close(id, { by: operator, outcome: 'answered' }, update());
    await until(() => stored.view?.state === 'closed');
    return [];
  }),

  /** Recorded before the desk was reminded of cases on hold, and before its next word was promised. */
  'support-case-before-reminders': supportCase(onHold),

  'support-case-in-several-runs': supportCase(
    async ({ writes, now, passUntil, until, stored }) => {
      for (let message = 0; message < 12; message += 1) await writes(message % 3 === 0 ? operator : partner);
      await writes(operator);
      await until(() => stored.view?.state === 'waiting-for-partner');
      await passUntil((await now()) + 30 * day);
      await until(() => stored.view?.state === 'closed');
      return [];
    },
    { longHistory: 60 },
  ),

  'support-case-merged': supportCase(async ({ id, cases, openAnother, until, stored, update, writes }) => {
    const other = await openAnother();
    await writes(partner);
    await cases.mergeInto(id, { by: operator, into: other.id }, update());
    await until(() => stored.view?.state === 'closed');
    await until(() => other.stored.entries.some(({ event }) => event.type === 'duplicate-merged'));
    return [other.id];
  }),

  'status-call-answered-help': statusCall(
    (desk) => {
      desk.helpFailures = 1;
      desk.whenCalled(traveller, desk.staysOnThePhone);
    },
    async ({ desk, until, answers, pass, hasEnded }) => {
      await until(() => desk.isOnThePhone(traveller));
      await answers('help', 'sms');
      await pass('1 minute');
      await until(hasEnded);
    },
  ),

  'status-call-unreached': statusCall(
    () => undefined,
    async ({ pass, until, hasEnded }) => {
      await pass('20 minutes');
      await until(hasEnded);
    },
  ),

  'support-case-from-opening-to-closure': supportCase(
    async ({ cases, id, update, writes, now, passUntil, changeHours, until, stored }) => {
      const begun = await now();
      await writes(partner);
      changeHours(halfDay, 'second');
      await cases.tellHours(id, { revision: 'second' });
      await passUntil(begun + 3 * hour + minute);
      await cases.assign(id, { by: operator, to: 'usr_operator1' }, update());
      await cases.changeState(id, { by: operator, to: 'on-hold' }, update());
      await passUntil(begun + 5 * hour + minute);
      await writes(operator, 'open');
      await writes(operator);
      await passUntil(begun + 16 * day);
      await until(() => stored.view?.state === 'closed');
      return [];
    },
  ),

  'support-case-taken-up': supportCase(
    async ({ cases, id, lose, takeUp, writes, atRest, now, passUntil, update, until }) => {
      await writes(operator);
      await atRest();
      await lose();
      await takeUp();
      await passUntil((await now()) + minute);
      await writes(partner);
      await cases.close(id, { by: operator, outcome: 'answered' }, update());
      await until(async () => !(await cases.isRunning(id)));
      return [];
    },
  ),

  'webhook-delivery-with-retries': webhookDelivery(
    [
      { next: 'another-attempt', pauseSeconds: 5 },
      { next: 'another-attempt', pauseSeconds: 3600 },
      { next: 'another-attempt', pauseSeconds: 300 },
      { next: 'nothing' },
    ],
    async ({ attempted, asksForIt, ends }) => {
      await attempted(1);
      await asksForIt();
      await attempted(2);
      await ends();
    },
  ),

  'retention-run': async (server) => {
    const startedBy = { by: 'user', userId: 'usr_operator1' } as const;
    const start = { organisationId: 'org_story0001', startedBy, unpaced: true } as const;
    const { history } = await playRetentionRun(server, start, { incidents: 2 });
    return [history];
  },

  'person-erasure': async (server) => [
    await playPersonErasure(server, { organisationId: 'org_story0001', erasureId: 'era_story00001' }),
  ],

  'text-trace': async (server) => {
    const sealer = createSealer(randomBytes(32));
    return [await playTextTrace(server, 'SM1', { sealed: sealer.seal(tellingError) })];
  },
};
