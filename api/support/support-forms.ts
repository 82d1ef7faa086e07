import type { FormRepository, PublishedForm } from '../../db/form-store.js';
import { invalidInput } from '../../domain/errors.js';
import type { Form } from '../../domain/forms/form-schema.js';

/** The forms of the desk (C2): those that it has published, and for all other topics those that come with Beistand. */
export interface SupportForms {
  /** Those by which cases are asked, in the order in which they are shown. */
  offered(): Promise<readonly Form[]>;
  /** The one by which cases of the topic are asked; undefined: none is offered. */
  offeredFor(topic: string): Promise<Form | undefined>;
  /** The newest version, offered or not, with its place; undefined: there was never one. */
  newestOf(topic: string): Promise<PlacedForm | undefined>;
  /** A version by which a case may have been asked long ago. */
  version(topic: string, version: number): Promise<Form | undefined>;
}

export type PlacedForm = Pick<PublishedForm, 'form' | 'isOffered' | 'position'>;

/** Between those that come with Beistand there is room for others. */
const step = 10;

/** @param defaults in the order in which they are shown. */
export function createSupportForms(published: FormRepository, defaults: readonly Form[]): SupportForms {
  const placedDefaults = defaults.map((form, index): PlacedForm => ({
    form,
    isOffered: true,
    position: (index + 1) * step,
  }));
  const defaultOf = (topic: string) => placedDefaults.find(({ form }) => form.topic === topic);

  async function newestOf(topic: string): Promise<PlacedForm | undefined> {
    return (await published.newestOf(topic)) ?? defaultOf(topic);
  }

  return {
    newestOf,

    async offered() {
      const byTopic = new Map<string, PlacedForm>();
      for (const placed of [...placedDefaults, ...(await published.newest())]) {
        byTopic.set(placed.form.topic, placed);
      }
      return [...byTopic.values()]
        .filter(({ isOffered }) => isOffered)
        .sort((one, other) => one.position - other.position || (one.form.topic < other.form.topic ? -1 : 1))
        .map(({ form }) => form);
    },

    async offeredFor(topic) {
      const newest = await newestOf(topic);
      return newest?.isOffered === true ? newest.form : undefined;
    },

    async version(topic, version) {
      const found = await published.version(topic, version);
      if (found !== undefined) return found;
      const { form } = defaultOf(topic) ?? {};
      return form?.version === version ? form : undefined;
    },
  };
}

/**
 * The form by which cases of a topic are asked.
 *
 * @throws DomainError `invalid-input` that names the topic of the body.
 */
export async function requireOffered(forms: Pick<SupportForms, 'offeredFor'>, topic: string): Promise<Form> {
  const form = await forms.offeredFor(topic);
  if (form !== undefined) return form;
  throw invalidInput('The body of the request is not valid.', [
    { path: '/topic', message: 'is no topic that is offered' },
  ]);
}
