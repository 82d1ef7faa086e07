import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { AuditOrigin } from '../../domain/audit/entry.js';

/** Where a request comes from. */
export function originOf(address: string | undefined, userAgent: string | undefined): AuditOrigin {
  return {
    address: address ?? 'unknown',
    ...(userAgent === undefined
      ? {}
      : { userAgent: createHash('sha256').update(userAgent).digest('hex').slice(0, 16) }),
  };
}

/** The same of a request as it was received. */
export function originOfRequest(request: Pick<Request, 'ip' | 'headers'>): AuditOrigin {
  return originOf(request.ip, request.headers['user-agent']);
}
