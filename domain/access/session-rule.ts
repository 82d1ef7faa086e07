/** How long a session lasts. Milliseconds. */
export interface SessionLifetime {
  /** Without any request. */
  readonly idle: number;
  /** In all, however busy it is. */
  readonly absolute: number;
}

/** Between the password and the code of the second factor. */
const mostBetweenFactors = 10 * 60_000;

/** A session of one browser: whose it is, and what was proven in it. */
export interface SessionFacts {
  /** `password`: the second factor is still to come, so it is no session yet. */
  readonly proven: 'password' | 'all';
  /** The user's generation at that time. */
  readonly generation: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** Whether a session still counts: a password change, a new role or time ends it. The idle time ends it in the store. */
export function sessionCounts(
  session: SessionFacts,
  user: { readonly generation: number; readonly state: string } | undefined,
  lifetime: SessionLifetime,
  now: number,
): boolean {
  if (user?.state !== 'active' || user.generation !== session.generation) return false;
  const most = session.proven === 'password' ? mostBetweenFactors : lifetime.absolute;
  return now - session.startedAt < most;
}
