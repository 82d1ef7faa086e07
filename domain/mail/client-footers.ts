/** A mail program's own words below a mail, in small letters: what they begin with, and what must stand in them too. */
const footers: readonly (readonly [beginning: string, ...oneOf: string[]])[] = [
  ['sent from my ', ...devices()],
  ['sent from outlook'],
  ['sent from yahoo'],
  ['sent from mail for windows'],
  ['sent from samsung'],
  ['sent from aol'],
  ['sent from proton'],
  ['sent from mobile'],
  ['sent from a mobile'],
  ['sent via ', ...devices()],
  ['sent with proton'],
  ['sent with k-9'],
  ['sent using '],
  ['get outlook for '],
  ['download outlook for '],
  ['virus-free'],
  ['von meinem ', 'gesendet', 'gesandt', 'verschickt'],
  ['von meiner ', 'gesendet'],
  ['vom iphone gesendet'],
  ['von outlook ', 'gesendet'],
  ['von yahoo', 'gesendet'],
  ['von samsung', 'gesendet'],
  ['gesendet von meinem '],
  ['gesendet von outlook'],
  ['gesendet von mail'],
  ['gesendet von yahoo'],
  ['gesendet von proton'],
  ['gesendet mit ', 'app', 'proton', 'mail', 'k-9', 'k9'],
  ['gesendet über ', 'app', 'outlook'],
  ['gesendet aus der '],
  ['holen sie sich outlook für '],
  ['laden sie outlook für '],
  ['outlook für ', 'beziehen', 'herunterladen'],
  ['diese nachricht wurde von meinem '],
  ['iphone-ról küldve'],
  ['iphone-omról küldve'],
  ['az iphone-omról küldve'],
  ['ipad-ről küldve'],
  ['az ipad-emről küldve'],
  ['mobilról küldve'],
  ['mobiltelefonról küldve'],
  ['telefonról küldve'],
  ['telefonomról küldve'],
  ['az én ', 'küldve'],
  ['samsung ', 'küldve', 'gesendet'],
  ['küldve innen: '],
  ['küldve az '],
  ['küldve a '],
  ['küldve iphone'],
  ['elküldve az outlook'],
  ['elküldve a '],
  ['elküldve innen: '],
  ['az outlook ', 'letöltése', 'beszerzése'],
  ['töltse le az outlook'],
  ['az android', 'küldve', 'letöltése'],
  ['az ios', 'küldve', 'letöltése'],
  ['yahoo mail', 'küldve', 'gesendet'],
];

function devices(): readonly string[] {
  return [
    'iphone',
    'ipad',
    'phone',
    'android',
    'samsung',
    'galaxy',
    'huawei',
    'pixel',
    'xiaomi',
    'blackberry',
    'mobile',
    'tablet',
    'handy',
    'watch',
    'windows',
  ];
}

/** Whether a line is such a footer, and not the sentence of a person that happens to begin alike. */
export function isClientFooter(line: string): boolean {
  if (line.length > 160) return false;
  const small = line
    .trim()
    .normalize('NFC')
    .toLowerCase()
    .replace(/^[\s([*_~-]+/, '');
  // Nobody's program writes sentences; an address of the program's shop may stand behind.
  const words = small.replace(/<?https?:\S*/g, '').trim();
  if (words.length === 0 || words.length > 90) return false;
  return footers.some(
    ([beginning, ...oneOf]) =>
      words.startsWith(beginning) && (oneOf.length === 0 || oneOf.some((part) => words.includes(part))),
  );
}
