import { Secret, TOTP } from 'otpauth';
import { abilitiesOf } from '../../../domain/access/abilities.js';
import type { Ability } from '../../../domain/access/ability-table.js';
import { isOfDesk, userRoles, type Role, type UserRole } from '../../../domain/access/role.js';
import { belongsTo } from '../../../domain/access/user-rules.js';
import { organisationIdSchema } from '../../../domain/identifiers.js';
import { deskScope } from '../../../domain/scope.js';
import { openBrowser, type Browser } from '../browser.js';
import { enrol, goodPassword, newcomer, type Authenticator, type Signer } from '../people.js';
import { textField } from '../play.js';
import { deskToken, type Answer, type Stage } from '../stage.js';
import { done } from './things.js';

/** Somebody who walks along the routes. */
export interface Actor {
  readonly name: string;
  readonly role: Role;
  /** By the table, within what they are narrowed to. */
  may(ability: Ability): boolean;
  readonly ask: (...request: Parameters<Browser['ask']>) => Promise<Answer>;
  /** Absent: a machine. */
  readonly person?: Person;
}

/** Somebody with a session. */
export interface Person {
  readonly signer: Signer;
  readonly cookies: ReadonlyMap<string, string>;
  /** A code of their second factor that was never given before. */
  freshCode(): string;
  /** Begins to enrol another second factor; returns a code of it. */
  beginAnotherFactor(): Promise<string>;
  /** Signs in anew, with whatever second factor they have by now. */
  renew(): Promise<void>;
}

/** What the narrowed token was narrowed to. */
export const narrowed: readonly Ability[] = ['report incident', 'read incident'];
/** All that somebody of the desk may do before they have a second factor. */
const beforeEnrolment: readonly Ability[] = ['read account', 'enrol second-factor'];

/**
 * One of every role: people with sessions, with a second factor each; the tokens of the desk and of the organisation; a
 * token that was narrowed; a lead who has not enrolled a second factor yet.
 *
 * @param emails of those who are somebody in the settings.
 */
export async function castActors(
  stage: Stage,
  { organisationId, accountId }: { readonly organisationId: string; readonly accountId: string },
  emails: Readonly<Partial<Record<UserRole, string>>> = {},
): Promise<readonly Actor[]> {
  const token = async (more: object) =>
    textField(
      await done(stage.ask('POST', `/v1/organisations/${organisationId}/tokens`, { name: 'Walk', ...more })),
      'token',
    );
  const people: Actor[] = [];
  for (const role of userRoles) {
    const tenant = { desk: undefined, organisation: organisationId, account: accountId }[belongsTo(role)];
    const person = await signedInPerson(stage, role, tenant, emails[role]);
    people.push({ name: role, role, may: mayOf(role, organisationId), ask: person.ask, person });
  }
  const lead = await newcomer(stage, 'desk-lead');
  const unenrolled = openBrowser(stage, '192.0.2.20');
  await done(unenrolled.ask('POST', '/v1/session', { email: lead.email, password: goodPassword }));
  return [
    ...people,
    machine(stage, 'the desk’s token', 'desk-service', deskToken, organisationId),
    machine(stage, 'an organisation’s token', 'organisation-service', await token({}), organisationId),
    machine(
      stage,
      'a narrowed token',
      'organisation-service',
      await token({ abilities: narrowed }),
      organisationId,
      narrowed,
    ),
    {
      name: 'a lead without second factor',
      role: 'desk-lead',
      may: mayOf('desk-lead', organisationId, beforeEnrolment),
      ask: (...request) => unenrolled.ask(...request),
    },
  ];
}

function mayOf(role: Role, organisationId: string, limitedTo?: readonly Ability[]): Actor['may'] {
  const scope = isOfDesk(role)
    ? deskScope
    : ({ of: 'organisation', organisationId: organisationIdSchema.parse(organisationId) } as const);
  const abilities = abilitiesOf(role, scope, limitedTo);
  return (ability) => abilities.can(ability);
}

function machine(
  stage: Stage,
  name: string,
  role: Role,
  token: string,
  organisationId: string,
  limitedTo?: readonly Ability[],
): Actor {
  const authorization = `Bearer ${token}`;
  return {
    name,
    role,
    may: mayOf(role, organisationId, limitedTo),
    ask: (method, path, body, headers = {}) => stage.ask(method, path, body, { authorization, ...headers }),
  };
}

async function signedInPerson(
  stage: Stage,
  role: UserRole,
  tenant: string | undefined,
  email: string | undefined,
): Promise<Person & Pick<Actor, 'ask'>> {
  const signer = await newcomer(stage, role, tenant, email === undefined ? {} : { email });
  const browser = openBrowser(stage, `192.0.2.${10 + userRoles.indexOf(role)}`);
  let authenticator: Authenticator | undefined;
  /** Counts once it was confirmed. */
  let next: Authenticator | undefined;

  /** Each code counts once: the clock goes on to the next one. */
  function freshCode(): string {
    stage.clock.ahead += 30_000;
    return authenticator?.code() ?? '000000';
  }

  async function renew(): Promise<void> {
    browser.cookies.clear();
    const body = { email: signer.email, password: goodPassword };
    const answer = await done(browser.ask('POST', '/v1/session', body));
    if (textField(answer, 'state') === 'second-factor-needed') {
      await done(browser.ask('POST', '/v1/session/second-factor', { code: freshCode() }));
    } else {
      stage.clock.ahead += 30_000;
      ({ authenticator } = await enrol(stage, browser));
    }
  }

  await renew();
  return {
    signer,
    cookies: browser.cookies,
    async ask(...request) {
      const answer = await browser.ask(...request);
      const [method, path] = request;
      const isConfirmed = `${method} ${path}` === 'PUT /v1/me/second-factor' && answer.status === 200;
      if (isConfirmed) authenticator = next;
      return answer;
    },
    freshCode,
    renew,
    async beginAnotherFactor() {
      const begun = await done(browser.ask('POST', '/v1/me/second-factor', { code: freshCode() }));
      const totp = new TOTP({ secret: Secret.fromBase32(textField(begun, 'secret')) });
      next = {
        code: (steps = 0) => totp.generate({ timestamp: Date.now() + stage.clock.ahead + steps * 30_000 }),
      };
      return next.code();
    },
  };
}

let asked = 0;

/** Asks without proving who it is; each time from another address, since wrong tries of one are limited. */
export function askAsNobody(stage: Stage, ...request: Parameters<Browser['ask']>): Promise<Answer> {
  return newVisitor(stage).ask(...request);
}

/** A browser that nobody has seen before. */
export function newVisitor(stage: Stage): Browser {
  asked += 1;
  return openBrowser(stage, `198.51.${asked >> 8}.${asked & 255}`);
}
