import { targetKey } from '../../domain/target.js';
import type { Actor } from '../../domain/timeline.js';

/** Names an actor, so that sets of them can be compared. */
export function actorKey(actor: Actor): string {
  switch (actor.by) {
    case 'target':
      return targetKey(actor.target);
    case 'token':
      return actor.tokenId;
    case 'user':
      return actor.userId;
    case 'rule':
      return 'rule';
  }
}
