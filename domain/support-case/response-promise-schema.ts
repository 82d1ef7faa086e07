import { z } from 'zod';
import type { ResponsePromise } from '../hours/response-target.js';

const minuteMilliseconds = 60_000;
const mostMinutes = 60 * 24 * 60;

/** How fast an answer is promised, as settings say it: business minutes, and the share of them at which to warn. */
export const responsePromiseSchema = z.strictObject({
  businessMinutes: z.number().int().min(1).max(mostMinutes),
  warnAtShare: z.number().min(0).max(1).default(0.75),
});
export type ResponsePromiseSettings = z.infer<typeof responsePromiseSchema>;

export function responsePromiseOf({
  businessMinutes,
  warnAtShare,
}: ResponsePromiseSettings): ResponsePromise {
  return { duration: businessMinutes * minuteMilliseconds, warnAtShare };
}

export function settingsOfPromise({ duration, warnAtShare }: ResponsePromise): ResponsePromiseSettings {
  return { businessMinutes: duration / minuteMilliseconds, warnAtShare };
}
