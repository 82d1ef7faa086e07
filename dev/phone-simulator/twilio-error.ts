/** What Twilio refuses, with its error code and HTTP status (https://www.twilio.com/docs/api/errors). */
export class TwilioError extends Error {
  override readonly name = 'TwilioError';
  constructor(
    readonly code: number,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}
