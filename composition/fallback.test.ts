import { describe, expect, it } from '@jest/globals';
import { findHostedFallback } from './fallback.js';

describe('the hosted fallback of a process', () => {
  const logged: string[] = [];
  const log = {
    info: (line: unknown) => logged.push(`info ${String(line)}`),
    warn: (line: unknown, more?: string) => logged.push(`warn ${more ?? String(line)}`),
  };

  it('is missed at every start that is not told of one (I4)', async () => {
    logged.length = 0;
    expect(await findHostedFallback({ FALLBACK_INTERVAL_SECONDS: 60 }, log)).toBeUndefined();
    expect(logged).toEqual([expect.stringMatching(/^warn FALLBACK_URL is not set: .* reaches nobody/)]);
  });

  it('is used although its host does not answer at the start', async () => {
    logged.length = 0;
    const url = 'http://127.0.0.1:9/fallback';
    const hosted = await findHostedFallback({ FALLBACK_URL: url, FALLBACK_INTERVAL_SECONDS: 60 }, log);
    expect(hosted?.address('+493023125000', 'org_other1')).toBe(`${url}/calls/493023125000/org_thedesk.xml`);
    expect(logged).toEqual([expect.stringMatching(/^warn the hosted fallback documents cannot be read/)]);
    hosted?.close();
  });
});
