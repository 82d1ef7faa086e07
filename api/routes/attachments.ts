import { z } from 'zod';
import type { AttachmentStore, StoredAttachment } from '../../db/attachment-store.js';
import type { AttemptLimits } from '../../db/sign-in-store.js';
import { notFound } from '../../domain/errors.js';
import { accountIdSchema, attachmentIdSchema } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { mostAttachmentBytes } from '../../domain/support-case/attachment-rules.js';
import { HttpProblem } from '../middleware/http-problem.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { asMoment, momentSchema } from '../representations/shared.js';
import { accountFor } from '../use-cases/account-for.js';
import type { AttachmentKeeping } from '../use-cases/attachment-keeping.js';
import type { KnownReferences } from '../use-cases/known-references.js';

export interface AttachmentRouteDependencies {
  readonly attachments: AttachmentStore;
  readonly keeping: AttachmentKeeping;
  readonly attemptLimits: Pick<AttemptLimits, 'take'>;
  readonly references: Pick<KnownReferences, 'requireAccount'>;
}

const tag = 'Support cases';

const attachmentSchema = z
  .strictObject({
    id: attachmentIdSchema,
    accountId: accountIdSchema,
    name: z.string(),
    sizeBytes: z.int(),
    mediaType: z.string().meta({ description: 'What its bytes are, whatever was declared.' }),
    storedAt: momentSchema,
  })
  .meta({ id: 'Attachment' });

function showAttachment({ storedAt, ...attachment }: StoredAttachment): z.input<typeof attachmentSchema> {
  return { ...attachment, storedAt: asMoment(storedAt.getTime()) };
}

/** Files that come with support cases (C2). */
export function attachmentRoutes({
  attachments,
  keeping,
  attemptLimits,
  references,
}: AttachmentRouteDependencies): readonly Route[] {
  /** @throws HttpProblem 429 when the people of a partner account store more than anybody needs. */
  async function countUpload(scope: Scope): Promise<void> {
    if (scope.of !== 'account') return;
    const taken = await attemptLimits.take('attachment/account', scope.accountId);
    if (taken.allowed) return;
    throw new HttpProblem(429, 'Too many files are stored; please wait.', {
      'Retry-After': String(taken.retryAfterSeconds),
    });
  }

  return [
    defineRoute({
      method: 'post',
      path: '/v1/attachments',
      operationId: 'storeAttachment',
      tag,
      summary: 'Store a file for a support case',
      description:
        'It belongs to nothing until a message names it. Its type is found by its bytes; programs are refused. ' +
        'The users of a partner account may store 200 files in an hour. Where too much is sent at once, it is answered 503, to be repeated.',
      access: 'store attachment',
      audit: { body: 'by-handler' },
      query: z.strictObject({
        name: z.string().min(1).max(255).meta({ description: 'The name of the file.' }),
        accountId: accountIdSchema.optional().meta({
          description: 'The partner account whose users may see it; of partners, always their own.',
        }),
      }),
      rawBody: {
        mediaType: 'application/octet-stream',
        mostBytes: mostAttachmentBytes,
        description: 'The bytes of the file.',
      },
      problems: [404],
      responses: { 201: { description: 'It is stored.', schema: attachmentSchema } },
    })(async ({ caller, query: { name, accountId }, bytes, audit }) => {
      const { id: owner } = await references.requireAccount(
        caller.scope,
        accountFor(caller.scope, accountId, 'query'),
      );
      await countUpload(caller.scope);
      const kept = await keeping.keep(caller.scope, { accountId: owner, name, bytes });
      const { id, mediaType, sizeBytes } = kept;
      audit.changed({ after: { id, accountId: kept.accountId, mediaType, sizeBytes } });
      return { status: 201, body: showAttachment(kept) };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/attachments/{attachmentId}',
      operationId: 'downloadAttachment',
      tag,
      summary: 'Download a file',
      description: 'Always as a file to be saved: no browser shows it as a page of ours.',
      access: 'read attachment',
      params: z.strictObject({ attachmentId: attachmentIdSchema }),
      responses: { 200: { description: 'The bytes of the file.', download: true } },
    })(async ({ caller, params: { attachmentId } }) => {
      const read = await attachments.read(caller.scope, attachmentId);
      if (read === undefined) throw notFound('attachment');
      const { name, mediaType } = read.attachment;
      return { status: 200, download: { name, mediaType, bytes: read.bytes } };
    }),
  ];
}
