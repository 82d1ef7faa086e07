import { randomBytes } from 'node:crypto';
import { createSealer } from '../../db/sealer.js';
import { targetKey } from '../../domain/target.js';
import type { IncidentStart } from '../../workflows/incident/incident.messages.js';
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
import type { RecordedStory } from './recorded-story.js';

const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });

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

/** Incidents, by what happens in them. */
export const recordedIncidents: Readonly<Record<string, RecordedStory>> = {
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
};
