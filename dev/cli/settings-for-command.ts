import { environmentNames } from '../../config/env.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** It decides about nothing but what is told. */
const harmless = 'LOG_LEVEL';

/**
 * What a command has to be told besides its own environment, so that it works on the stack that runs here. Undefined when
 * it has settings of another installation: half of one and half of the other would be neither.
 */
export function settingsForCommand(
  own: Variables,
  ofStack: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined {
  const isSet = (name: string): boolean => own[name] !== undefined && own[name] !== '';
  const contradicts = environmentNames.some(
    (name) => name !== harmless && isSet(name) && own[name] !== ofStack[name],
  );
  if (contradicts) return undefined;
  return Object.fromEntries(Object.entries(ofStack).filter(([name]) => !isSet(name)));
}
