/**
 * How programs begin the subjects of what they write, in small letters. People quote these subjects ("Re: Automatic
 * reply"), so only the beginning counts; and people write such subjects themselves, so they are a weak sign.
 */
const absences = [
  'out of office',
  'out of the office',
  'automatic reply',
  'automated reply',
  'auto reply',
  'auto-reply',
  'autoreply',
  'auto:',
  'auto response',
  'autoresponse',
  'vacation',
  'away from',
  'on leave',
  'abwesenheitsnotiz',
  'abwesenheitsbenachrichtigung',
  'abwesenheitsassistent',
  'abwesenheit:',
  'abwesend',
  'automatische antwort',
  'autom. antwort',
  'nicht im büro',
  'házon kívül',
  'automatikus válasz',
  'automata válasz',
  'szabadságon',
  'távollét',
  'nem vagyok elérhető',
];

const bounces = [
  'undeliverable',
  'undelivered mail',
  'delivery status notification',
  'delivery failure',
  'delivery failed',
  'mail delivery failed',
  'mail delivery failure',
  'mail delivery system',
  'mail system error',
  'message not delivered',
  'returned mail',
  'failure notice',
  'warning: could not send message',
  'unzustellbar',
  'nicht zugestellt',
  'fehler bei der zustellung',
  'zustellung fehlgeschlagen',
  'kézbesíthetetlen',
  'nem kézbesíthető',
  'sikertelen kézbesítés',
  'kézbesítési hiba',
];

/** What a program would say with such a subject; undefined for most subjects. */
export function automaticSubject(subject: string): 'absence' | 'bounce' | undefined {
  const small = subject
    .normalize('NFC')
    .toLowerCase()
    .replace(/^[\s"'[(*!-]+/, '');
  if (bounces.some((beginning) => small.startsWith(beginning))) return 'bounce';
  if (absences.some((beginning) => small.startsWith(beginning))) return 'absence';
  return undefined;
}
