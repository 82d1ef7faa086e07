import type { Language } from '../../domain/language.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';
import type { Wording } from '../../wording/wording.js';
import type { AwayService } from './inbound-addresses.js';

/** What the desk's duty phone hears when cases are overdue, or the case engine or MongoDB does not answer. */
export type AlarmScript = (count: number, away: AwayService) => VoiceScript;

const readings = 3;

export function createAlarmScript({
  wording,
  language,
}: {
  readonly wording: Wording;
  readonly language: Language;
}): AlarmScript {
  return (count, away) => {
    const reason = away === 'database' ? 'mail.alarm.databaseAway' : 'mail.alarm.engineAway';
    const text =
      count === 0
        ? `${wording.text(language, 'mail.alarm.heading')}. ${wording.text(language, reason)}`
        : wording.text(language, 'voice.alarm', { count });
    return [
      ...Array.from({ length: readings }, () => [
        { do: 'say', text, language } as const,
        { do: 'pause', seconds: 2 } as const,
      ]).flat(),
      { do: 'hang-up' },
    ];
  };
}
