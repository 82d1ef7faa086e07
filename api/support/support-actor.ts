import { userIdSchema } from '../../domain/identifiers.js';
import type { SupportActor } from '../../domain/support-case/support-event.js';
import type { Caller } from '../openapi/route.js';

/** Who does it in the case: somebody of the account, or the desk. */
export function supportActorOf({ by, scope }: Pick<Caller, 'by' | 'scope'>): SupportActor {
  if (scope.of !== 'account') return { by: 'desk', principal: by };
  const userId = by.by === 'user' ? userIdSchema.safeParse(by.userId).data : undefined;
  return { by: 'partner', ...(userId === undefined ? {} : { userId }) };
}
