import type { Cases } from '../../cases/cases.js';
import type { IncidentView } from '../../domain/case-record.js';
import type { IncidentId } from '../../domain/identifiers.js';
import type { DuressCode } from '../../domain/organisation/duress-code.js';
import { phoneNumberSchema } from '../../domain/phone-number.js';
import { deskScope } from '../../domain/scope.js';
import { writesDuress } from '../../domain/speech/duress.js';
import type { TextWebhook } from '../../providers/telephony/webhooks.js';
import type { Wording } from '../../wording/wording.js';
import type { HelpAsked } from '../../workflows/incident/incident.messages.js';
import type { BackgroundWork } from '../background-work.js';
import type { CallersIncidents } from '../use-cases/callers-incidents.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import type { Notes } from '../use-cases/incident-actions.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { InboundParty } from './inbound-callers.js';
import { belongingOfParty, type TextBelonging } from './received-text.js';
import type { SilentHelp } from './silent-help.js';
import type { TextReading } from './text-reading.js';
import type { WrittenHelp } from './written-help.js';

export interface TextedHelpDependencies {
  readonly writtenHelp: WrittenHelp;
  readonly silentHelp: SilentHelp;
  readonly callersIncidents: Pick<CallersIncidents, 'find'>;
  readonly reading: Pick<CaseReading, 'runningIncident'>;
  readonly incidents: Pick<Cases['incidents'], 'tellHelp'>;
  readonly notes: Notes;
  readonly wording: Wording;
  readonly background: BackgroundWork;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Asked = 'openly' | 'in-silence' | 'not-yet';

interface HelpAskedFor {
  readonly asked: Asked;
  /** What was opened, or told of it. */
  readonly incidentId: IncidentId;
}

/** Help that somebody asks for by a text, without having been asked anything (I3, I5). */
export interface TextedHelp {
  /**
   * A further text of somebody whose incident is open is a note to it; otherwise it opens one.
   *
   * @returns `asked`: `in-silence`: whoever reads along must not learn of it (I14); `not-yet`: nobody could keep it so far.
   */
  ask(
    webhook: TextWebhook,
    party: InboundParty,
    reading: Extract<TextReading, { as: 'help' }>,
  ): Promise<HelpAskedFor>;
  /**
   * The code without a question: to be replied to as if there was nothing to say (I14).
   *
   * @returns what the text belongs to; undefined: there is no code in it.
   */
  openIfUnderDuress(webhook: TextWebhook, party: InboundParty): Promise<TextBelonging | undefined>;
  /** Whoever reads along learns nothing of what is under way (I14). */
  isUnderDuress(id: IncidentId): Promise<boolean>;
}

const patience = 300;

/** Help that was asked for again is told for so long. Milliseconds. */
const persistence = { giveUpAfter: 10 * 60_000 };

export function createTextedHelp({
  writtenHelp,
  silentHelp,
  callersIncidents,
  reading,
  incidents,
  notes,
  wording,
  background,
  now,
}: TextedHelpDependencies): TextedHelp {
  async function isUnderDuress(id: IncidentId): Promise<boolean> {
    return (await reading.runningIncident(id, patience))?.silent === true;
  }

  async function ask(
    webhook: TextWebhook,
    { organisationId, traveller, language, chosenBy }: InboundParty,
    { kind, lifeInDanger }: Extract<TextReading, { as: 'help' }>,
  ): Promise<HelpAskedFor> {
    const words = webhook.body.trim();
    const known = await callersIncidents.find({
      organisationId,
      phone: webhook.from,
      ...(traveller === undefined ? {} : { travellerId: traveller.id }),
    });
    if (known !== undefined && (known.silent === true || (await isUnderDuress(known.id)))) {
      tellSilently(webhook, known, { words, lifeInDanger });
      return { asked: 'in-silence', incidentId: known.id };
    }
    if (known !== undefined && !lifeInDanger && words !== '') {
      const noted = await ifKnown(4_000, async () => {
        await note(webhook, known, traveller?.id, words);
        return true;
      });
      if (noted === true) {
        tellAgain(known.id, { callerWaiting: false, callBack: true, lifeInDanger });
        return { asked: 'openly', incidentId: known.id };
      }
    }
    const phone = phoneNumberSchema.safeParse(webhook.from);
    const incidentId = derivedIdentifier('inc', 'text', webhook.sid);
    const keeping = await writtenHelp.open(
      {
        incidentId,
        organisationId,
        report: {
          kind,
          threat: lifeInDanger ? 'immediate' : 'unknown',
          summary: words === '' ? wording.text(language, 'report.text') : words,
          ...(traveller === undefined ? {} : { travellerId: traveller.id }),
        },
        source: 'inbound-text',
        reportedBy: { by: 'target', target: { role: 'traveller', id: traveller?.id ?? 'caller' } },
        ...(phone.success ? { callerPhone: phone.data } : {}),
        callerWaiting: false,
        callBack: true,
        ...(chosenBy === undefined ? {} : { organisationChosenBy: chosenBy }),
      },
      lifeInDanger,
    );
    return { asked: keeping === 'kept' ? 'openly' : keeping, incidentId };
  }

  /** What somebody under duress texts on is told to their incident, and to nobody who may read along: no phone rings (I14). */
  function tellSilently(
    webhook: TextWebhook,
    known: IncidentView,
    { words, lifeInDanger }: { readonly words: string; readonly lifeInDanger: boolean },
  ): void {
    if (words !== '') {
      background.runUntilItWorks(
        'noting what somebody under duress has texted',
        () => note(webhook, known, known.travellerId, words),
        persistence,
      );
    }
    tellAgain(known.id, { callerWaiting: false, callBack: false, silent: true, lifeInDanger });
  }

  /** The words of a further text become a note of the incident. */
  function note(
    { sid }: TextWebhook,
    { id, organisationId }: IncidentView,
    writer: string | undefined,
    text: string,
  ): Promise<void> {
    return notes.add({
      scope: deskScope,
      incidentId: id,
      organisationId,
      by: { by: 'target', target: { role: 'traveller', id: writer ?? 'caller' } },
      means: 'sms',
      noteId: derivedIdentifier('not', 'text', sid),
      text,
      at: now(),
    });
  }

  function tellAgain(id: IncidentId, help: HelpAsked): void {
    background.runUntilItWorks(
      'telling that help was asked for again',
      () => incidents.tellHelp(id, help),
      persistence,
    );
  }

  /** Who has written the code of an organisation that knows the number, and the code (I14). */
  async function underDuress({ body }: TextWebhook, party: InboundParty) {
    const others = party.others.map((traveller): InboundParty => {
      const { organisationId } = traveller;
      return { ...party, organisationId, traveller, chosenBy: 'caller' };
    });
    // Whoever writes the code of the organisation that was assumed has chosen it, too.
    const assumed: InboundParty = others.length === 0 ? party : { ...party, chosenBy: 'caller' };
    const codes = await Promise.all(
      [assumed, ...others].map(async (who) => ({ who, code: await silentHelp.codeOf(who.organisationId) })),
    );
    return codes
      .flatMap(({ who, code }) => (code !== undefined && writesDuress(body, code) ? [{ who, code }] : []))
      .at(0);
  }

  function openSilently(
    webhook: TextWebhook,
    { organisationId, traveller, chosenBy }: InboundParty,
    { threat }: DuressCode,
  ): IncidentId {
    const incidentId = derivedIdentifier('inc', 'text', webhook.sid);
    silentHelp.open({
      incidentId,
      organisationId,
      target: { role: 'traveller', id: traveller?.id ?? 'caller' },
      source: 'inbound-text',
      lifeInDanger: threat === 'immediate',
      callerPhone: webhook.from,
      ...(chosenBy === undefined ? {} : { organisationChosenBy: chosenBy }),
    });
    return incidentId;
  }

  return {
    ask,
    async openIfUnderDuress(webhook, party) {
      const duress = await underDuress(webhook, party);
      if (duress === undefined) return undefined;
      return belongingOfParty(duress.who, openSilently(webhook, duress.who, duress.code));
    },
    isUnderDuress,
  };
}
