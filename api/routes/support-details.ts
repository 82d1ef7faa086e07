import { z } from 'zod';
import type { Store } from '../../db/store.js';
import type { SupportCaseDetails } from '../../db/support-store.js';
import { notFound } from '../../domain/errors.js';
import { supportCaseIdSchema } from '../../domain/identifiers.js';
import { ownIdentifiersSchema } from '../../domain/partner-identifiers/own-identifiers.js';
import { singleLineSchema } from '../../domain/single-line.js';
import { SupportCaseClosedError } from '../../domain/support-case/support-case-closed.js';
import { defineRoute, type Route } from '../openapi/route.js';
import type { SupportCaseReading } from '../support/case-reading.js';
import { requireOffered, type SupportForms } from '../support/support-forms.js';
import { entityTag, ifMatchHeaders, revisionOf, withPrecondition } from './if-match.js';

export interface SupportDetailRouteDependencies {
  readonly store: Pick<Store, 'supportCases'>;
  readonly forms: Pick<SupportForms, 'offeredFor'>;
  readonly reading: SupportCaseReading;
}

const tag = 'Support cases';
const path = '/v1/support-cases/{supportCaseId}/details';
const params = z.strictObject({ supportCaseId: supportCaseIdSchema });
const etag = { ETag: 'The revision of the details.' };

const detailsSchema = z
  .strictObject({
    topic: z.string(),
    subject: z.string(),
    identifiers: z.array(z.strictObject({ type: z.string(), value: z.string() })),
  })
  .meta({ id: 'SupportCaseDetails' });

function show({ topic, subject, identifiers }: SupportCaseDetails): z.input<typeof detailsSchema> {
  return { topic, subject, identifiers: identifiers.map(({ type, value }) => ({ type, value })) };
}

/** What a case is about: the desk puts right what was asked under a wrong topic, or without a number (C2, C3). */
export function supportDetailRoutes({
  store,
  forms,
  reading,
}: SupportDetailRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path,
      operationId: 'getSupportCaseDetails',
      tag,
      summary: 'What a case is about',
      access: 'read support-case',
      params,
      responses: { 200: { description: 'As it is now.', schema: detailsSchema, headers: etag } },
    })(async ({ caller: { scope }, params: { supportCaseId } }) => {
      const { details } = await reading.recorded(scope, supportCaseId);
      return { status: 200, headers: { ETag: entityTag(details) }, body: show(details) };
    }),
    defineRoute({
      method: 'put',
      path,
      operationId: 'saveSupportCaseDetails',
      tag,
      summary: 'Put right what a case is about',
      description:
        'Topic, subject and identifiers of an open case (a closed one: 409). How it was asked stays as it was. The save is ' +
        'refused when somebody else has saved since the revision of If-Match; * is any.',
      access: 'steer support-case',
      audit: { body: 'by-handler' },
      params,
      headers: ifMatchHeaders,
      body: z.strictObject({
        topic: z.string().max(40),
        subject: singleLineSchema(200),
        identifiers: ownIdentifiersSchema,
      }),
      problems: [409, 412],
      responses: { 200: { description: 'Saved.', schema: detailsSchema, headers: etag } },
    })(async ({ caller: { scope }, params: { supportCaseId }, headers, body, audit }) => {
      const found = await reading.current(scope, supportCaseId);
      if (found.view?.state === 'closed') throw new SupportCaseClosedError();
      // One that is offered no longer may stay.
      if (body.topic !== found.details.topic) await requireOffered(forms, body.topic);
      const ifRevision = revisionOf(headers['if-match']);
      const saved = await withPrecondition(ifRevision, () =>
        store.supportCases.saveDetails(scope, supportCaseId, body, ifRevision),
      );
      if (saved === undefined) throw notFound('support case');
      audit.changed({ before: show(saved.before), after: show(saved.after) });
      return { status: 200, headers: { ETag: entityTag(saved.after) }, body: show(saved.after) };
    }),
  ];
}
