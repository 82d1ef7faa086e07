import { trusted } from 'mongoose';
import { ChangedMeanwhileError } from '../../domain/errors.js';
import { formSchema } from '../../domain/forms/form-schema.js';
import { isDuplicateKey, type Within } from '../deadline.js';
import type { FormRepository, PublishedForm } from '../form-store.js';
import type { FormVersionDocument, NewestFormDocument, SupportFormModels } from '../models/support-form.js';

type Stored = Omit<FormVersionDocument, '_id'>;

function toPublishedForm({ content, isOffered, position, publishedBy, publishedAt }: Stored): PublishedForm {
  const form = formSchema.parse(JSON.parse(content));
  return { form, isOffered, position, publishedBy, publishedAt };
}

/**
 * Forms in MongoDB: the version first, whose key decides who is first; then the newest one. Whoever finds a version that another
 * process has published and died over completes it.
 */
export function createFormRepository(
  { versions, newest }: SupportFormModels,
  within: Within,
): FormRepository {
  async function makeNewest({ topic, version, ...rest }: Stored): Promise<void> {
    try {
      await newest.updateOne(
        { _id: topic, version: trusted({ $lt: version }) },
        { $set: { topic, version, ...rest } },
        { upsert: true },
      );
    } catch (error) {
      // There is a newer one.
      if (!isDuplicateKey(error)) throw error;
    }
  }

  return {
    newest: () =>
      within('other', async (maxTimeMS) => {
        const found = await newest.find({}, null, { maxTimeMS }).lean<NewestFormDocument[]>();
        return found.map(toPublishedForm);
      }),

    newestOf: (topic) =>
      within('other', async (maxTimeMS) => {
        const found = await newest.findOne({ _id: topic }, null, { maxTimeMS }).lean<NewestFormDocument>();
        return found ? toPublishedForm(found) : undefined;
      }),

    version: (topic, version) =>
      within('other', async (maxTimeMS) => {
        const found = await versions
          .findOne({ _id: `${topic}:${version}` }, null, { maxTimeMS })
          .lean<FormVersionDocument>();
        return found ? toPublishedForm(found).form : undefined;
      }),

    publish: ({ form, ...rest }) =>
      within('other', async (maxTimeMS) => {
        const { topic, version } = form;
        const stored: Stored = { topic, version, content: JSON.stringify(form), ...rest };
        const _id = `${topic}:${version}` as const;
        try {
          await versions.insertOne({ _id, ...stored });
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          const earlier = await versions.findOne({ _id }, null, { maxTimeMS }).lean<FormVersionDocument>();
          if (earlier) {
            const { _id: _key, ...published } = earlier;
            await makeNewest(published);
          }
          throw new ChangedMeanwhileError('form');
        }
        await makeNewest(stored);
      }),
  };
}
