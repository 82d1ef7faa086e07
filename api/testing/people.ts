import { Secret, TOTP } from 'otpauth';
import { z } from 'zod';
import type { AccountId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import { openBrowser, type Browser } from './browser.js';
import { textField } from './play.js';
import { until, type Stage } from './stage.js';

export const goodPassword = 'quartz Ofenrohr vierzig Minuten';

/** Somebody who can sign in. */
export interface Signer {
  readonly id: string;
  readonly email: string;
}

/** What an invitation may say beside role and organisation. */
interface InvitationFields {
  readonly email?: string;
  readonly name?: string;
  readonly language?: string;
  readonly timeZone?: string;
}

let counter = 0;

/** A partner account, made past the API. */
export async function partnerAccount({ store }: Stage, name = 'Partner'): Promise<AccountId> {
  const id = newIdentifier('acc');
  const details = { name, language: 'en', country: 'DE', identifiers: [], state: 'active' } as const;
  await store.accounts.create(deskScope, id, details, new Date());
  return id;
}

/**
 * Invites somebody as the desk, and returns the token of the link in their mail.
 *
 * @param tenant an organisation or a partner account; absent: the desk.
 * @param more of the invitation; without an address they get one that nobody else has.
 */
export async function invited(
  stage: Stage,
  role: string,
  tenant?: string,
  more: InvitationFields = {},
): Promise<Signer & { readonly token: string }> {
  counter += 1;
  const { email = `person-${counter}-${Date.now()}@example.org` } = more;
  const answer = await stage.ask('POST', '/v1/users', {
    name: `Person ${counter}`,
    role,
    ...(tenant === undefined
      ? {}
      : tenant.startsWith('acc_')
        ? { accountId: tenant }
        : { organisationId: tenant }),
    ...more,
    email,
  });
  if (answer.status !== 201) throw new Error(`The invitation was answered ${answer.status}: ${answer.text}`);
  return { id: textField(answer, 'id'), email, token: await mailedToken(stage, email) };
}

/** The token of the newest link that was mailed to somebody, behind so many others. */
export async function mailedToken(stage: Stage, email: string, after = 0): Promise<string> {
  const tokens = () => mailedTokens(stage, email).slice(after);
  await until(() => tokens().length > 0);
  const token = tokens().at(-1);
  if (token === undefined) throw new Error('There is no link in the mail.');
  return token;
}

/** The tokens of all links about an account that were mailed to somebody. */
function mailedTokens({ mails }: Stage, email: string): readonly string[] {
  return mails
    .filter(({ to }) => to === email)
    .flatMap(({ text }) => /\/account\/[\w-]+\/([\w-]+)/.exec(text)?.[1] ?? []);
}

/** Has an authorising person sent the link by which they set their PIN, and returns its token. */
export async function invitedToPin(stage: Stage, organisationId: string, contactId: string): Promise<string> {
  const of = `/v1/organisations/${organisationId}`;
  const { authorisingPersons } = z
    .object({ authorisingPersons: z.array(z.object({ id: z.string(), email: z.string().optional() })) })
    .parse((await stage.ask('GET', of)).body);
  const email = authorisingPersons.find(({ id }) => id === contactId)?.email ?? '';
  const before = mailedTokens(stage, email).length;
  const answer = await stage.ask('POST', `${of}/authorising-persons/${contactId}/pin-invitation`);
  if (answer.status !== 202) throw new Error(`The invitation was answered ${answer.status}: ${answer.text}`);
  return mailedToken(stage, email, before);
}

/** Invites somebody who chooses the usual password. */
export async function newcomer(
  stage: Stage,
  role: string,
  tenant?: string,
  more: InvitationFields = {},
): Promise<Signer> {
  const { token, ...signer } = await invited(stage, role, tenant, more);
  const body = { token, password: goodPassword };
  const accepted = await stage.ask('POST', '/v1/invitations/acceptance', body, { authorization: '' });
  if (accepted.status !== 204) throw new Error(`The acceptance was answered ${accepted.status}.`);
  return signer;
}

/** A browser in which somebody without a second factor has signed in. */
export async function signedIn(stage: Stage, { email }: Signer, address?: string): Promise<Browser> {
  const browser = openBrowser(stage, address);
  const answer = await browser.ask('POST', '/v1/session', { email, password: goodPassword });
  if (answer.status !== 200) throw new Error(`Signing in was answered ${answer.status}: ${answer.text}`);
  return browser;
}

/** An authenticator, as phones have them. */
export interface Authenticator {
  /** The code of now, or of so many steps later. */
  code(steps?: number): string;
}

/** Enrols a second factor in this session. */
export async function enrol(
  stage: Stage,
  browser: Browser,
): Promise<{ readonly authenticator: Authenticator; readonly recoveryCodes: readonly string[] }> {
  const begun = await browser.ask('POST', '/v1/me/second-factor', {});
  const { secret } = z.object({ secret: z.string(), uri: z.string() }).parse(begun.body);
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const authenticator: Authenticator = {
    code: (steps = 0) => totp.generate({ timestamp: Date.now() + stage.clock.ahead + steps * 30_000 }),
  };
  const confirmed = await browser.ask('PUT', '/v1/me/second-factor', { code: authenticator.code() });
  const { recoveryCodes } = z.object({ recoveryCodes: z.array(z.string()) }).parse(confirmed.body);
  return { authenticator, recoveryCodes };
}
