import type { PhoneScript, TextDelivery } from './phone-script.js';

export interface Phone {
  readonly number: string;
  readonly scripts: readonly PhoneScript[];
  readonly textDelivery: TextDelivery;
  /** Whose phone it is, as far as somebody has said. */
  readonly name?: string;
}

/** The phones of the people, by number; a phone exists as soon as somebody mentions it. */
export interface Phones {
  get(number: string): Phone;
  all(): readonly Phone[];
  change(number: string, change: Partial<Omit<Phone, 'number'>>): void;
  /** How the phone reacts to the call that comes in now: the next script; the last one repeats. */
  nextScript(number: string): PhoneScript;
  clear(): void;
}

/** Without a script a phone rings until somebody answers by hand. */
export function createPhones(): Phones {
  const phones = new Map<string, Phone>();

  const get = (number: string): Phone => {
    const present = phones.get(number);
    if (present !== undefined) return present;
    const phone: Phone = { number, scripts: [], textDelivery: 'delivered' };
    phones.set(number, phone);
    return phone;
  };

  return {
    get,
    all: () => [...phones.values()],
    change(number, change) {
      phones.set(number, { ...get(number), ...change });
    },
    nextScript(number) {
      const phone = get(number);
      const [next, ...later] = phone.scripts;
      if (next === undefined) return { on: 'manual' };
      if (later.length > 0) phones.set(number, { ...phone, scripts: later });
      return next;
    },
    clear() {
      phones.clear();
    },
  };
}
