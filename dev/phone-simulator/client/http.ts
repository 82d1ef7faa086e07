import type { z } from 'zod';

export type Ask = <Schema extends z.ZodType>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  schema: Schema,
  body?: unknown,
) => Promise<z.output<Schema>>;

/** Asks the scripting API of the simulator at `url`. Rejects with its own words when it refuses. */
export function createAsk(url: string): Ask {
  return async (method, path, schema, body) => {
    const response = await fetch(`${url}/simulator${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`The phone simulator refused ${method} ${path}: ${response.status} ${text}`);
    }
    const reply: unknown = text === '' ? undefined : JSON.parse(text);
    return schema.parse(reply);
  };
}
