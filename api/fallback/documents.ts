import { createHash } from 'node:crypto';
import type { DeskLines } from '../../db/contact-book/contact-book.js';
import { providerLadder } from '../../domain/directory/ladder.js';
import type { Organisation } from '../../db/store.js';
import { deskOrganisationId } from '../../domain/identifiers.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import { callDocument, textDocument, type FallbackIndex } from '../../providers/telephony/hosted-fallback.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';
import { formatPhoneNumber } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import { troubleScript } from '../telephony/trouble-script.js';

/** A static file for the telephony provider; `file` is its path below the folder of all of them. */
export interface FallbackDocument {
  readonly file: string;
  readonly content: string;
}

export interface FallbackDependencies {
  readonly desk: DeskLines;
  /** The numbers that our calls come from, one of each telephony account. */
  readonly callerIds: readonly PhoneNumber[];
  readonly wording: Wording;
  readonly renderVoiceScript: (script: VoiceScript) => string;
  readonly renderTextReply: (body?: string) => string;
}

/** Makes the documents of these organisations, and those of the desk for everybody else. */
export type MakeFallbackDocuments = (
  organisations: readonly Pick<Organisation, 'id' | 'settings'>[],
) => readonly FallbackDocument[];

/** They connect a caller with the organisation's provider, then its backups, the desk and its duty lead (I4). */
export function createFallbackDocuments(dependencies: FallbackDependencies): MakeFallbackDocuments {
  const { desk, callerIds, wording, renderVoiceScript, renderTextReply } = dependencies;
  return (organisations) => {
    const inbound = organisations.flatMap(({ settings }) => settings.inboundNumber ?? []);
    // They lead back to where nobody answers.
    const ownNumbers = new Set([desk.emergencyNumber, ...callerIds, ...inbound]);
    const known = organisations.filter(({ id }) => id !== deskOrganisationId);
    return [{ id: deskOrganisationId, settings: undefined }, ...known].flatMap(({ id, settings }) => {
      const language = settings?.language ?? desk.language;
      const ladder = providerLadder('assistance', settings, desk);
      // A static document does not know what time it is: whoever may be closed is called behind those who never are.
      const numbers = [
        ...ladder.filter(({ hours }) => hours === undefined),
        ...ladder.filter(({ hours }) => hours !== undefined),
      ]
        .flatMap(({ phones }) => phones)
        .filter((number) => !ownNumbers.has(number));
      const text = wording.text(language, 'voice.troubleCallInstead', {
        emergencyNumber: formatPhoneNumber(numbers[0] ?? desk.phone),
      });
      return [
        ...callerIds.map((callerId) => ({
          file: callDocument(callerId, id),
          content: renderVoiceScript(troubleScript({ language, numbers, callerId, desk, wording })),
        })),
        { file: textDocument(id), content: renderTextReply(text) },
      ];
    });
  };
}

/** What the index says of these documents. */
export function indexOf(documents: readonly FallbackDocument[]): FallbackIndex {
  return {
    documents: Object.fromEntries(
      documents.map(({ file, content }) => [file, createHash('sha256').update(content).digest('hex')]),
    ),
  };
}
