/** One telephony account: its credentials are checked for REST requests and sign its webhooks. */
export interface AccountOptions {
  /** `AC` and 32 hexadecimal digits. */
  readonly accountSid: string;
  readonly authToken: string;
  /** Calls started per second on this account; further ones stay queued. Default: the simulator's. */
  readonly callsPerSecond?: number;
  /** `MG…`: texts ordered with it are sent from the account's first number. */
  readonly messagingServiceSid?: string;
}

/** A number that an account owns. */
export interface OwnedNumberOptions {
  readonly accountSid: string;
  readonly phoneNumber: string;
  readonly friendlyName?: string;
  readonly voiceUrl?: string;
  readonly voiceFallbackUrl?: string;
  /** Default POST, as for every handler. */
  readonly voiceFallbackMethod?: 'GET' | 'POST';
  readonly smsUrl?: string;
  readonly smsFallbackUrl?: string;
  readonly smsFallbackMethod?: 'GET' | 'POST';
  readonly statusCallback?: string;
}

export interface PhoneSimulatorOptions {
  /** TCP port on 127.0.0.1; 0 (the default) takes any free one. */
  readonly port?: number;
  readonly accounts: readonly AccountOptions[];
  readonly numbers?: readonly OwnedNumberOptions[];
  /**
   * Real seconds per simulated second, for everything that happens on the telephone: ringing, pauses, time-outs of
   * questions, delays of people. HTTP time-outs are always real. Default 1.
   */
  readonly timeScale?: number;
  /** Real milliseconds that one spoken character takes. Default 0; about 60 is a natural voice. */
  readonly speechMillisecondsPerCharacter?: number;
  /** Calls started per real second and account. Default 10. */
  readonly callsPerSecond?: number;
  /** Real seconds until a webhook counts as unanswered. Default 15, as at Twilio. */
  readonly webhookTimeoutSeconds?: number;
  /** The answer that the network gives to HELP by itself. */
  readonly helpAnswer?: string;
  /** Simulated seconds until machine detection knows a human; a machine takes twice as long. Default 1. */
  readonly detectionSeconds?: number;
  /** How many journal events are kept. Default 50,000. */
  readonly journalLimit?: number;
}

export interface Settings {
  readonly timeScale: number;
  readonly speechMillisecondsPerCharacter: number;
  readonly callsPerSecond: number;
  readonly webhookTimeoutSeconds: number;
  readonly helpAnswer: string;
  readonly detectionSeconds: number;
  readonly journalLimit: number;
}

/** The options with their defaults. Throws a RangeError for a number that makes no sense. */
export function settingsFrom(options: PhoneSimulatorOptions): Settings {
  const settings: Settings = {
    timeScale: options.timeScale ?? 1,
    speechMillisecondsPerCharacter: options.speechMillisecondsPerCharacter ?? 0,
    callsPerSecond: options.callsPerSecond ?? 10,
    webhookTimeoutSeconds: options.webhookTimeoutSeconds ?? 15,
    helpAnswer: options.helpAnswer ?? 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
    detectionSeconds: options.detectionSeconds ?? 1,
    journalLimit: options.journalLimit ?? 50_000,
  };
  for (const [name, value] of Object.entries(settings)) {
    const least = name === 'speechMillisecondsPerCharacter' ? 0 : Number.MIN_VALUE;
    if (typeof value === 'number' && !(value >= least)) {
      throw new RangeError(`The phone simulator's option ${name} must be greater than zero, not ${value}.`);
    }
  }
  return settings;
}
