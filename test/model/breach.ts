/** What no sequence of commands may bring about (I6, I7, I8, X1). */
export type Check =
  | 'nobody is skipped silently'
  | 'nobody is called after a stop'
  | 'no number has two calls at a time'
  | 'an override and an acknowledgement never both win'
  | 'nobody waits in silence'
  | 'hours and declines count unless a life is in danger'
  | 'everything told counts once and as told';

export class Breach extends Error {
  override readonly name = 'Breach';
}

export function mustHold(check: Check, holds: boolean, otherwise: string): void {
  if (!holds) throw new Breach(`${check}: ${otherwise}`);
}
