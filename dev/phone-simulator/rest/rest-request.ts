import type { Account } from '../accounts/account.js';

/** A REST request whose account has been proved. */
export interface RestRequest {
  readonly account: Account;
  /** The SIDs in the path, after the account's. */
  readonly sid: string;
  readonly subSid: string;
  readonly form: URLSearchParams;
  readonly query: URLSearchParams;
  /** Path and query as requested. */
  readonly uri: string;
}

export type RestReply =
  | { readonly status: 200 | 201; readonly body: unknown }
  | { readonly status: 204 }
  /** The connection breaks instead of a reply. */
  | { readonly status: 'connection reset' };

export type RestHandler = (request: RestRequest) => RestReply | Promise<RestReply>;

export type RestMethod = 'get' | 'post' | 'delete';

/** `path` is below the account, with `:sid` and `:subSid`. */
export type RestRoutes = readonly {
  readonly method: RestMethod;
  readonly path: string;
  readonly handle: RestHandler;
}[];
