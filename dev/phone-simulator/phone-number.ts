/** Whether the text is an E.164 number, as far as Twilio checks it without asking the network. */
export function isPhoneNumber(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text);
}
