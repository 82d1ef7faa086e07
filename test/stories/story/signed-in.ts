import { receivedMail } from './mailbox.js';
import type { Person, Story } from './story.js';

const password = 'quartz Ofenrohr vierzig Minuten';

/** Somebody who has signed in, in a browser that keeps its cookie. */
export interface SignedIn {
  ask(
    method: string,
    path: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
}

/** Invites somebody by mail; they choose a password and sign in. For roles without a second factor. */
export async function signIn(
  story: Story,
  person: Person,
  user: { readonly role: string; readonly organisationId: string },
): Promise<SignedIn> {
  await story.api.must('POST', '/v1/users', { email: person.email, name: person.name, ...user });
  return acceptInvitation(story, person);
}

/** Somebody who was invited by mail chooses a password by its link, and signs in. */
export async function acceptInvitation(story: Story, person: Person): Promise<SignedIn> {
  const { stack } = story;
  const { text } = await receivedMail(story, person, /invited|eingeladen|Meghívó/);
  const link = /https?:\/\/\S+\/account\/invitation\/[\w-]+/.exec(text)?.[0] ?? '';
  const form = new URLSearchParams({ password, repeat: password });
  const accepted = await fetch(link, { method: 'POST', body: form });
  if (accepted.status !== 200) throw new Error(`The invitation was answered ${accepted.status}.`);

  let cookie = '';
  const browser: SignedIn = {
    async ask(method, path, body, headers = {}) {
      const response = await fetch(`${stack.apiUrl}${path}`, {
        method,
        headers: {
          cookie,
          origin: new URL(stack.apiUrl).origin,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
      return response;
    },
  };
  const answer = await browser.ask('POST', '/v1/session', { email: person.email, password });
  if (answer.status !== 200) throw new Error(`Signing in was answered ${answer.status}.`);
  return browser;
}
