import type { Form } from '../domain/forms/form-schema.js';
import type { Principal } from '../domain/timeline.js';

/** A version of a topic's form as the desk has published it (C2). */
export interface PublishedForm {
  readonly form: Form;
  /** False: cases are no longer asked by it; those that were keep their version. */
  readonly isOffered: boolean;
  /** Its place among the forms; those with the same one stand in the order of their topics. */
  readonly position: number;
  readonly publishedBy: Principal;
  readonly publishedAt: Date;
}

/** The forms that the desk has published. No version is ever changed. */
export interface FormRepository {
  /** The newest version of each topic. */
  newest(): Promise<readonly PublishedForm[]>;
  newestOf(topic: string): Promise<PublishedForm | undefined>;
  version(topic: string, version: number): Promise<Form | undefined>;
  /** @throws ChangedMeanwhileError when this version has been published already. */
  publish(form: PublishedForm): Promise<void>;
}
