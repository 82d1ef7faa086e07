import { type SettingsChange, settingsChanges } from '../settings/changes.js';
import { asPlainObject, type PlainObject } from '../settings/plain-json.js';
import type { Form } from './form-schema.js';
import type { Question } from './question-schema.js';

/** What another version of a form changes. Questions are named by their id. */
export interface FormChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Those in both versions that are not the same. */
  readonly changed: readonly string[];
  /** Whether those in both versions stand in another order. */
  readonly isReordered: boolean;
  /** Questions in both versions whose answers cannot be compared any more: of another type, or without some options. */
  readonly incomparable: readonly string[];
  /**
   * Field by field, as JSON pointers in which questions and options stand by their id: `/questions/merchant-id/label/de`.
   * The number of the version is left out.
   */
  readonly fields: readonly SettingsChange[];
}

/** How two versions of the form of a topic differ. */
export function formChanges(was: Form, is: Form): FormChanges {
  const before = new Map(was.questions.map((question) => [question.id, question]));
  const after = new Map(is.questions.map((question) => [question.id, question]));
  const stayed = [...after.keys()].filter((id) => before.has(id));
  const stayedBefore = [...before.keys()].filter((id) => after.has(id));
  const fields = settingsChanges(withoutVersion(was), withoutVersion(is));
  const pair = (id: string): readonly [Question, Question][] => {
    const [old, young] = [before.get(id), after.get(id)];
    return old === undefined || young === undefined ? [] : [[old, young]];
  };
  return {
    added: [...after.keys()].filter((id) => !before.has(id)),
    removed: [...before.keys()].filter((id) => !after.has(id)),
    changed: stayed.filter((id) => fields.some(({ path }) => path.startsWith(`/questions/${id}/`))),
    isReordered: stayed.some((id, index) => id !== stayedBefore[index]),
    incomparable: stayed.filter((id) => pair(id).some(([old, young]) => !isComparable(old, young))),
    fields,
  };
}

function isComparable(old: Question, young: Question): boolean {
  if (old.type !== young.type) return false;
  if (old.type === 'identifier' && young.type === 'identifier')
    return old.identifierType === young.identifierType;
  const kept = new Set(optionsOf(young));
  return optionsOf(old).every((id) => kept.has(id));
}

function optionsOf(question: Question): readonly string[] {
  return question.type === 'choice' || question.type === 'several-choices'
    ? question.options.map(({ id }) => id)
    : [];
}

function withoutVersion({ version: _version, ...form }: Form): PlainObject {
  return asPlainObject(form);
}
