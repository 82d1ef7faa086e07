import type { Options } from '@node-rs/argon2';

/** How much work each guess makes for whoever has the database: the parameters of argon2id, memory in KiB. */
export type HashingCost = Readonly<Required<Pick<Options, 'memoryCost' | 'timeCost' | 'parallelism'>>>;

/** The least that OWASP's "Password Storage" asks for. */
export const usualHashingCost: HashingCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
