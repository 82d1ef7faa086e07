import http from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import type { PhoneNumber } from '../../domain/phone-number.js';

/** An account (or subaccount) at Twilio. Every call belongs to the account that placed it. */
export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  /**
   * The number this account dials and texts from, where it cannot use the ordered one: Twilio lets an account use only
   * numbers that it owns or has verified (errors 21210 and 21606).
   */
  readonly ownNumber?: PhoneNumber;
}

/** An account that orders were given to before. It does no more than delete what stands there. */
export interface FormerTwilioAccount {
  readonly accountSid: string;
  /** Absent: it is given up; nobody can delete anything there from here, so it is left to Twilio's own retention. */
  readonly authToken?: string;
}

export interface TwilioConnection {
  /** Where the REST API is, when it is not at Twilio's own addresses, e.g. `http://127.0.0.1:4010`. */
  readonly baseUrl?: string;
  /** How long connecting may take, and then again how long the reply may. Far below any call's deadline. */
  readonly requestTimeoutMilliseconds: number;
}

/** The package's client for one account, twice: orders go over connections of their own, see {@link RedirectedClient}. */
export interface TwilioClients {
  readonly account: TwilioAccount;
  readonly orders: twilio.Twilio;
  readonly everythingElse: twilio.Twilio;
}

/**
 * Makes the clients of one account. Nothing is requested yet.
 *
 * The package retries 429 only, and only with `autoRetry`, which is off by default (RequestClient.js, version 6.2); it is
 * switched off here by name, because an order must never be sent twice.
 */
export function createTwilioClients(account: TwilioAccount, connection: TwilioConnection): TwilioClients {
  const client = (keepAlive: boolean) =>
    twilio(account.accountSid, account.authToken, {
      autoRetry: false,
      httpClient: new RedirectedClient(connection, keepAlive),
    });
  return { account, orders: client(false), everythingElse: client(true) };
}

/**
 * Sends the package's requests to the configured address and bounds the time to connect.
 *
 * With keep-alive a request can meet a connection that the other side has just closed, and fails with ECONNRESET: for a
 * look-up that is a repetition, for an order it is an unknown outcome. So orders open a fresh connection each.
 */
class RedirectedClient extends twilio.RequestClient {
  readonly #baseUrl: string | undefined;

  constructor(connection: TwilioConnection, keepAlive: boolean) {
    const timeout = connection.requestTimeoutMilliseconds;
    super({ timeout, keepAlive, autoRetry: false });
    this.#baseUrl = connection.baseUrl;
    this.axios.defaults.httpAgent = boundConnecting(new http.Agent({ keepAlive }), timeout);
    this.axios.defaults.httpsAgent = boundConnecting(new https.Agent({ keepAlive }), timeout);
  }

  override request<Data>(options: RequestClient.RequestOptions<Data>) {
    if (this.#baseUrl === undefined) return super.request<Data>(options);
    const asked = new URL(options.uri);
    const uri = new URL(asked.pathname + asked.search, this.#baseUrl).href;
    return super.request<Data>({ ...options, uri });
  }
}

/**
 * A time-out of the whole request cannot tell whether the order was written. One of the connection can: nothing was
 * sent, so the order certainly did not arrive. Node's own request time-out starts only after connecting.
 */
function boundConnecting<Agent extends http.Agent>(agent: Agent, milliseconds: number): Agent {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const connection = connect(options, callback);
    if (!(connection instanceof Socket)) return connection;
    const timer = setTimeout(() => {
      connection.destroy(
        Object.assign(new Error('connect timed out'), { code: 'ETIMEDOUT', syscall: 'connect' }),
      );
    }, milliseconds);
    const settle = () => {
      clearTimeout(timer);
    };
    return connection.once('connect', settle).once('close', settle);
  };
  return agent;
}
