import type { Answer, Stage } from './stage.js';

/** A browser: it keeps cookies, and tells where its requests come from. */
export interface Browser {
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** The cookies that it would send. */
  readonly cookies: Map<string, string>;
}

export const ownOrigin = 'https://desk.example.org';

/** @param address from which the API sees it come. */
export function openBrowser(stage: Pick<Stage, 'url'>, address = '192.0.2.1'): Browser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async ask(method, path, body, headers = {}) {
      const response = await fetch(`${stage.url}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(cookies.size === 0
            ? {}
            : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
          'x-forwarded-for': address,
          'sec-fetch-site': 'same-origin',
          origin: ownOrigin,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        if (/expires=Thu, 01 Jan 1970|max-age=0/i.test(cookie)) cookies.delete(name);
        else cookies.set(name, value);
      }
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') ?? false;
      const parsed: unknown = isJson ? JSON.parse(text) : undefined;
      return { status: response.status, headers: response.headers, text, body: parsed };
    },
  };
}
