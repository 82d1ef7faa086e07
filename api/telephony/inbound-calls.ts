import { setTimeout as pause } from 'node:timers/promises';
import type { Cases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { IncidentView } from '../../domain/case-record.js';
import type { IncidentId } from '../../domain/identifiers.js';
import { overCall } from '../../domain/incident/conference.js';
import type { Language } from '../../domain/language.js';
import { phoneNumberSchema } from '../../domain/phone-number.js';
import { deskScope } from '../../domain/scope.js';
import type { Target } from '../../domain/target.js';
import type { VoiceScript, VoiceStep } from '../../providers/telephony/voice-script.js';
import type { VoiceWebhook } from '../../providers/telephony/webhooks.js';
import type { Wording } from '../../wording/wording.js';
import type { BackgroundWork } from '../background-work.js';
import type { CallersIncidents } from '../use-cases/callers-incidents.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import type { Notes } from '../use-cases/incident-actions.js';
import type { CallForHelp, IncidentOpening } from '../use-cases/incident-opening.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { Bridging } from './bridging.js';
import type { HelpOnCall } from './help-on-call.js';
import type { InboundAddresses, InboundCaller, OtherCaller } from './inbound-addresses.js';
import { inboundCaller, type InboundCallers, type InboundParty } from './inbound-callers.js';
import { choiceOf, choiceQuestion, noChoice, type Choice } from './inbound-choice.js';
import { callerLabel, type Joining } from './joining.js';
import { chosenCaller, type OrganisationQuestion } from './organisation-question.js';
import type { PresenceTelling } from './presence-telling.js';

export interface InboundCallDependencies {
  readonly callers: InboundCallers;
  readonly organisationQuestion: OrganisationQuestion;
  readonly callersIncidents: CallersIncidents;
  readonly helpOnCall: HelpOnCall;
  readonly opening: IncidentOpening;
  readonly incidents: Pick<Cases['incidents'], 'tellHelp'>;
  readonly intakes: Pick<Store['intakes'], 'find'>;
  readonly notes: Notes;
  readonly joining: Joining;
  readonly presence: Pick<PresenceTelling, 'tell' | 'callOver'>;
  readonly bridging: Pick<Bridging, 'join'>;
  readonly addresses: InboundAddresses;
  readonly wording: Wording;
  readonly background: BackgroundWork;
  /** How long the webhook of a choice may be behind the one that says that the call is over. Milliseconds. */
  readonly graceMilliseconds: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The conversation with whoever calls the emergency number (I5). */
export interface InboundCalls {
  voice(webhook: VoiceWebhook): Promise<VoiceScript>;
  /** The answer to which organisation is meant, or none. */
  organisation(
    webhook: VoiceWebhook,
    assumed: InboundCaller,
    others: readonly OtherCaller[],
  ): Promise<VoiceScript>;
  /** @param asked how often the menu was read out. */
  choice(webhook: VoiceWebhook, caller: InboundCaller, asked: number): VoiceScript;
  silence(webhook: VoiceWebhook, caller: InboundCaller, asked: number): VoiceScript;
  /** A caller who hung up before choosing has called for help all the same: they are called back. */
  status(webhook: VoiceWebhook): void;
}

const mostReadings = 2;
const timeoutSeconds = 6;
export function createInboundCalls(dependencies: InboundCallDependencies): InboundCalls {
  const {
    callers,
    organisationQuestion,
    callersIncidents,
    helpOnCall,
    opening,
    incidents,
    joining,
    presence,
    bridging,
    addresses,
    wording,
    background,
  } = dependencies;
  /** The incidents that calls have come to in this process; elsewhere the incident's ID or the note says so. */
  const served = new Map<string, IncidentId>();

  function serve(callSid: string, incidentId: IncidentId): void {
    served.set(callSid, incidentId);
    setTimeout(() => served.delete(callSid), 24 * 3_600_000).unref();
  }

  function menu(caller: InboundCaller, asked: number, texts: readonly string[]): VoiceScript {
    const { language } = caller;
    const answerUrl = addresses.choice(caller, asked);
    return [
      choiceQuestion({ texts, language, timeoutSeconds, answerUrl }, wording),
      { do: 'go-to', url: addresses.silence(caller, asked) },
    ];
  }

  function callOf(
    { callSid, from }: VoiceWebhook,
    { organisation: organisationId, traveller: travellerId, language, chosenBy }: InboundCaller,
    { kind, threat }: Choice,
    line: { readonly isOnTheLine: boolean; readonly said: string | undefined },
  ): CallForHelp {
    const phone = phoneNumberSchema.safeParse(from);
    return {
      incidentId: incidentIdOfCall(callSid),
      organisationId,
      report: {
        kind,
        threat,
        summary: line.said ?? wording.text(language, 'report.call'),
        ...(travellerId === undefined ? {} : { travellerId }),
      },
      source: 'inbound-call',
      reportedBy: { by: 'target', target: { role: 'traveller', id: travellerId ?? 'caller' } },
      ...(phone.success ? { callerPhone: phone.data } : {}),
      callerWaiting: line.isOnTheLine,
      callBack: !line.isOnTheLine,
      ...(chosenBy === undefined ? {} : { organisationChosenBy: chosenBy }),
    };
  }

  function connect(webhook: VoiceWebhook, caller: InboundCaller, choice: Choice): VoiceScript {
    const said = webhook.speech?.text.trim();
    const call = callOf(webhook, caller, choice, {
      isOnTheLine: true,
      said: said === undefined || said === '' ? undefined : said,
    });
    serve(webhook.callSid, call.incidentId);
    helpOnCall.open(call, webhook, choice.threat === 'immediate');
    const { language } = caller;
    return [
      ...(choice === noChoice ? [say(language, wording.text(language, 'voice.inbound.noChoice'))] : []),
      say(language, wording.text(language, 'voice.caller.connecting')),
      say(language, wording.text(language, 'voice.caller.ifCutOff')),
      joining(call, callerLabel, webhook),
    ];
  }

  /** Whoever was cut off and calls again waits in the conference of the incident that they opened. */
  function rejoin({ callSid, account }: VoiceWebhook, view: IncidentView, language: Language): VoiceScript {
    const { id: incidentId, organisationId, travellerId = 'caller' } = view;
    const caller: Target = { role: 'traveller', id: travellerId };
    serve(callSid, incidentId);
    background.runUntilItWorks(
      'telling that the caller waits again',
      () => incidents.tellHelp(incidentId, { callerWaiting: true, callBack: false, lifeInDanger: false }),
      { giveUpAfter: 10 * 60_000 },
    );
    background.run('noting that the caller called again', () =>
      dependencies.notes.add({
        scope: deskScope,
        incidentId,
        organisationId,
        by: { by: 'rule' },
        noteId: noteIdOf(callSid),
        text: wording.text(language, 'report.calledAgain'),
        at: dependencies.now(),
      }),
    );
    return [
      say(language, wording.text(language, 'voice.inbound.alreadyOpen')),
      ...bridging.join({ incidentId, organisationId }, caller, { callSid, account, view, language }),
    ];
  }

  /** @param choice what the caller has said already: then they are not asked. */
  async function receive(webhook: VoiceWebhook, party: InboundParty, choice?: Choice): Promise<VoiceScript> {
    const { organisationId, organisation, traveller, language } = party;
    const known = await callersIncidents.find({
      organisationId,
      phone: webhook.from,
      ...(traveller === undefined ? {} : { travellerId: traveller.id }),
    });
    // Whoever redials on a phone under duress hears what anybody hears, and nothing of a call for help (I14).
    if (known !== undefined && known.silent !== true) return rejoin(webhook, known, language);
    const caller = inboundCaller(party);
    if (choice !== undefined) return connect(webhook, caller, choice);
    return menu(caller, 1, [
      ...(traveller === undefined ? [] : [wording.text(language, 'mail.greeting', { name: traveller.name })]),
      wording.text(language, 'voice.inbound.greeting', { organisation }),
      ...(traveller === undefined ? [wording.text(language, 'voice.inbound.unknownCaller')] : []),
      wording.text(language, 'voice.inbound.menu'),
    ]);
  }

  async function callBackUnlessServed(webhook: VoiceWebhook): Promise<void> {
    await pause(dependencies.graceMilliseconds);
    const { callSid, account } = webhook;
    const over = { callSid, label: callerLabel, account };
    const incidentId = served.get(callSid);
    if (incidentId !== undefined) {
      presence.tell(incidentId, overCall(over));
      return;
    }
    // Another process may have served it; where nobody has, there is no such incident yet.
    presence.callOver(incidentIdOfCall(callSid), over);
    const note = await ifKnown(500, () => dependencies.intakes.find(deskScope, noteIdOf(callSid)));
    if (note !== undefined) return;
    const caller = inboundCaller(await callers.identify(webhook));
    const call = callOf(webhook, caller, noChoice, { isOnTheLine: false, said: undefined });
    // Opening does nothing when another process has opened it from the caller's choice.
    await background.untilItWorks('opening an incident for a caller who hung up', () =>
      opening.open(deskScope, call),
    );
    // Only so does the incident know which call it came from, and that call is deleted with it.
    presence.tell(call.incidentId, overCall(over));
  }

  return {
    async voice(webhook) {
      const party = await callers.identify(webhook);
      return (await organisationQuestion.ask(party)) ?? receive(webhook, party);
    },

    async organisation(webhook, assumed, others) {
      const { digits, ...withoutKeys } = webhook;
      const party = await callers.recognise(chosenCaller(digits, assumed, others));
      return receive(webhook, party, choiceOf(withoutKeys, wording, assumed.language));
    },

    choice(webhook, caller, asked) {
      const { language } = caller;
      const choice = choiceOf(webhook, wording, language);
      if (choice !== undefined) return connect(webhook, caller, choice);
      if (asked >= mostReadings) return connect(webhook, caller, noChoice);
      return menu(caller, asked + 1, [
        wording.text(language, 'voice.notUnderstood'),
        wording.text(language, 'voice.inbound.confirm'),
      ]);
    },

    silence(webhook, caller, asked) {
      if (asked >= mostReadings) return connect(webhook, caller, noChoice);
      const { language } = caller;
      return menu(caller, asked + 1, [
        wording.text(language, 'voice.again'),
        wording.text(language, 'voice.inbound.menu'),
      ]);
    },

    status(webhook) {
      const isOver = !['queued', 'ringing', 'in-progress'].includes(webhook.state);
      if (isOver) background.run('looking after a call that ended', () => callBackUnlessServed(webhook));
    },
  };
}

/** The call decides the ID of the incident that it opens, so that it opens one only. */
function incidentIdOfCall(callSid: string): IncidentId {
  return derivedIdentifier('inc', 'call', callSid);
}

function noteIdOf(callSid: string): string {
  return derivedIdentifier('not', 'call', callSid);
}

function say(language: Language, text: string): VoiceStep {
  return { do: 'say', text, language };
}
