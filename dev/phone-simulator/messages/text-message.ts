import type { Account } from '../accounts/account.js';
import type { HttpMethod } from '../accounts/owned-number.js';
import { newSid } from '../sid.js';

/** https://www.twilio.com/docs/messaging/api/message-resource#message-status-values */
export type TextStatus = 'accepted' | 'queued' | 'sent' | 'delivered' | 'undelivered' | 'received';

export interface TextMessage {
  readonly sid: string;
  readonly account: Account;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly messagingServiceSid: string | undefined;
  readonly statusCallback: { readonly url: string; readonly method: HttpMethod } | undefined;
  readonly createdAt: Date;
  changedAt: Date;
  sentAt: Date | undefined;
  status: TextStatus;
  errorCode: number | undefined;
}

const finalStatuses: ReadonlySet<TextStatus> = new Set<TextStatus>(['delivered', 'undelivered', 'received']);

/** Whether the network has done with it: one that was sent is not final until the carrier has told what became of it. */
export function isFinal({ status }: TextMessage): boolean {
  return finalStatuses.has(status);
}

/** A text that has just been taken, under a SID of its own. */
export function newTextMessage(
  message: Pick<TextMessage, 'account' | 'direction' | 'from' | 'to' | 'body' | 'status'> &
    Partial<Pick<TextMessage, 'messagingServiceSid' | 'statusCallback'>>,
): TextMessage {
  const now = new Date();
  return {
    messagingServiceSid: undefined,
    statusCallback: undefined,
    ...message,
    sid: newSid('SM'),
    createdAt: now,
    changedAt: now,
    sentAt: undefined,
    errorCode: undefined,
  };
}

const gsmCharacters =
  /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;
const doubleGsmCharacters = /[\^{}\\[~\]|€]/g;

/** How many SMS a text takes: 160 characters of the GSM alphabet, 70 others; fewer each when there are several. */
export function segmentsOf(body: string): number {
  const isGsm = gsmCharacters.test(body);
  const length = isGsm ? body.length + (body.match(doubleGsmCharacters)?.length ?? 0) : body.length;
  const [single, several] = isGsm ? [160, 153] : [70, 67];
  return length <= single ? 1 : Math.ceil(length / several);
}
