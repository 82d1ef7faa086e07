import type { HttpMethod } from '../accounts/owned-number.js';
import type { TwimlElement } from './document.js';

/**
 * Reads one element's attributes. What Twilio would only warn about (an unknown attribute, a value of the wrong kind,
 * for which the default is used) becomes a warning here too.
 */
export class Attributes {
  readonly #element: TwimlElement;
  readonly #warnings: string[];
  readonly #read = new Set<string>();

  constructor(element: TwimlElement, warnings: string[]) {
    this.#element = element;
    this.#warnings = warnings;
  }

  text(name: string): string | undefined {
    this.#read.add(name);
    return this.#element.attributes.get(name);
  }

  /** An attribute that has no effect here, e.g. the voice. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#read.add(name);
  }

  number(name: string, least: number, standard: number): number {
    const text = this.text(name);
    if (text === undefined) return standard;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least) return value;
    this.#warn(`${name}="${text}" is not a number of at least ${least}`);
    return standard;
  }

  flag(name: string, standard: boolean): boolean {
    const text = this.text(name)?.toLowerCase();
    if (text === undefined) return standard;
    if (text === 'true' || text === 'false') return text === 'true';
    this.#warn(`${name}="${text}" is neither true nor false`);
    return standard;
  }

  oneOf<Value extends string>(name: string, values: readonly Value[], standard: Value): Value {
    const text = this.text(name);
    if (text === undefined) return standard;
    const value = values.find((each) => each.toLowerCase() === text.toLowerCase());
    if (value !== undefined) return value;
    this.#warn(`${name}="${text}" is none of ${values.join(', ')}`);
    return standard;
  }

  method(name: string, standard: HttpMethod = 'POST'): HttpMethod {
    return this.oneOf(name, ['GET', 'POST'], standard);
  }

  /** Values separated by spaces. */
  many<Value extends string>(name: string, values: readonly Value[]): ReadonlySet<Value> {
    const words = (this.text(name) ?? '').split(/\s+/).filter((word) => word !== '');
    const found = new Set<Value>();
    for (const word of words) {
      const value = values.find((each) => each === word);
      if (value === undefined) this.#warn(`${name} has "${word}", which is none of ${values.join(', ')}`);
      else found.add(value);
    }
    return found;
  }

  /** To be called when everything was read. */
  warnOfUnknown(): void {
    for (const name of this.#element.attributes.keys()) {
      if (!this.#read.has(name)) this.#warn(`the attribute ${name} is not known`);
    }
  }

  #warn(what: string): void {
    this.#warnings.push(`<${this.#element.name}>: ${what}.`);
  }
}
