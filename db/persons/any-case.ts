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

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
