import type { Channel } from '../attempt.js';
import type { Finding } from './finding.js';
import type { KnownChannel } from './channel-test.js';
import {
  hasUsableChannel,
  obstacleOf,
  peopleOf,
  type PersonAt,
  type ReadinessQuestion,
} from './readiness-question.js';

const dayMilliseconds = 24 * 3_600_000;
/** A test counts for so long: people change phones, and numbers their owners. */
export const testCountsForDays = 90;

/** What is to be said of everybody's own numbers and addresses. */
export function channelFindings(question: ReadinessQuestion): readonly Finding[] {
  return peopleOf(question).flatMap((who) => [
    ...unusable(who, question),
    ...numberFindings(who, question),
    ...stoppedFindings(who, question),
    ...testFindings(who, question),
  ]);
}

function unusable({ path, person }: PersonAt, { rules }: ReadinessQuestion): readonly Finding[] {
  if (hasUsableChannel(person, rules)) return [];
  return [{ severity: 'error', code: 'no-usable-channel', path, who: person.name }];
}

function numberFindings({ path, person }: PersonAt, { rules }: ReadinessQuestion): readonly Finding[] {
  return person.phones.flatMap((phone, index): readonly Finding[] => {
    const obstacle = obstacleOf(phone, rules);
    if (obstacle === undefined) return [];
    const at = { severity: 'error', path: `${path}/phones/${index}`, who: person.name } as const;
    return obstacle === 'invalid'
      ? [{ ...at, code: 'number-invalid' }]
      : [{ ...at, code: 'number-blocked', block: obstacle }];
  });
}

/** The channels on which somebody may be called or written to, and where each stands. */
export function channelsOf({
  path,
  person: { phones, texts, email },
}: Pick<PersonAt, 'path' | 'person'>): readonly {
  readonly channel: Channel;
  readonly position: number;
  readonly path: string;
}[] {
  return [
    ...phones.map((_phone, position) => ({
      channel: 'voice' as const,
      position,
      path: `${path}/phones/${position}`,
    })),
    ...(texts && phones.length > 0
      ? [{ channel: 'sms' as const, position: 0, path: `${path}/phones/0` }]
      : []),
    ...(email === undefined ? [] : [{ channel: 'email' as const, position: 0, path: `${path}/email` }]),
  ];
}

function testFindings(who: PersonAt, question: ReadinessQuestion): readonly Finding[] {
  const { phones, name } = who.person;
  return channelsOf(who).flatMap(({ channel, position, path }): readonly Finding[] => {
    const phone = channel === 'email' ? undefined : phones[position];
    // What cannot be called cannot be tested either, and is told of anyway.
    if (phone !== undefined && obstacleOf(phone, question.rules) !== undefined) return [];
    const known = question.channels.find(
      (each) => each.contactId === who.id && each.channel === channel && each.position === position,
    );
    const finding = testFinding(known, question.at);
    return finding === undefined ? [] : [{ ...finding, path, who: name, channel }];
  });
}

function testFinding(
  known: KnownChannel | undefined,
  at: number,
): Pick<Finding, 'severity' | 'code' | 'reason' | 'confirmedAt'> | undefined {
  const { confirmedAt, last } = known ?? {};
  const since = confirmedAt === undefined ? {} : { confirmedAt };
  if (last?.state === 'unconfirmed' || last?.state === 'failed') {
    const reason = last.reason === undefined ? {} : { reason: last.reason };
    return { severity: 'warning', code: 'channel-unconfirmed', ...reason, ...since };
  }
  if (confirmedAt === undefined) return { severity: 'warning', code: 'channel-never-tested' };
  return at - confirmedAt > testCountsForDays * dayMilliseconds
    ? { severity: 'note', code: 'channel-test-old', confirmedAt }
    : undefined;
}

/** The telephone network takes no text for such a number, and nobody but its owner can change that. */
function stoppedFindings(who: PersonAt, { stopped }: ReadinessQuestion): readonly Finding[] {
  const { phones, name } = who.person;
  return channelsOf(who).flatMap(({ channel, position, path }): readonly Finding[] => {
    const phone = phones[position];
    if (channel !== 'sms' || phone === undefined || !stopped.has(phone)) return [];
    return [{ severity: 'warning', code: 'texts-stopped', path, who: name, channel }];
  });
}

/** One phone that two people share is one person who is reached, whatever the list says. */
export function sharedNumbers(question: ReadinessQuestion): readonly Finding[] {
  const { desk } = question;
  const owners = new Map<string, string[]>([
    [desk.phone, [desk.name]],
    [desk.dutyPhone, [desk.name]],
  ]);
  return peopleOf(question).flatMap(({ path, person }) =>
    person.phones.flatMap((phone, index): readonly Finding[] => {
      const known = owners.get(phone) ?? [];
      const others = known.filter((name) => !isSameName(name, person.name));
      owners.set(phone, others.length === known.length ? [...known, person.name] : known);
      // Somebody in two roles is named twice with one phone.
      if (others.length === 0) return [];
      const at = `${path}/phones/${index}`;
      return [{ severity: 'warning', code: 'number-shared', path: at, who: person.name, others }];
    }),
  );
}

function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
