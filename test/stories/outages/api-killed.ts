import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '../../../dev/client/desk-api.js';
import { callDocument, fallbackIndexSchema } from '../../../providers/telephony/hosted-fallback.js';
import { organisationIdSchema } from '../../../domain/identifiers.js';
import { phoneNumberSchema } from '../../../domain/phone-number.js';
import type { OwnStack } from '../story/stacks.js';
import { askStatus, beginStory, found, register, type Story } from '../story/story.js';

/** What goes on without the API, which stays away: the last stories of a stack. */
export function killedApiStories(own: () => OwnStack): void {
  describe('the API that is killed', () => {
    let stack: OwnStack;
    let story: Story;
    let organisation: string;
    beforeAll(async () => {
      stack = own();
      story = await beginStory(stack);
      const { phones, people } = story;
      await phones.phone(people.provider.phone).answers();
      await phones.phone(stack.deskNumber).answers();
      organisation = await found(story, { provider: people.provider });
      await untilHosted();
    });

    /** It stays away for all that follows. */
    let isAlive = true;
    async function killApi(): Promise<void> {
      if (isAlive) await stack.api.kill();
      isAlive = false;
    }

    /** The documents of the organisation are hosted, and the worker knows it. */
    async function untilHosted(): Promise<void> {
      const id = organisationIdSchema.parse(organisation);
      const isKnown = await eventually(async () => {
        const answer = await fetch(`${stack.fallbackUrl}/index.json`);
        const { documents } = fallbackIndexSchema.parse(await answer.json());
        if (documents[callDocument(phoneNumberSchema.parse(stack.emergencyNumber), id)] === undefined)
          return undefined;
        const log = await readFile(join(stack.folder, 'logs', 'worker.log'), 'utf8');
        return log.includes(`"documents":${Object.keys(documents).length},`) ? true : undefined;
      }, 30);
      expect(isKnown).toBe(true);
    }

    it('while a traveller presses Help: on the same call the provider is reached all the same (I4)', async () => {
      const { phones, people } = story;
      const { toni, provider } = people;
      await phones.phone(toni.phone).answers();
      await askStatus(story, await register(story, organisation, toni));
      await phones.expectHeard(toni.phone, /press 2/i);
      await killApi();

      await phones.phone(toni.phone).presses('2');
      await phones.expectHeard(toni.phone, /stay on the line/i);
      await phones.expectTogether([toni.phone, provider.phone]);
      expect(await phones.calls(toni.phone)).toHaveLength(1);
      // Nobody can note the answer now, so the worker will ask again.
      await phones.phone(toni.phone).ringsOut();
      await phones.phone(toni.phone).hangsUp();
    });

    it('before a traveller calls the emergency number: the desk is reached all the same (I4)', async () => {
      const { phones, people } = story;
      const { stranger } = people;
      await killApi();
      await phones.phone(stranger.phone).calls(stack.emergencyNumber);
      await phones.expectTogether([stranger.phone, stack.deskNumber]);
      await phones.phone(stranger.phone).hangsUp();
    });

    it('while the desk does not answer either: the duty lead is called (I4)', async () => {
      const { phones, people } = story;
      const { ben } = people;
      await phones.phone(stack.deskNumber).isBusy();
      await phones.phone(stack.dutyNumber).answers();
      await killApi();
      await phones.phone(ben.phone).calls(stack.emergencyNumber);
      await phones.expectTogether([ben.phone, stack.dutyNumber]);
      await phones.phone(ben.phone).hangsUp();
    });

    it("before a traveller calls the organisation's own number: its provider is reached all the same (I4, I5)", async () => {
      const { phones, people } = story;
      const { anna, carla, provider } = people;
      const ownNumber = carla.phone;
      await phones.ownNumber({
        accountSid: await primaryAccount(),
        phoneNumber: ownNumber,
        voiceUrl: `${stack.apiUrl}/telephony/inbound/voice`,
        voiceFallbackUrl: `${stack.fallbackUrl}/${callDocument(
          phoneNumberSchema.parse(stack.emergencyNumber),
          organisationIdSchema.parse(organisation),
        )}`,
        voiceFallbackMethod: 'GET',
      });
      await killApi();
      await phones.phone(anna.phone).calls(ownNumber);
      await phones.expectTogether([anna.phone, provider.phone]);
      await phones.phone(anna.phone).hangsUp();
    });

    it('before a traveller texts: the answer names the number to call (I4)', async () => {
      const { phones, people } = story;
      const { frieda } = people;
      await killApi();
      await phones.phone(frieda.phone).texts(stack.emergencyNumber, 'I am lost');
      await phones.expectText(frieda.phone, new RegExp(stack.deskNumber.slice(-4)));
    });

    async function primaryAccount(): Promise<string> {
      const answer = await fetch(`${stack.phonesUrl}/simulator/numbers`);
      const { numbers } = z
        .object({ numbers: z.array(z.object({ accountSid: z.string(), phoneNumber: z.string() })) })
        .parse(await answer.json());
      return numbers.find(({ phoneNumber }) => phoneNumber === stack.emergencyNumber)?.accountSid ?? '';
    }
  });
}
