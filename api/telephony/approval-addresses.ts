import { encodeAttemptOrder } from '../../providers/telephony/addresses.js';
import type { ApprovalOrder } from './approval-order.js';

/** The addresses of the conversation in which an order is approved. No digits ever stand in them. */
export interface ApprovalAddresses {
  /** Told the PIN. `entry` counts how often it was asked for, this time included. */
  pin(order: ApprovalOrder, entry: number): string;
  /** Asked for the next script when no PIN was entered. */
  pinUnanswered(order: ApprovalOrder, entry: number): string;
  /** Told the key that decides. `asked` counts how often the question was read out. */
  decided(order: ApprovalOrder, asked: number, proof: string): string;
  /** Asked for the next script when no key was pressed. */
  undecided(order: ApprovalOrder, asked: number, proof: string): string;
}

export const approvalPaths = {
  pin: '/telephony/approval/pin',
  pinUnanswered: '/telephony/approval/pin/unanswered',
  decided: '/telephony/approval/decided',
  undecided: '/telephony/approval/undecided',
} as const;

export function createApprovalAddresses({ publicUrl }: { readonly publicUrl: string }): ApprovalAddresses {
  const address = (path: string, order: ApprovalOrder, query: Readonly<Record<string, string>>): string => {
    const url = new URL(`${publicUrl.replace(/\/$/, '')}${path}`);
    url.searchParams.set('order', encodeAttemptOrder(order));
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  };
  return {
    pin: (order, entry) => address(approvalPaths.pin, order, { entry: String(entry) }),
    pinUnanswered: (order, entry) => address(approvalPaths.pinUnanswered, order, { entry: String(entry) }),
    decided: (order, asked, proof) => address(approvalPaths.decided, order, { asked: String(asked), proof }),
    undecided: (order, asked, proof) =>
      address(approvalPaths.undecided, order, { asked: String(asked), proof }),
  };
}
