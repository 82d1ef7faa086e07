/** What a payload holds, as text; undefined when it is no text. */
export function payloadText(data: string): string | undefined {
  const bytes = Buffer.from(data, 'base64');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}

/** Whether this key of a history's JSON holds the bytes of a payload, in base64. */
export function isPayload(key: string, value: unknown): value is string {
  return (key === 'data' || key === 'encoding') && typeof value === 'string';
}
