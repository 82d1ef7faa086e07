import { freePort } from '../services/ports.js';

/** Where everything listens; 0 takes any free port. */
export interface StackPorts {
  readonly api: number;
  readonly temporal: number;
  /** Absent: no Temporal Web UI. */
  readonly temporalUi?: number;
  readonly mongo: number;
  readonly phones: number;
  readonly smtp: number;
  readonly mail: number;
  readonly fallback: number;
  /** Where the product receives mails. */
  readonly inboundMail: number;
}

/** Where people find it. */
export const usualPorts: StackPorts = {
  api: 3000,
  temporal: 7233,
  temporalUi: 8233,
  mongo: 27_018,
  phones: 4010,
  smtp: 1025,
  mail: 8025,
  fallback: 8090,
  inboundMail: 2525,
};

export const anyPorts: StackPorts = {
  api: 0,
  temporal: 0,
  mongo: 0,
  phones: 0,
  smtp: 0,
  mail: 0,
  fallback: 0,
  inboundMail: 0,
};

/** The same with free ports in the place of 0. */
export async function resolvePorts(ports: StackPorts): Promise<StackPorts> {
  const resolve = (port: number) => (port === 0 ? freePort() : Promise.resolve(port));
  return {
    ...ports,
    api: await resolve(ports.api),
    temporal: await resolve(ports.temporal),
    mongo: await resolve(ports.mongo),
    phones: await resolve(ports.phones),
    smtp: await resolve(ports.smtp),
    mail: await resolve(ports.mail),
    fallback: await resolve(ports.fallback),
    inboundMail: await resolve(ports.inboundMail),
  };
}
