import { mongo } from 'mongoose';
import { DomainError, unavailable } from '../domain/errors.js';
import type { LimitName, OperationLimits } from './limits.js';

/**
 * Runs one repository operation against its time limit. All errors that mean "MongoDB does not answer" become
 * `DomainError('unavailable')`; others (a DomainError, a broken rule of the schema) pass through.
 *
 * The operation itself may still reach MongoDB after its limit; every write is idempotent, so that does no harm.
 *
 * @param operation gets the limit in milliseconds, to be passed on as `maxTimeMS`, so that the server stops as well.
 */
export type Within = <Result>(
  limit: LimitName,
  operation: (maxTimeMS: number) => Promise<Result>,
) => Promise<Result>;

/**
 * @param isOpen false as long as MongoDB has never answered: then the operation is not even tried. Afterwards the driver
 *   decides by itself, since it waits for a server that is only just coming back.
 */
export function createWithin(limits: OperationLimits, isOpen: () => boolean): Within {
  return async (limit, operation) => {
    if (!isOpen()) throw unavailable('The database');
    const milliseconds = limits[limit];
    let timer: NodeJS.Timeout | undefined;
    const expiry = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(unavailable('The database'));
      }, milliseconds);
    });
    try {
      return await Promise.race([operation(milliseconds), expiry]);
    } catch (error) {
      throw meansUnavailable(error) ? unavailable('The database', error) : error;
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Server errors that pass by themselves: time limit, shutdown and elections (MongoDB's error_codes.yml). */
const passingCodes = new Set<string | number | undefined>([
  50, // MaxTimeMSExpired
  91, // ShutdownInProgress
  189, // PrimarySteppedDown
  10_107, // NotWritablePrimary
  11_600, // InterruptedAtShutdown
  11_602, // InterruptedDueToReplStateChange
  13_435, // NotPrimaryNoSecondaryOk
  13_436, // NotPrimaryOrSecondary
]);

function meansUnavailable(error: unknown): boolean {
  if (error instanceof DomainError || !(error instanceof Error)) return false;
  if (error.name === 'MongooseServerSelectionError') return true;
  if (error instanceof mongo.MongoBulkWriteError && isUnsent(error)) return true;
  if (error instanceof mongo.MongoServerError) return passingCodes.has(error.code);
  if (error instanceof mongo.MongoInvalidArgumentError) return false;
  return error instanceof mongo.MongoError;
}

/** True when a unique index, or the uniqueness of `_id`, refused a write. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === 11_000;
}

/** The driver wraps a lost connection into the error of the batch; MongoDB itself has refused nothing then. */
function isUnsent({ writeErrors, err, code }: mongo.MongoBulkWriteError): boolean {
  return code === undefined && err === undefined && Array.isArray(writeErrors) && writeErrors.length === 0;
}
