/** A line that says who wrote what is quoted below it, in the words of a mail program. */
export interface Attribution {
  /** How many lines it takes; programs wrap it. */
  readonly lines: number;
  /** It has the date and the sender or time of a program's: what follows is quoted even if it is not marked. */
  readonly isCertain: boolean;
}

const mostLines = 4;
const mostLineLength = 300;

/** The verb that stands at the end, in small letters: Gmail, Apple Mail, Thunderbird, Outlook for Mac, Yahoo, Proton. */
const endings = [
  'wrote:',
  'writes:',
  'schrieb:',
  'geschrieben:',
  'schreibt:',
  'írta:',
  'írt:',
  'írta a következőt:',
  'a következőt írta:',
];
/** Where the verb stands before the name or the date, which then stands between it and the colon. */
const innerVerbs = [
  ' schrieb ',
  ' wrote on ',
  ' schrieb am ',
  ' írta (',
  ' írta, <',
  ' írta <',
  ' írta ekkor: ',
];

const names = 'mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|hé|ke|sze|csü|pé|szo|va';
/** What such a line begins with when its first line has neither verb nor address. */
const beginnings = new RegExp(`^(?:on |am |le |\\d{4}[. /-]|\\d{1,2}[. /]|(?:${names})[a-zäöüéáó]*[.,] )`);
const years = /(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-] ?\d{1,2}[./-] ?\d\d(?!\d)/;
const times = /(?<!\d)\d{1,2}[:.]\d{2}(?!\d)/;

/** The attribution that begins in a line, or undefined. Looks at a few lines only, whatever follows. */
export function attributionAt(lines: readonly string[], index: number): Attribution | undefined {
  const first = read(lines[index]);
  if (first === undefined || first.startsWith('>')) return undefined;
  let joined = '';
  for (let count = 1; count <= mostLines; count += 1) {
    const line = read(lines[index + count - 1]);
    if (line === undefined || line.startsWith('>')) return undefined;
    joined += `${joined === '' ? '' : ' '}${line}`;
    if (!joined.endsWith(':')) continue;
    if (!hasVerb(joined) || (count > 1 && !canBeWrapped(first))) return undefined;
    // A line of the writer's own that stands above, with an address in it, is not part of it.
    for (let later = 1; later < count; later += 1) {
      if (beginnings.test(read(lines[index + later]) ?? '') && attributionAt(lines, index + later))
        return undefined;
    }
    return { lines: count, isCertain: years.test(joined) && (times.test(joined) || joined.includes('@')) };
  }
  return undefined;
}

/** A line as it is compared; undefined when it is blank or too long for an attribution. */
function read(line: string | undefined): string | undefined {
  if (line === undefined || line.length > mostLineLength) return undefined;
  // Marks of bold and italic letters, of texts that were made from HTML.
  const trimmed = line.replace(/[\u00A0\u202F\s]+/g, ' ').trim();
  const bare = trimmed.replace(/^[*_]+|[*_]+$/g, '').trim();
  return bare === '' ? undefined : bare.normalize('NFC').toLowerCase();
}

function hasVerb(joined: string): boolean {
  return (
    endings.some((ending) => joined.endsWith(` ${ending}`) || joined === ending) ||
    (innerVerbs.some((verb) => joined.includes(verb)) && (years.test(joined) || joined.includes('@')))
  );
}

function canBeWrapped(first: string): boolean {
  return (
    beginnings.test(first) || first.includes('@') || innerVerbs.some((verb) => `${first} `.includes(verb))
  );
}
