import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Wording } from '../../wording/wording.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { InboundAddresses, InboundCaller, OtherCaller } from './inbound-addresses.js';
import { inboundCaller, type InboundParty } from './inbound-callers.js';
import { choiceQuestion } from './inbound-choice.js';

/** Which organisation a caller means whose number is known in several. Asked once: no answer delays help. */
export interface OrganisationQuestion {
  /** Undefined: there is nothing to ask, or nobody can name the organisations now. */
  ask(party: InboundParty): Promise<VoiceScript | undefined>;
}

/** More names than these keep a caller waiting. */
const mostNamed = 4;
const timeoutSeconds = 4;
const patience = 300;

export function createOrganisationQuestion({
  contactBook,
  addresses,
  wording,
}: {
  readonly contactBook: Pick<ContactBook, 'organisation'>;
  readonly addresses: Pick<InboundAddresses, 'organisation'>;
  readonly wording: Wording;
}): OrganisationQuestion {
  return {
    async ask(party) {
      const { traveller, others, chosenBy, language } = party;
      if (chosenBy !== 'assumed' || traveller === undefined) return undefined;
      const named = await Promise.all(
        [traveller, ...others.slice(0, mostNamed - 1)].map(async ({ organisationId, id }) => {
          const found = await ifKnown(patience, () => contactBook.organisation(organisationId));
          return { organisation: organisationId, traveller: id, name: found?.settings.name };
        }),
      );
      const names = named.flatMap(({ name }) => name ?? []);
      if (names.length < named.length) return undefined;
      const url = addresses.organisation(inboundCaller(party), named.slice(1));
      const texts = [
        wording.text(language, 'voice.inbound.severalOrganisations'),
        ...names.map((organisation, index) =>
          wording.text(language, 'voice.inbound.chooseOrganisation', { organisation, key: index + 1 }),
        ),
      ];
      return [
        choiceQuestion({ texts, language, timeoutSeconds, answerUrl: url }, wording),
        { do: 'go-to', url },
      ];
    },
  };
}

/** Whom the caller has chosen by a key; whatever else came, whoever is assumed. */
export function chosenCaller(
  digits: string | undefined,
  assumed: InboundCaller,
  others: readonly OtherCaller[],
): InboundCaller {
  const { language } = assumed;
  const chosen = [assumed, ...others][Number(digits) - 1];
  if (chosen === undefined) return assumed;
  const { organisation, traveller } = chosen;
  return { organisation, language, ...(traveller === undefined ? {} : { traveller }), chosenBy: 'caller' };
}
