import type { Environment } from '../config/env.js';
import type { DeskLines } from '../db/contact-book/contact-book.js';
import type { PhoneNumber } from '../domain/phone-number.js';

/** The desk comes from the environment: it can be reached even if MongoDB never answers. */
export function deskLines(environment: Environment): DeskLines {
  return {
    name: environment.DESK_NAME,
    language: environment.DESK_LANGUAGE,
    phone: environment.DESK_PHONE,
    email: environment.DESK_EMAIL,
    dutyPhone: environment.DUTY_PHONE,
    dutyEmail: environment.DUTY_EMAIL,
    emergencyNumber: environment.EMERGENCY_NUMBER,
  };
}

/** The numbers that our calls come from, one of each telephony account. */
export function callerIds({ EMERGENCY_NUMBER, TWILIO_FALLBACK_NUMBER }: Environment): readonly PhoneNumber[] {
  return TWILIO_FALLBACK_NUMBER === undefined
    ? [EMERGENCY_NUMBER]
    : [EMERGENCY_NUMBER, TWILIO_FALLBACK_NUMBER];
}
