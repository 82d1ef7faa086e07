import { z } from 'zod';
import type { SupportPolicyRepository } from '../../db/support-policy-store.js';
import { notFound } from '../../domain/errors.js';
import { formSchema } from '../../domain/forms/form-schema.js';
import {
  supportPolicySchema,
  usualPolicySettings,
  type SupportPolicySettings,
} from '../../domain/support-case/support-policy-schema.js';
import { defineRoute, type Route } from '../openapi/route.js';
import type { SupportForms } from '../support/support-forms.js';
import { entityTag, ifMatchHeaders, revisionOf, withPrecondition } from './if-match.js';

export interface SupportPolicyRouteDependencies {
  readonly forms: Pick<SupportForms, 'newestOf'>;
  readonly policies: SupportPolicyRepository;
}

const tag = 'Support cases';
const path = '/v1/support-policies/{topic}';
const params = z.strictObject({ topic: formSchema.shape.topic });
const shownPolicySchema = z
  .strictObject({
    topic: formSchema.shape.topic,
    isDefault: z.boolean().meta({ description: 'Whether nobody has set anything for the topic.' }),
    ...supportPolicySchema.shape,
  })
  .meta({ id: 'SupportPolicy' });
const settingsSchema = supportPolicySchema.meta({ id: 'SupportPolicySettings' });
const etag = { ETag: 'The revision, for If-Match; "0" where nothing was set.' };

/** How fast the desk answers the cases of a topic, and when it reminds, warns and closes (C9). */
export function supportPolicyRoutes({ forms, policies }: SupportPolicyRouteDependencies): readonly Route[] {
  /** @throws DomainError `not-found` for a topic that never had a form. */
  async function requireTopic(topic: string): Promise<void> {
    if ((await forms.newestOf(topic)) === undefined) throw notFound('topic');
  }

  return [
    defineRoute({
      method: 'get',
      path,
      operationId: 'getSupportPolicy',
      tag,
      summary: 'Read how the cases of a topic are treated',
      access: 'read support-policy',
      params,
      responses: { 200: { description: 'The policy.', schema: shownPolicySchema, headers: etag } },
    })(async ({ params: { topic } }) => {
      await requireTopic(topic);
      const { revision, settings } = (await policies.find(topic)) ?? {
        revision: 0,
        settings: usualPolicySettings,
      };
      return {
        status: 200,
        headers: { ETag: entityTag({ revision }) },
        body: show(topic, revision, settings),
      };
    }),
    defineRoute({
      method: 'put',
      path,
      operationId: 'saveSupportPolicy',
      tag,
      summary: 'Set how the cases of a topic are treated',
      description:
        'Holds for cases that are opened from now on, by portal, mail or follow-up; those that run keep what was promised then. What is ' +
        'left out is as usual. If-Match names the revision that was read, "0" where nothing was set; * overwrites whatever is there.',
      access: 'change support-policy',
      audit: { body: 'by-handler' },
      params,
      headers: ifMatchHeaders,
      body: settingsSchema,
      problems: [404, 412],
      responses: { 200: { description: 'Saved.', schema: shownPolicySchema, headers: etag } },
    })(async ({ params: { topic }, headers, body, audit }) => {
      await requireTopic(topic);
      const ifRevision = revisionOf(headers['if-match']);
      const before = await policies.find(topic);
      const { revision, settings } = await withPrecondition(ifRevision, () =>
        policies.save(topic, body, ifRevision),
      );
      audit.changed({
        before: before?.settings,
        after: { topic, revision, ...settings },
      });
      return {
        status: 200,
        headers: { ETag: entityTag({ revision }) },
        body: show(topic, revision, settings),
      };
    }),
  ];
}

function show(
  topic: string,
  revision: number,
  settings: SupportPolicySettings,
): z.input<typeof shownPolicySchema> {
  return { topic, isDefault: revision === 0, ...settings };
}
