import { canaries } from '../workflows/canaries.js';
import { isPayload, payloadText } from './payloads.js';

/** What a history must not hold. */
const patterns = {
  path: /(?<![\w.~/\\-])(?:\/[\w.@%+~-]+){2,}|\b[A-Za-z]:\\\w|\b\w+:\/\/\//,
  email: /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b/,
  phone: /\+\d[\d ()/-]{5,}\d/,
  canary: new RegExp(
    [...canaries.name.split(' '), canaries.phone.slice(1), canaries.email, canaries.folder].join('|'),
    'i',
  ),
  'field for a name, number or address': /"(?:\w*name|phones?|\w*phone|e?mail|address|text|summary)":/i,
} as const;
type Telltale = keyof typeof patterns | 'machine';

function tell(text: string): readonly Telltale[] {
  return Object.entries(patterns).flatMap(([name, pattern]) =>
    pattern.test(text) ? [name as keyof typeof patterns] : [],
  );
}

/**
 * What a stored history tells that it must not: each string of it is looked at, and what stands in its payloads. What is
 * sealed is left alone, since random letters look like anything.
 */
export function telltalesIn(history: string): readonly { readonly what: Telltale; readonly text: string }[] {
  const found: { readonly what: Telltale; readonly text: string }[] = [];
  const look = (text: string) => {
    found.push(...tell(text).map((what) => ({ what, text })));
  };
  JSON.parse(history, (key, value: unknown) => {
    if (key === 'identity' && value !== 'recorded') found.push({ what: 'machine', text: String(value) });
    if (isPayload(key, value)) {
      const text = payloadText(value);
      if (text !== undefined) look(text.replaceAll(/"sealed":"[A-Za-z0-9+/=]+"/g, ''));
    } else if (typeof value === 'string') look(value);
    return value;
  });
  return found;
}
