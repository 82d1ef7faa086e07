import { z } from 'zod';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
import {
  isApplicant,
  isContact,
  isTraveller,
  isUser,
  type PersonTraces,
} from '../../domain/persons/person.js';
import { partsOfSettings } from '../../domain/persons/erased-from-settings.js';
import { deskScope, mayTouch } from '../../domain/scope.js';
import { partsOfDraft } from '../../domain/settings/people-in-drafts.js';
import type { AuditRepository } from '../audit/audit-repository.js';
import type { Within } from '../deadline.js';
import type { Models } from '../models/models.js';
import type { PersonRepository } from '../person-store.js';
import { batchesOf } from '../retention/batches.js';
import { readDraft } from './draft-of-organisation.js';
import { mailsOf } from './received-mails.js';
import { createTheirsAlone } from './theirs-alone.js';
import { versionsNaming } from './versions-naming.js';

/** What somebody is called and reached by, wherever it stands. */
const calledSchema = z.object({
  name: z.string().optional().catch(undefined),
  phones: z.array(z.string()).optional().catch(undefined),
  email: z.string().optional().catch(undefined),
});
type Called = z.infer<typeof calledSchema>;

type Traced =
  { readonly is: 'known'; readonly called: readonly Called[] } | { readonly is: 'foreign' | 'unknown' };

const unknown: Traced = { is: 'unknown' };
const auditPage = 200;

export function createPersonRepository(
  models: Models,
  audit: Pick<AuditRepository, 'list'>,
  within: Within,
): PersonRepository {
  const theirsAlone = createTheirsAlone(models);

  /** Where a person has a document of their own. */
  async function ownDocument(organisationId: OrganisationId, id: string): Promise<Traced> {
    const known = (owner: OrganisationId, called: Called): Traced =>
      owner === organisationId ? { is: 'known', called: [called] } : { is: 'foreign' };
    if (isTraveller(id)) {
      const found = await models.travellers.findOne({ _id: id }).lean();
      return found === null ? unknown : known(found.organisationId, calledSchema.parse(found));
    }
    if (isUser(id)) {
      const found = await models.users.findOne({ _id: id }, { name: 1, email: 1, organisationId: 1 }).lean();
      if (found === null) return unknown;
      return known(found.organisationId ?? deskOrganisationId, calledSchema.parse(found));
    }
    if (isApplicant(id)) {
      const found = await models.partnerApplications.findOne({ _id: id }, { form: 1 }).lean();
      if (found === null) return unknown;
      const { contactName: name, email, phone } = found.form;
      return known(deskOrganisationId, { name, email, ...(phone === undefined ? {} : { phones: [phone] }) });
    }
    return unknown;
  }

  /** The newest first. */
  async function inSettings(organisationId: OrganisationId, id: string): Promise<readonly Called[]> {
    const [current, draft] = await Promise.all([
      models.organisations.findOne({ _id: organisationId }, { settings: 1 }).lean(),
      readDraft(models.settingsDrafts, organisationId),
    ]);
    const found: unknown[] = [
      ...(current === null ? [] : partsOfSettings(current.settings, id).map(([, part]) => part)),
      ...(draft === undefined ? [] : partsOfDraft(draft.content, id)),
    ];
    for await (const { settings } of versionsNaming(models.settingsVersions, organisationId, id)) {
      found.push(...partsOfSettings(settings, id).map(([, part]) => part));
    }
    return found.map((each) => calledSchema.parse(each));
  }

  /** What they were called before, as far as the audit trail can still tell. */
  async function inAudit(organisationId: OrganisationId, id: string): Promise<readonly Called[]> {
    const found: Called[] = [];
    let cursor: string | undefined;
    do {
      const page = await audit.list(deskScope, {
        organisationId,
        person: id,
        limit: auditPage,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { person, before, after } of page.items.flatMap(({ values }) => values)) {
        if (person !== id) continue;
        for (const value of [after, before]) {
          const called = calledSchema.safeParse(value);
          if (called.success) found.push(called.data);
        }
      }
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return found;
  }

  async function isLeftSomewhere(organisationId: OrganisationId, id: string): Promise<boolean> {
    const [asTraveller, inTrail, inVersion] = await Promise.all([
      isTraveller(id) ? models.cases.exists({ organisationId, travellerId: id }) : null,
      models.audit.entries.exists({ organisationId, persons: id }),
      versionsNaming(models.settingsVersions, organisationId, id).next(),
    ]);
    return asTraveller !== null || inTrail !== null || inVersion.done !== true;
  }

  return {
    async find(scope, organisationId, id) {
      if (!mayTouch(scope, organisationId)) return undefined;
      const own = await within('background', () => ownDocument(organisationId, id));
      if (own.is === 'foreign') return undefined;
      const present = own.is === 'known' ? own.called : [];
      const standing = isContact(id) ? await within('background', () => inSettings(organisationId, id)) : [];
      const isKnown = own.is === 'known' || standing.length > 0;
      if (!isKnown && !(await within('background', () => isLeftSomewhere(organisationId, id)))) {
        return undefined;
      }
      const who = { id, organisationId, ...(own.is === 'known' ? ({ isOwnPerson: true } as const) : {}) };
      return tracesOf(who, [...present, ...standing, ...(await inAudit(organisationId, id))]);
    },

    async *caseIds({ id, organisationId }, kind, batchSize) {
      if (!isTraveller(id)) return;
      yield* batchesOf(
        models.cases.find({ travellerId: id, organisationId, case: kind }, { _id: 1 }),
        batchSize,
      );
    },

    async *mailIds(person, batchSize) {
      for await (const mails of mailsOf(models.receivedMails, theirsAlone, person, batchSize)) {
        yield mails.map(({ _id }) => _id);
      }
    },

    standing: ({ id, organisationId }) =>
      within('other', async () => {
        const [settings, user] = await Promise.all([
          isContact(id)
            ? models.organisations.findOne({ _id: organisationId }, { settings: 1 }).lean()
            : null,
          isUser(id) ? models.users.findOne({ _id: id }, { state: 1 }).lean() : null,
        ]);
        if (settings !== null && partsOfSettings(settings.settings, id).length > 0) return 'in-settings';
        return user?.state === 'active' ? 'active-user' : 'free';
      }),
  };
}

function tracesOf(
  who: Pick<PersonTraces, 'id' | 'organisationId' | 'isOwnPerson'>,
  called: readonly Called[],
): PersonTraces {
  const each = <Value>(values: readonly Value[]): readonly Value[] => [...new Set(values)];
  return {
    ...who,
    names: each(called.flatMap(({ name }) => name ?? [])),
    phones: each(called.flatMap(({ phones }) => phones ?? [])),
    emails: each(called.flatMap(({ email }) => email?.toLowerCase() ?? [])),
  };
}
