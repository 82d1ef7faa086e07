/**
 * Keys as the journal keeps them. One key is a choice; several are a code or a PIN, which stands in no record of a real
 * network that is worth the name either, nor on the page that shows the phones.
 *
 * @param isCode the keys are part of a code, however few they are.
 */
export function hiddenKeys(keys: string, isCode = false): string {
  return isCode || keys.length > 1 ? hidden : keys;
}

export const hidden = '••••';
