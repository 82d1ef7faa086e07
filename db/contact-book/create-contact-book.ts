import type { Logger } from 'pino';
import { DomainError, unavailable } from '../../domain/errors.js';
import { deskOrganisationId, travellerIdSchema } from '../../domain/identifiers.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { OrganisationSettings } from '../../domain/organisation/organisation.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import { deskScope } from '../../domain/scope.js';
import { isAvailable } from '../../domain/directory/available-intervals.js';
import { atMost } from '../patience.js';
import type { Sealer } from '../sealer.js';
import type { Organisation, Store } from '../store.js';
import type { ContactBook, DeskLines, DirectoryEntry } from './contact-book.js';
import { createCopyWriter } from './copy-writer.js';
import { createDirectoryCopy, type OrganisationCopy } from './directory-copy.js';
import { createDirectoryRefresh } from './directory-refresh.js';
import { providerLadder } from '../../domain/directory/ladder.js';
import { createAskMongo } from './mongo-or-copy.js';
import {
  authorisingPersons,
  deskItself,
  dutyLead,
  findIn,
  internalContacts,
  providerLines,
  travellerAsReachable,
} from '../../domain/directory/reachable.js';
import { createSealedFolder } from './sealed-folder.js';
import { createTokenCopy } from './token-copy.js';

export interface ContactBookParts {
  readonly store: Pick<Store, 'organisations' | 'travellers' | 'tokens'>;
  readonly sealer: Sealer;
  /** Where the sealed copy lies; processes on one machine may share it. */
  readonly folder: string;
  readonly desk: DeskLines;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
  /** How often changes saved by other processes are brought into the copy. Milliseconds. */
  readonly pollMilliseconds?: number;
  /** How long to wait for the first refresh before answering from the files. Milliseconds. */
  readonly patience?: number;
}

const usualPollMilliseconds = 15_000;
const usualPatience = 1000;

/**
 * The contact book over MongoDB and the local copy. Resolves although MongoDB is away, and although files of the copy are
 * broken.
 *
 * While MongoDB is healthy, organisations and people are read from it each time, so a saved change counts from the next
 * step on in every process. Only when neither MongoDB nor the copy knows an organisation does `organisation` throw
 * DomainError `unavailable`; ladders then consist of the desk and its duty lead.
 */
export async function createContactBook(parts: ContactBookParts): Promise<ContactBook> {
  const { store, sealer, folder, desk, log, clock = Date.now } = parts;
  const copy = createDirectoryCopy();
  const tokens = createTokenCopy();
  const sealedFolder = createSealedFolder(folder, sealer, log);
  const writer = createCopyWriter({ copy, tokens }, sealedFolder, log);
  const refreshing = createDirectoryRefresh({ store, copy, tokens, writer, clock, log });
  const ask = createAskMongo(clock, log);

  const deskOrganisation: DirectoryEntry = {
    id: deskOrganisationId,
    settings: organisationSettingsSchema.parse({
      name: desk.name,
      language: desk.language,
      providers: { assistance: { by: 'desk' }, backups: [] },
      internalContacts: [],
      authorisingPersons: [],
    }),
  };

  function keep({ organisation, travellers }: OrganisationCopy): void {
    copy.keepOrganisation(organisation);
    for (const traveller of travellers) copy.keepTraveller(traveller);
  }

  async function loadFiles(): Promise<void> {
    try {
      for (const found of await sealedFolder.load()) keep(found);
      for (const found of await sealedFolder.loadTokens()) tokens.keep(found);
    } catch (error) {
      log.error(
        { error: error instanceof Error ? error.name : 'unknown' },
        'the folder of the local contact copy cannot be read',
      );
    }
  }

  const underWay = new Map<OrganisationId, Promise<DirectoryEntry | undefined>>();

  /** Whoever asks for the same organisation at the same moment shares one answer: a ladder is read in several parts. */
  function organisation(id: OrganisationId): Promise<DirectoryEntry | undefined> {
    const asked = underWay.get(id);
    if (asked !== undefined) return asked;
    const asking = readOrganisation(id).finally(() => underWay.delete(id));
    underWay.set(id, asking);
    return asking;
  }

  async function readOrganisation(id: OrganisationId): Promise<DirectoryEntry | undefined> {
    const answer = await ask(() => store.organisations.find(deskScope, id));
    const ofDesk = id === deskOrganisationId ? deskOrganisation : undefined;
    if (answer.from === 'mongodb') {
      if (answer.value) {
        if (copy.keepOrganisation(answer.value)) void writer.write([id]);
        return { id, settings: answer.value.settings };
      }
      if (copy.organisation(id)) {
        copy.forgetOrganisation(id);
        void writer.write([id]);
      }
      return ofDesk;
    }
    const known = copy.organisation(id) ?? (await savedByAnotherProcess(id)) ?? ofDesk;
    if (!known) throw unavailable('The contact book');
    return { id, settings: known.settings };
  }

  /** Saved a moment before MongoDB went away, by a process that shares the folder. */
  async function savedByAnotherProcess(id: OrganisationId): Promise<Organisation | undefined> {
    const found = await sealedFolder.loadOne(id);
    if (found !== undefined) keep(found);
    return found?.organisation;
  }

  /** Undefined: unknown, or nobody can say at the moment. Whoever needs a ladder goes on with the desk. */
  async function settingsOf(id: OrganisationId): Promise<OrganisationSettings | undefined> {
    try {
      return (await organisation(id))?.settings;
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }

  const traveller: ContactBook['traveller'] = async (organisationId, id) => {
    const answer = await ask(() => store.travellers.find({ of: 'organisation', organisationId }, id));
    if (answer.from === 'copy') return copy.traveller(organisationId, id);
    const changed = answer.value
      ? copy.keepTraveller(answer.value)
      : copy.forgetTraveller(organisationId, id);
    if (changed) void writer.write([organisationId]);
    return answer.value;
  };

  /** Organisations are found by number in memory only, so what has changed lately is fetched before. */
  async function fetchChangedOrganisations(): Promise<void> {
    const moment = refreshing.changedSince();
    const answer = await ask(() => store.organisations.changedSince(deskScope, moment));
    if (answer.from === 'copy') return;
    const changed = answer.value.filter((changedOne) => copy.keepOrganisation(changedOne));
    void writer.write(changed.map(({ id }) => id));
  }

  const token: ContactBook['token'] = async (hash) => {
    const answer = await ask(() => store.tokens.findByHash(hash));
    if (answer.from === 'mongodb') {
      const isNews = answer.value ? tokens.keep(answer.value) : tokens.forget(hash);
      if (isNews) void writer.write(['tokens']);
      return answer.value;
    }
    const known = tokens.find(hash);
    if (!known) throw unavailable('The list of tokens');
    return known;
  };

  const reach: ContactBook['reach'] = async (organisationId, target) => {
    if (target.role === 'desk') return deskItself(desk);
    if (target.role === 'duty-lead') return dutyLead(desk);
    if (target.role !== 'traveller') {
      const settings = await settingsOf(organisationId);
      return settings && findIn(settings, target);
    }
    const id = travellerIdSchema.safeParse(target.id);
    if (!id.success) return undefined;
    const [found, settings] = await Promise.all([
      traveller(organisationId, id.data),
      settingsOf(organisationId),
    ]);
    return found && travellerAsReachable(found, settings?.language ?? desk.language);
  };

  await loadFiles();
  await atMost(parts.patience ?? usualPatience, refreshing.refresh());
  const poll = setInterval(() => {
    void refreshing.refresh();
  }, parts.pollMilliseconds ?? usualPollMilliseconds).unref();

  return {
    organisation,
    traveller,
    reach,
    token,
    forgetToken: (id) => {
      if (tokens.forgetById(id)) void writer.write(['tokens']);
    },
    travellersByPhone: async (phone) => {
      const answer = await ask(() => store.travellers.findByPhone(deskScope, phone));
      return answer.from === 'mongodb' ? answer.value : copy.travellersByPhone(phone);
    },
    organisationByInboundNumber: async (phone) => {
      await fetchChangedOrganisations();
      const found = copy.organisationByInboundNumber(phone);
      return found && { id: found.id, settings: found.settings };
    },
    targetsByPhone: async (phone) => {
      await fetchChangedOrganisations();
      return copy.targetsByPhone(phone);
    },
    providerLadder: async (id, service) => providerLadder(service, await settingsOf(id), desk),
    internalContacts: async (id) => {
      const settings = await settingsOf(id);
      return settings ? internalContacts(settings) : [];
    },
    authorisingPersons: async (id) => {
      const settings = await settingsOf(id);
      return settings ? authorisingPersons(settings) : [];
    },
    emergencyNumber: async (id) => {
      const settings = await settingsOf(id);
      const own = settings && providerLines(settings).assistance;
      // A provider that is closed answers nobody; behind the desk's number it is called as soon as it has opened.
      return (own && isAvailable(own, clock()) ? own.phones[0] : undefined) ?? desk.emergencyNumber;
    },
    refresh: refreshing.refresh,
    close: async () => {
      clearInterval(poll);
      await writer.close();
    },
  };
}
