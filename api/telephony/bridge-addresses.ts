import { z } from 'zod';
import { incidentIdSchema, organisationIdSchema } from '../../domain/identifiers.js';
import { targetRoles } from '../../domain/target.js';
import type { InboundCaller } from './inbound-addresses.js';

/** Who is bridged to which incident: all of it stands in the address, so nothing is stored. */
export const bridgeSchema = z.object({
  incident: incidentIdSchema,
  organisation: organisationIdSchema,
  role: z.enum(targetRoles),
  id: z.string().min(1).max(60),
  /** How often it has been tried, this time included. */
  tries: z.coerce.number().int().min(1).max(10),
});
export type Bridge = z.infer<typeof bridgeSchema>;

export interface BridgeAddresses {
  /** Asked for the next script when the bridge has ended, or did not come about, and the person is still on the phone. */
  ended(bridge: Bridge): string;
  /** Told the code of an arriving leg. `menu`: where a caller goes on who has none. */
  code(menu?: { readonly caller: InboundCaller; readonly asked: number }): string;
}

export const bridgePaths = {
  ended: '/telephony/bridge/ended',
  code: '/telephony/bridge/code',
} as const;

export function createBridgeAddresses({ publicUrl }: { readonly publicUrl: string }): BridgeAddresses {
  const address = (path: string, query: Readonly<Record<string, string>>): string => {
    const url = new URL(`${publicUrl.replace(/\/$/, '')}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  };
  return {
    ended: (bridge) => address(bridgePaths.ended, { ...bridge, tries: String(bridge.tries) }),
    code: (menu) =>
      address(bridgePaths.code, menu === undefined ? {} : { ...menu.caller, asked: String(menu.asked) }),
  };
}
