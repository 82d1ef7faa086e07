import express, { type Request, type RequestHandler, type Response } from 'express';
import { DomainError, invalidInput } from '../../domain/errors.js';
import type { RawBody } from '../openapi/route.js';
import { asDomainError } from './body-errors.js';

/**
 * Reads a body that is no JSON, as its bytes.
 *
 * @throws DomainError `unsupported-media-type`, `too-large`, or `invalid-input` when there is none.
 */
export async function readRawBody(
  request: Request,
  response: Response,
  { mediaType, mostBytes }: RawBody,
): Promise<Uint8Array> {
  if (request.headers['content-type'] !== undefined && request.is(mediaType) !== mediaType) {
    throw new DomainError('unsupported-media-type', `The body must be ${mediaType}.`);
  }
  const parse: RequestHandler = express.raw({ limit: mostBytes, type: mediaType, inflate: false });
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(problemOf(error, mostBytes));
    });
  });
  const body: unknown = request.body;
  if (!(body instanceof Uint8Array) || body.length === 0) {
    throw invalidInput('The request has no body.', [{ path: '', message: 'is required' }]);
  }
  return body;
}

/** How many bytes a raw body may take: as many as it says, or as are allowed where it does not say it. */
export function sizeOfRawBody(request: Request, { mostBytes }: Pick<RawBody, 'mostBytes'>): number {
  const declared = Number(request.headers['content-length'] ?? mostBytes);
  return Math.min(declared, mostBytes);
}

function problemOf(error: unknown, mostBytes: number): DomainError {
  const known = asDomainError(error);
  if (known?.kind === 'too-large') {
    const megabytes = Math.floor(mostBytes / (1024 * 1024));
    return new DomainError('too-large', `The body is too large; ${megabytes} MB are allowed.`);
  }
  return known ?? invalidInput('The body cannot be read.', [{ path: '', message: 'cannot be read' }]);
}
