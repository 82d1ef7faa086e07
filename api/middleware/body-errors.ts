import { DomainError, invalidInput } from '../../domain/errors.js';

/** What the body parsers throw (npm: body-parser, "Errors"), in our vocabulary; undefined for anything else. */
export function asDomainError(error: unknown): DomainError | undefined {
  if (!(error instanceof Error) || !('type' in error)) return undefined;
  switch (error.type) {
    case 'entity.too.large':
    case 'parameters.too.many':
      return new DomainError('too-large', 'The body is too large; 64 kB are allowed.');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new DomainError('unsupported-media-type', 'The encoding of the body is not supported.');
    case 'entity.parse.failed':
      return invalidInput('The body is not valid JSON.', [{ path: '', message: 'is not valid JSON' }]);
    case 'request.aborted':
    case 'request.size.invalid':
      return invalidInput('The body ended too early.', [{ path: '', message: 'ended too early' }]);
    default:
      return undefined;
  }
}
