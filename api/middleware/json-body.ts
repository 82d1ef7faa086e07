import express, { type Request, type RequestHandler, type Response } from 'express';
import { DomainError, invalidInput } from '../../domain/errors.js';
import { asDomainError } from './body-errors.js';

/** A report has 4,000 characters of text; settings with 50 contacts stay below 30 kB. */
export const bodyLimit = '64kb';

const parseJson: RequestHandler = express.json({ limit: bodyLimit, type: 'application/json', strict: true });

/**
 * Reads the JSON body of a request; undefined when there is none.
 *
 * @throws DomainError `unsupported-media-type`, `too-large`, or `invalid-input` for broken JSON.
 */
export async function readJsonBody(request: Request, response: Response): Promise<unknown> {
  if (!hasBody(request)) return undefined;
  if (request.is('application/json') !== 'application/json') {
    throw new DomainError('unsupported-media-type', 'The body must be application/json.');
  }
  await new Promise<void>((resolve, reject) => {
    parseJson(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(asDomainError(error) ?? invalidInput('The body is not valid JSON.', []));
    });
  });
  return request.body as unknown;
}

function hasBody(request: Request): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}
