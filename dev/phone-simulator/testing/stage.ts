import { z } from 'zod';
import { PhoneSimulatorClient } from '../client.js';
import type { PhoneSimulatorOptions } from '../options.js';
import { startPhoneSimulator, type PhoneSimulator } from '../server.js';
import { startApplication, type Application } from './application.js';

/** The two accounts of the stage. */
export const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token-of-the-first' };
export const fallbackAccount = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'token-of-the-second' };

/** The accounts' numbers, then those of the people: all from ranges that are kept free for drama. */
export const hotline = '+493023125000';
export const fallbackHotline = '+493023125999';
export const anna = '+491713920001';
export const ben = '+491713920002';
export const carla = '+491713920003';

/** Everything that a test of the simulator needs: the simulator, its client, and an application that it calls. */
export interface Stage {
  readonly simulator: PhoneSimulator;
  readonly phones: PhoneSimulatorClient;
  readonly application: Application;
  /** Orders a call from the hotline whose script is at this path of the application; returns its SID. */
  order(to: string, path: string, form?: Readonly<Record<string, string>>): Promise<string>;
  /** Orders by REST what the form says; returns status and body. */
  post(
    resource: string,
    form: Readonly<Record<string, string>> | URLSearchParams,
  ): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }>;
  end(): Promise<void>;
}

const replySchema = z.record(z.string(), z.unknown());

/** Time runs twenty times as fast as real time, unless the options say otherwise. */
export async function setStage(options: Partial<PhoneSimulatorOptions> = {}): Promise<Stage> {
  const application = await startApplication();
  const simulator = await startPhoneSimulator({
    accounts: [account, fallbackAccount],
    numbers: [
      {
        accountSid: account.accountSid,
        phoneNumber: hotline,
        voiceUrl: `${application.url}/voice`,
        smsUrl: `${application.url}/sms`,
        statusCallback: `${application.url}/inbound-status`,
      },
      { accountSid: fallbackAccount.accountSid, phoneNumber: fallbackHotline },
    ],
    timeScale: 0.05,
    callsPerSecond: 1000,
    ...options,
  });
  const phones = await PhoneSimulatorClient.connect(simulator.url);
  const post: Stage['post'] = async (resource, form) => {
    const url = `${simulator.url}/2010-04-01/Accounts/${account.accountSid}/${resource}.json`;
    const credentials = Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64');
    const response = await fetch(url, {
      method: 'POST',
      headers: { Authorization: `Basic ${credentials}` },
      body: new URLSearchParams(form),
    });
    return { status: response.status, body: replySchema.parse(await response.json()) };
  };
  return {
    simulator,
    phones,
    application,
    post,
    async order(to, path, form = {}) {
      const url = `${application.url}${path}`;
      const { body } = await post('Calls', { To: to, From: hotline, Url: url, ...form });
      return z.string().parse(body['sid']);
    },
    async end() {
      await simulator.stop();
      await application.stop();
    },
  };
}
