import { trusted } from 'mongoose';

/** Matches an address however its letters were written: some places keep it as it came. */
export function inAnyCase(addresses: readonly string[]) {
  return trusted({ $in: addresses.map((each) => new RegExp(`^${escaped(each)}$`, 'i')) });
}

/** Matches texts that name one of the addresses, alone or beside a name. */
export function namingAny(addresses: readonly string[]) {
  return trusted({
    $in: addresses.map((each) => new RegExp(`(^|[^\\w.+-])${escaped(each)}($|[^\\w.-])`, 'i')),
  });
}

/** Matches mails that came in from one of the addresses, by their way or by who they say they are from. */
export function sentFromAny(addresses: readonly string[]) {
  return { $or: [{ 'envelope.sender': inAnyCase(addresses) }, { 'head.from': namingAny(addresses) }] };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
