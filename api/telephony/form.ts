import express, { type Request, type RequestHandler, type Response } from 'express';
import { asDomainError } from '../middleware/body-errors.js';
import { invalidInput } from '../../domain/errors.js';

/** The fields of a form, exactly as they were sent: the signature covers them. */
export type Form = Readonly<Record<string, string>>;

const mediaType = 'application/x-www-form-urlencoded';
const readText: RequestHandler = express.text({ limit: '64kb', type: mediaType });

/**
 * Reads a form. A field that comes twice counts with its last value, as in Twilio's own signature check.
 *
 * @throws DomainError when there is none or it is too large.
 */
export async function readForm(request: Request, response: Response): Promise<Form> {
  await new Promise<void>((resolve, reject) => {
    readText(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(asDomainError(error) ?? invalidInput('The form cannot be read.', []));
    });
  });
  const body: unknown = request.body;
  return typeof body === 'string' ? Object.fromEntries(new URLSearchParams(body)) : {};
}
