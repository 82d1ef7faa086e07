/**
 * The ways in which mail programs set another mail below an answer without marking its lines: Outlook's block of headers,
 * and lines that announce the original or a forwarded mail.
 */
type Label = 'from' | 'sent' | 'to' | 'subject' | 'other';

/** In small letters, without the colon; English, German, Hungarian. */
const labels: ReadonlyMap<string, Label> = new Map([
  ['from', 'from'],
  ['von', 'from'],
  ['feladó', 'from'],
  ['küldő', 'from'],
  ['sent', 'sent'],
  ['date', 'sent'],
  ['gesendet', 'sent'],
  ['datum', 'sent'],
  ['gesendet am', 'sent'],
  ['elküldve', 'sent'],
  ['küldve', 'sent'],
  ['dátum', 'sent'],
  ['küldés dátuma', 'sent'],
  ['to', 'to'],
  ['an', 'to'],
  ['címzett', 'to'],
  ['címzettek', 'to'],
  ['subject', 'subject'],
  ['betreff', 'subject'],
  ['tárgy', 'subject'],
  ['cc', 'other'],
  ['bcc', 'other'],
  ['kopie', 'other'],
  ['másolat', 'other'],
  ['másolatot kap', 'other'],
  ['titkos másolat', 'other'],
  ['reply-to', 'other'],
  ['antwort an', 'other'],
  ['válaszcím', 'other'],
  ['importance', 'other'],
  ['priority', 'other'],
  ['wichtigkeit', 'other'],
  ['priorität', 'other'],
  ['fontosság', 'other'],
  ['attachments', 'other'],
  ['anlagen', 'other'],
  ['mellékletek', 'other'],
]);

const mostBlockLines = 14;
/** A list of recipients runs over lines that have no label. */
const mostContinuations = 5;
const mostLabelLength = 24;

/** Whether a block of headers begins in this line: From and a date (GMX puts it first), then To or Subject. */
export function isHeaderBlockAt(lines: readonly string[], index: number): boolean {
  const first = labelOf(lines[index]);
  if (first !== 'from' && first !== 'sent') return false;
  const seen = new Set<Label>([first]);
  let continuations = 0;
  for (const line of lines.slice(index + 1, index + mostBlockLines)) {
    const label = labelOf(line);
    if (label === first) return false;
    if (label !== undefined) {
      seen.add(label);
      continuations = 0;
    } else if (!isBlank(line)) {
      continuations += 1;
      if (continuations > mostContinuations) return false;
    }
    if (seen.has('from') && seen.has('sent') && (seen.has('to') || seen.has('subject'))) return true;
  }
  return false;
}

function labelOf(line: string | undefined): Label | undefined {
  const start = (line ?? '').slice(0, mostLabelLength + 12).replace(/^[\s*_]+/, '');
  const colon = start.indexOf(':');
  if (colon < 0 || colon > mostLabelLength) return undefined;
  return labels.get(
    start
      .slice(0, colon)
      .replace(/[\s*_]+$/, '')
      .normalize('NFC')
      .toLowerCase(),
  );
}

const originals = new Set([
  'original message',
  'original mail',
  'original email',
  'original appointment',
  'ursprüngliche nachricht',
  'ursprüngliche mail',
  'urspr. nachricht',
  'originalnachricht',
  'original-nachricht',
  'originalmail',
  'originaltermin',
  'eredeti üzenet',
  'eredeti levél',
  'eredeti e-mail',
]);
const forwards = new Set([
  'forwarded message',
  'forwarded mail',
  'forwarded email',
  'weitergeleitete nachricht',
  'weitergeleitete mail',
  'weitergeleitete e-mail',
  'továbbított üzenet',
  'továbbított levél',
  'továbbított e-mail',
]);
/** Apple Mail; Notes puts a name and a date behind its words. */
const forwardBeginnings = [
  'begin forwarded message:',
  'anfang der weitergeleiteten nachricht:',
  'anfang der weitergeleiteten e-mail:',
  'továbbított üzenet kezdete:',
  'a továbbított üzenet kezdete:',
  'így kezdődik a továbbított üzenet:',
];
const notesForwards = ['forwarded by ', 'weitergeleitet von ', 'továbbította: '];

/** No announcement is shorter, however it is written. */
const leastAnnouncement = 12;
const mostAnnouncement = 120;

/** What a line announces: the mail that is answered, or one that is passed on. */
export function announcedBy(line: string): 'original' | 'forward' | undefined {
  if (line.length < leastAnnouncement || line.length > mostAnnouncement) return undefined;
  const small = line.trim().normalize('NFC').toLowerCase();
  if (forwardBeginnings.includes(small)) return 'forward';
  const inner = small.replace(/^[-\u2010-\u2015*_]{2,}/u, '').trim();
  if (inner.length === small.length) return undefined;
  const words = inner.replace(/[\s:*_\u2010-\u2015-]+$/u, '');
  if (originals.has(words)) return 'original';
  if (forwards.has(words) || notesForwards.some((beginning) => words.startsWith(beginning))) return 'forward';
  return undefined;
}

/** A line of nothing but dashes or underscores, as Outlook draws it above the headers. */
export function isRule(line: string): boolean {
  return line.length <= 200 && /^\s*[_\u2010-\u2015-]{5,}\s*$/u.test(line);
}

export function isBlank(line: string): boolean {
  return !/\S/.test(line);
}

/** `Fwd:` and what other languages write; only the outermost prefix says what this mail is. */
export function isForwardSubject(subject: string): boolean {
  return /^\s*(?:fwd?|wg|weitergeleitet|weiterl|tov|továbbítás|továbbítva|továbbított)\s*:/i.test(
    subject.slice(0, 60).normalize('NFC'),
  );
}
