import { z } from 'zod';
import type { FormRepository } from '../../db/form-store.js';
import { ChangedMeanwhileError, notFound } from '../../domain/errors.js';
import { formChanges } from '../../domain/forms/form-changes.js';
import { formSchema, formSchemaWith, type Form } from '../../domain/forms/form-schema.js';
import type { IdentifierType } from '../../domain/partner-identifiers/identifier-type.js';
import { parseRequestPart } from '../openapi/parse-request.js';
import { defineRoute, type Route } from '../openapi/route.js';
import type { SupportForms } from '../support/support-forms.js';
import { entityTag, ifMatchHeaders, revisionOf, withPrecondition } from './if-match.js';

export interface SupportFormRouteDependencies {
  readonly forms: SupportForms;
  readonly published: Pick<FormRepository, 'publish'>;
  readonly identifierTypes: readonly IdentifierType[];
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Support cases';
const path = '/v1/support-forms';
const { topic: topicSchema, version: _version, ...contentShape } = formSchema.shape;
const shownFormSchema = formSchema.meta({ id: 'SupportForm' });
const formListSchema = z.strictObject({ items: z.array(shownFormSchema) }).meta({ id: 'SupportFormList' });
const publishingSchema = z
  .strictObject({
    ...contentShape,
    isOffered: z.boolean().default(true).meta({
      description: 'False: cases are no longer asked by it; those that were keep their version.',
    }),
    position: z.int().min(0).max(10_000).optional().meta({
      description:
        'Its place among the forms; those that come with Beistand stand at 10, 20, …. Absent: as before.',
    }),
  })
  .meta({ id: 'SupportFormPublishing' });
const etag = { ETag: 'The version, for If-Match.' };
/** Behind all that come with Beistand. */
const usualPosition = 1_000;

/** "How can we help you?" (C2): the topics, each with the questions that belong to it. */
export function supportFormRoutes({
  forms,
  published,
  identifierTypes,
  now,
}: SupportFormRouteDependencies): readonly Route[] {
  const withKnownIdentifiers = formSchemaWith(identifierTypes);

  return [
    defineRoute({
      method: 'get',
      path,
      operationId: 'listSupportForms',
      tag,
      summary: 'List the forms by which cases are asked',
      description:
        'In the order in which they are shown, in all languages. A question with `when` depends on answers before it.',
      access: 'read support-form',
      responses: { 200: { description: 'The forms.', schema: formListSchema } },
    })(async () => ({ status: 200, body: { items: (await forms.offered()).map(asInput) } })),
    defineRoute({
      method: 'get',
      path: `${path}/{topic}/versions/{version}`,
      operationId: 'getSupportFormVersion',
      tag,
      summary: 'Read one version of a form',
      description: 'A case keeps the version by which it was asked: no version is ever changed.',
      access: 'read support-form',
      params: z.strictObject({
        topic: topicSchema,
        version: z.coerce.number().int().min(1).max(100_000),
      }),
      responses: { 200: { description: 'The form.', schema: shownFormSchema } },
    })(async ({ params: { topic, version } }) => {
      const form = await forms.version(topic, version);
      if (form === undefined) throw notFound('form');
      return { status: 200, body: asInput(form) };
    }),
    defineRoute({
      method: 'put',
      path: `${path}/{topic}`,
      operationId: 'publishSupportForm',
      tag,
      summary: 'Publish the next version of a form',
      description:
        'Cases are asked by it from now on; those that were asked before keep their version. If-Match names the version that it ' +
        'follows, "0" where the topic has none; * is any.',
      access: 'publish support-form',
      audit: { body: 'by-handler' },
      params: z.strictObject({ topic: topicSchema }),
      headers: ifMatchHeaders,
      body: publishingSchema,
      problems: [412],
      responses: { 200: { description: 'Published.', schema: shownFormSchema, headers: etag } },
    })(async ({ caller: { by }, params: { topic }, headers, body, audit }) => {
      const before = await forms.newestOf(topic);
      const ifVersion = revisionOf(headers['if-match']);
      const former = before?.form.version ?? 0;
      const { isOffered, position = before?.position ?? usualPosition, ...content } = body;
      const form: Form = { ...content, topic, version: former + 1 };
      parseRequestPart(withKnownIdentifiers, 'body', form);
      await withPrecondition(ifVersion, async () => {
        if (ifVersion !== undefined && ifVersion !== former) throw new ChangedMeanwhileError('form');
        await published.publish({ form, isOffered, position, publishedBy: by, publishedAt: new Date(now()) });
      });
      audit.changed({
        before: before && { version: former, isOffered: before.isOffered },
        after: {
          ...{ topic, version: form.version, isOffered },
          ...(before === undefined
            ? {}
            : { changed: formChanges(before.form, form).fields.map(({ path: at }) => at) }),
        },
      });
      return { status: 200, headers: { ETag: entityTag({ revision: form.version }) }, body: asInput(form) };
    }),
  ];
}

function asInput(form: Form): z.input<typeof formSchema> {
  return structuredClone(form);
}
