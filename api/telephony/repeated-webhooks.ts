import type { VoiceScript } from '../../providers/telephony/voice-script.js';

/**
 * Webhooks come twice now and then. Within a minute the same one gets the script of the first, in this process; in
 * another process what it does is idempotent, and only the words may differ.
 */
export interface RepeatedWebhooks {
  /** @param key names the call, the step and what was answered. */
  once(key: string, work: () => Promise<VoiceScript>): Promise<VoiceScript>;
}

const rememberedMilliseconds = 60_000;

export function createRepeatedWebhooks(): RepeatedWebhooks {
  const scripts = new Map<string, Promise<VoiceScript>>();
  return {
    once(key, work) {
      const known = scripts.get(key);
      if (known !== undefined) return known;
      const script = work();
      scripts.set(key, script);
      const forget = () => {
        scripts.delete(key);
      };
      setTimeout(forget, rememberedMilliseconds).unref();
      // A failed webhook may be tried again at once.
      script.catch(forget);
      return script;
    },
  };
}
