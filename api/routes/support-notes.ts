import { z } from 'zod';
import type { Store, SupportNote } from '../../db/store.js';
import { DomainError } from '../../domain/errors.js';
import { supportCaseIdSchema, supportNoteIdSchema } from '../../domain/identifiers.js';
import { supportTextSchema } from '../../domain/support-case/support-text.js';
import { principalKey } from '../../domain/timeline.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { momentSchema, shownPrincipalSchema } from '../representations/shared.js';
import type { SupportCaseReading } from '../support/case-reading.js';
import { derivedIdentifier, newIdentifier } from '../use-cases/identifiers.js';
import { idempotencyHeaders } from './idempotency.js';
import { sequenceQuery } from './support-messages.js';

export interface SupportNoteRouteDependencies {
  readonly store: Pick<Store, 'supportNotes'>;
  readonly reading: SupportCaseReading;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Support cases';
const params = z.strictObject({ supportCaseId: supportCaseIdSchema });
const noteShape = {
  id: supportNoteIdSchema,
  by: shownPrincipalSchema,
  at: momentSchema,
  text: z.string(),
};
const noteSchema = z.strictObject(noteShape).meta({ id: 'SupportNote' });
const listedNoteSchema = z
  .strictObject({ ...noteShape, sequence: z.number().int() })
  .meta({ id: 'ListedSupportNote' });

function showNote({ id, by, at, text }: SupportNote): z.input<typeof noteSchema> {
  return { id, by, at: at.toISOString(), text };
}

/** What the desk notes for itself. These routes are the only ones that know notes, and no partner may ask them (C10). */
export function supportNoteRoutes({ store, reading, now }: SupportNoteRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/support-cases/{supportCaseId}/notes',
      operationId: 'addSupportNote',
      tag,
      summary: 'Note something for the desk',
      description: 'Partners never see it. Closed cases take notes too.',
      access: 'write support-note',
      audit: { body: 'by-handler' },
      params,
      headers: idempotencyHeaders,
      body: z.strictObject({ text: supportTextSchema }),
      problems: [422],
      responses: { 201: { description: 'Noted.', schema: noteSchema } },
    })(async ({ caller: { scope, by }, params: { supportCaseId }, headers, body: { text }, audit }) => {
      await reading.recorded(scope, supportCaseId);
      const key = headers['idempotency-key'];
      const id =
        key === undefined
          ? newIdentifier('nte')
          : derivedIdentifier('nte', supportCaseId, principalKey(by), key);
      const note = await store.supportNotes.add({ id, caseId: supportCaseId, by, at: new Date(now()), text });
      if (note.text !== text) {
        throw new DomainError('idempotency-key-reused', 'This Idempotency-Key was used for another note.');
      }
      audit.changed({ after: { id, caseId: supportCaseId } });
      return { status: 201, body: showNote(note) };
    }),
    defineRoute({
      method: 'get',
      path: '/v1/support-cases/{supportCaseId}/notes',
      operationId: 'listSupportNotes',
      tag,
      summary: 'Read the desk’s notes, the oldest first',
      access: 'read support-note',
      params,
      query: sequenceQuery,
      responses: {
        200: {
          description: 'A stretch of the notes.',
          schema: z.strictObject({ items: z.array(listedNoteSchema) }).meta({ id: 'SupportNoteStretch' }),
        },
      },
    })(async ({ caller: { scope }, params: { supportCaseId }, query }) => {
      await reading.recorded(scope, supportCaseId);
      const notes = await store.supportNotes.list(supportCaseId, query);
      return {
        status: 200,
        body: { items: notes.map(({ sequence, ...note }) => ({ ...showNote(note), sequence })) },
      };
    }),
  ];
}
