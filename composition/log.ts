import { pino, type Logger } from 'pino';

/**
 * The structured log of one process. Logs carry IDs, enums and numbers; what could hold personal data by accident is
 * removed before it is written (X6).
 */
export function createLog({
  level,
  process: name,
}: {
  readonly level: string;
  readonly process: string;
}): Logger {
  return pino({
    name: 'beistand',
    level,
    base: { process: name },
    redact: {
      paths: [
        'phone',
        'email',
        'name',
        'to',
        'from',
        'body',
        'text',
        'digits',
        'token',
        'authorization',
      ].flatMap((field) => [field, `*.${field}`]),
      remove: true,
    },
  });
}
