import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readPackageVersion } from '../../config/package-version.js';
import { beginStory, type Story } from './story/story.js';

describe('the API', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('tells in its OpenAPI document which version of the product answers (X3)', async () => {
    const answer = await fetch(`${story.stack.apiUrl}/openapi.json`);
    expect(await answer.json()).toMatchObject({ openapi: '3.1.0', info: { version: readPackageVersion() } });
  });
});
