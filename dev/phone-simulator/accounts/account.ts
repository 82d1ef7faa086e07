/** One telephony account of the provider. */
export interface Account {
  readonly sid: string;
  readonly authToken: string;
  readonly callsPerSecond: number;
  readonly messagingServiceSid: string | undefined;
}
