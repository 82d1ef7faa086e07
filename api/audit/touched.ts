import { z } from 'zod';
import { caseAmong } from '../../domain/audit/case-of-entry.js';
import type { AuditSubject } from '../../domain/audit/entry.js';
import { isPersonId, personsIn } from '../../domain/audit/personal-values.js';
import { deskOrganisationId, organisationIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { mayTouch, type Scope } from '../../domain/scope.js';

/** The checked parts of a request. */
export interface CheckedParts {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Something that a request has shown or changed, within one organisation. */
export interface Touched {
  readonly organisationId: OrganisationId;
  readonly what: AuditSubject;
  readonly persons: readonly string[];
  /** Whose the thing itself is, where it is one person's. */
  readonly person?: string;
}

const thingSchema = z.looseObject({
  id: z.string().max(100).optional().catch(undefined),
  organisationId: organisationIdSchema.optional().catch(undefined),
  travellerId: z.string().optional().catch(undefined),
});
type Thing = z.output<typeof thingSchema>;

const namesSchema = z.looseObject({ organisationId: organisationIdSchema.optional().catch(undefined) });
const listSchema = z.looseObject({ items: z.array(z.unknown()) });

/** Whose things those are that belong to no organisation: of the desk, those of its people and of partner accounts. */
export function homeOf(scope: Scope): OrganisationId {
  return scope.of === 'organisation' ? scope.organisationId : deskOrganisationId;
}

/** What is known of a request before it is served. */
export function askedFor(subject: string, { params }: CheckedParts): AuditSubject {
  const id = Object.values(params).at(-1);
  return subjectOf(subject, typeof id === 'string' ? id : undefined, params);
}

/** With the case that the address names, where the thing is none itself: whatever is kept about it is kept with its case. */
function subjectOf(kind: string, id: string | undefined, params: CheckedParts['params']): AuditSubject {
  const caseId = caseAmong([id]) === undefined ? caseAmong(Object.values(params)) : undefined;
  return { kind, ...(id === undefined ? {} : { id }), ...(caseId === undefined ? {} : { caseId }) };
}

/**
 * Whom a request concerned, by what was answered: the thing, or the things of a list with those of each organisation
 * together. Whoever is named in them by an identifier counts.
 */
export function touchedBy(
  subject: string,
  request: CheckedParts,
  reply: unknown,
  scope: Scope,
): readonly Touched[] {
  const fallback = organisationNamed(request, scope);
  const list = listSchema.safeParse(reply);
  if (!list.success) {
    const thing = thingIn(reply, subject);
    const id = thing.id ?? askedFor(subject, request).id;
    const traveller = thing.travellerId ?? thingSchema.safeParse(request.body).data?.travellerId;
    const person = [id, traveller].find(isPersonId);
    return [
      {
        organisationId: organisationOf(thing, subject, scope) ?? fallback,
        what: subjectOf(subject, id, request.params),
        persons: personsIn([id, reply, request.body]),
        ...(person === undefined ? {} : { person }),
      },
    ];
  }
  const things = new Map<OrganisationId, unknown[]>();
  for (const item of list.data.items) {
    const organisationId = organisationOf(thingIn(item, subject), subject, scope) ?? fallback;
    things.set(organisationId, [...(things.get(organisationId) ?? []), item]);
  }
  if (things.size === 0) things.set(fallback, []);
  return [...things].map(([organisationId, items]) => ({
    organisationId,
    what: askedFor(subject, request),
    persons: personsIn(items),
  }));
}

/** Answers hold the thing itself, or under its name beside what came of an action. */
function thingIn(reply: unknown, subject: string): Thing {
  const outer = z.record(z.string(), z.unknown()).safeParse(reply).data ?? {};
  return thingSchema.parse(thingSchema.safeParse(outer[subject]).data ?? outer);
}

function organisationOf(thing: Thing, subject: string, scope: Scope): OrganisationId | undefined {
  const own = subject === 'organisation' ? organisationIdSchema.safeParse(thing.id).data : undefined;
  const id = own ?? thing.organisationId;
  return id !== undefined && mayTouch(scope, id) ? id : undefined;
}

/** What the request names itself; nobody can write into a foreign chain by naming it. */
function organisationNamed({ params, body, query }: CheckedParts, scope: Scope): OrganisationId {
  const named = [params, body, query]
    .map((part) => namesSchema.safeParse(part).data?.organisationId)
    .find((id) => id !== undefined);
  return named !== undefined && mayTouch(scope, named) ? named : homeOf(scope);
}
