import { z } from 'zod';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import { userRoleSchema } from '../../domain/access/role.js';
import {
  fittingBelonging,
  refuseForeignRole,
  refuseMisfit,
  refuseOwnself,
} from '../../domain/access/user-rules.js';
import {
  userEmailSchema,
  userNameSchema,
  type Belonging,
  type Profile,
  type User,
} from '../../domain/access/user.js';
import { conflict, notFound } from '../../domain/errors.js';
import {
  accountIdSchema,
  deskOrganisationId,
  organisationIdSchema,
  userIdSchema,
  type UserId,
} from '../../domain/identifiers.js';
import { languageSchema, type Language } from '../../domain/language.js';
import { timeZoneSchema } from '../../domain/time-zone.js';
import { defineRoute, type Caller, type Route } from '../openapi/route.js';
import { cursorQuery, pageRequest, pageSchema } from '../representations/shared.js';
import { showUser, userSchema } from '../representations/user.js';
import type { AccountLinks } from '../sign-in/account-links.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import type { KnownReferences } from '../use-cases/known-references.js';

export interface UserRouteDependencies {
  readonly users: Store['users'];
  readonly links: Pick<AccountLinks, 'send'>;
  readonly references: Pick<KnownReferences, 'requireOrganisation' | 'requireAccount'>;
  readonly contactBook: Pick<ContactBook, 'organisation'>;
  readonly deskLanguage: Language;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Users';
const params = z.strictObject({ userId: userIdSchema });
const invitationSchema = z.strictObject({
  email: userEmailSchema,
  name: userNameSchema,
  role: userRoleSchema,
  organisationId: organisationIdSchema.exactOptional().meta({
    description: 'Required for every role but the desk’s and partners’.',
  }),
  accountId: accountIdSchema.exactOptional().meta({ description: 'Required for partners’ roles.' }),
  language: languageSchema
    .exactOptional()
    .meta({ description: 'Absent: that of the organisation or partner account.' }),
  timeZone: timeZoneSchema.exactOptional().meta({ description: 'Absent: the organisation’s, else UTC.' }),
});

/** Users and their roles (X4). */
export function userRoutes(dependencies: UserRouteDependencies): readonly Route[] {
  const { users, links, references, contactBook, deskLanguage, now } = dependencies;

  async function required(caller: Caller, userId: UserId): Promise<User> {
    const user = await users.find(caller.scope, userId);
    if (user === undefined) throw notFound('user');
    return user;
  }

  /** How people read there, to whom somebody is invited. */
  async function customsOf(
    caller: Caller,
    { organisationId, accountId }: Belonging,
  ): Promise<Partial<Profile>> {
    if (accountId !== undefined) {
      const { language, state } = await references.requireAccount(caller.scope, accountId);
      if (state === 'suspended') throw conflict('The partner account is suspended.');
      return { language };
    }
    if (organisationId === undefined) return {};
    await references.requireOrganisation(caller.scope, organisationId);
    return (await contactBook.organisation(organisationId))?.settings ?? {};
  }

  return [
    defineRoute({
      method: 'post',
      path: '/v1/users',
      operationId: 'inviteUser',
      tag,
      summary: 'Invite somebody',
      description:
        'They get a mail with a link that works once, for three days. An organisation’s manager invites managers and ' +
        'authorising persons of their own organisation, a partner’s admin colleagues of their own account, the desk’s ' +
        'leads everybody.',
      access: 'invite user',
      audit: { body: 'sealed' },
      body: invitationSchema,
      problems: [409],
      responses: {
        201: { description: 'Invited.', schema: userSchema, headers: { Location: 'Their address.' } },
      },
    })(async ({ caller, body: { organisationId, accountId, ...body } }) => {
      refuseForeignRole(caller.role, body.role);
      const belonging = fittingBelonging(body.role, {
        // The desk's own organisation is none that people belong to.
        ...(organisationId === undefined || organisationId === deskOrganisationId ? {} : { organisationId }),
        ...(accountId === undefined ? {} : { accountId }),
      });
      const customs = await customsOf(caller, belonging);
      const invited = await users.create(caller.scope, {
        id: newIdentifier('usr'),
        ...body,
        ...belonging,
        language: body.language ?? customs.language ?? deskLanguage,
        timeZone: body.timeZone ?? customs.timeZone ?? 'UTC',
        supportMails: 'all',
        state: 'invited',
        hasSecondFactor: false,
        generation: 1,
        createdAt: new Date(now()),
      });
      links.send('invitation', invited);
      return { status: 201, headers: { Location: `/v1/users/${invited.id}` }, body: showUser(invited) };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/users',
      operationId: 'listUsers',
      tag,
      summary: 'List users',
      access: 'read user',
      query: z.strictObject({
        ...cursorQuery,
        organisationId: organisationIdSchema.optional(),
        accountId: accountIdSchema.optional(),
      }),
      responses: { 200: { description: 'A page of users.', schema: pageSchema(userSchema, 'UserPage') } },
    })(async ({ caller, query: { organisationId, accountId, ...query } }) => {
      if (organisationId !== undefined) await references.requireOrganisation(caller.scope, organisationId);
      if (accountId !== undefined) await references.requireAccount(caller.scope, accountId);
      const { items, ...next } = await users.list(caller.scope, {
        ...pageRequest(query),
        ...(organisationId === undefined ? {} : { organisationId }),
        ...(accountId === undefined ? {} : { accountId }),
      });
      return { status: 200, body: { items: items.map(showUser), ...next } };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/users/{userId}',
      operationId: 'getUser',
      tag,
      summary: 'Read a user',
      access: 'read user',
      params,
      responses: { 200: { description: 'The user.', schema: userSchema } },
    })(async ({ caller, params: { userId } }) => ({
      status: 200,
      body: showUser(await required(caller, userId)),
    })),
    defineRoute({
      method: 'put',
      path: '/v1/users/{userId}',
      operationId: 'saveUserAccess',
      tag,
      summary: 'Give somebody another role, or switch them off',
      description: 'Ends their sessions. Nobody does it to themselves.',
      access: 'change user',
      audit: { body: 'by-handler' },
      params,
      body: z.strictObject({ role: userRoleSchema, disabled: z.boolean() }),
      problems: [409],
      responses: { 200: { description: 'Saved.', schema: userSchema } },
    })(async ({ caller, params: { userId }, body: { role, disabled }, audit }) => {
      const user = await required(caller, userId);
      refuseOwnself(caller.by, userId);
      refuseForeignRole(caller.role, user.role);
      refuseForeignRole(caller.role, role);
      refuseMisfit(role, user);
      const saved = await users.saveAccess(caller.scope, userId, { role, disabled });
      if (saved === undefined) throw notFound('user');
      audit.changed({ before: accessOf(user), after: accessOf(saved), person: userId });
      return { status: 200, body: showUser(saved) };
    }),
    defineRoute({
      method: 'post',
      path: '/v1/users/{userId}/invitation',
      operationId: 'repeatInvitation',
      tag,
      summary: 'Send the invitation again',
      description: 'The link of the earlier mail is worth nothing any more.',
      access: 'invite user',
      params,
      problems: [409],
      responses: { 202: { description: 'A mail is under way.' } },
    })(async ({ caller, params: { userId } }) => {
      const user = await required(caller, userId);
      refuseForeignRole(caller.role, user.role);
      if (user.state !== 'invited') throw conflict('The user has accepted an invitation, or is disabled.');
      links.send('invitation', user);
      return { status: 202 };
    }),
    defineRoute({
      method: 'delete',
      path: '/v1/users/{userId}/second-factor',
      operationId: 'removeSecondFactor',
      tag,
      summary: 'Remove the second factor of somebody who has lost it',
      description:
        'Ends their sessions. Make sure that it is really them who ask. At the desk they enrol a new one at the next sign-in.',
      access: 'change user',
      params,
      responses: { 200: { description: 'Removed.', schema: userSchema } },
    })(async ({ caller, params: { userId } }) => {
      const user = await required(caller, userId);
      refuseOwnself(caller.by, userId);
      refuseForeignRole(caller.role, user.role);
      const saved = await users.removeSecondFactor(caller.scope, userId);
      if (saved === undefined) throw notFound('user');
      return { status: 200, body: showUser(saved) };
    }),
  ];
}

function accessOf({ role, state }: User): Pick<User, 'role' | 'state'> {
  return { role, state };
}
