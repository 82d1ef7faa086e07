import { z } from 'zod';
import { formSchema, type Form } from '../../domain/forms/form-schema.js';
import { defineRoute, type Route } from '../openapi/route.js';

const formListSchema = z
  .strictObject({ items: z.array(formSchema.meta({ id: 'SupportForm' })) })
  .meta({ id: 'SupportFormList' });

/** "How can we help you?" (C2): the topics, each with the questions that belong to it. */
export function supportFormRoutes({ forms }: { readonly forms: readonly Form[] }): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/support-forms',
      operationId: 'listSupportForms',
      tag: 'Support cases',
      summary: 'List the forms by which cases are asked',
      description:
        'In the order in which they are shown, in all languages. A question with `when` depends on answers before it.',
      access: 'read support-form',
      responses: { 200: { description: 'The forms.', schema: formListSchema } },
    })(() => Promise.resolve({ status: 200 as const, body: { items: forms.map(asInput) } })),
  ];
}

function asInput(form: Form): z.input<typeof formSchema> {
  return structuredClone(form);
}
