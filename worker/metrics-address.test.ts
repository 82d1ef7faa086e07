import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '../config/env.js';
import { metricsAddress } from './metrics-address.js';

const required = {
  BEISTAND_KEY: '0'.repeat(64),
  PUBLIC_URL: 'https://desk.example.org',
  TWILIO_ACCOUNT_SID: 'AC1',
  TWILIO_AUTH_TOKEN: 'token',
  SMTP_URL: 'smtp://127.0.0.1',
  MAIL_FROM: 'desk@example.org',
  DESK_PHONE: '+493023125001',
  DESK_EMAIL: 'desk@example.org',
  DUTY_PHONE: '+4917139200001',
  DUTY_EMAIL: 'duty@example.org',
  EMERGENCY_NUMBER: '+493023125000',
  DESK_TOKEN: 'd'.repeat(40),
};
const addressWith = (variables: Readonly<Record<string, string>>) =>
  metricsAddress(readEnvironment({ ...required, ...variables }));

describe('the metrics of a worker (X6)', () => {
  it('are nowhere without a port', () => {
    expect(addressWith({ WORKER_METRICS_HOST: '0.0.0.0' })).toBeUndefined();
  });

  it('stay on the machine unless somebody says otherwise', () => {
    expect(addressWith({ WORKER_METRICS_PORT: '9464' })).toBe('127.0.0.1:9464');
  });

  it.each([
    ['0.0.0.0', '0.0.0.0:9464'],
    ['::', '[::]:9464'],
  ])(
    'listen on %s when that is wanted, so that they can be asked from outside a container',
    (host, address) => {
      expect(addressWith({ WORKER_METRICS_PORT: '9464', WORKER_METRICS_HOST: host })).toBe(address);
    },
  );

  it('refuse a name: only an address can be listened on', () => {
    expect(() => addressWith({ WORKER_METRICS_HOST: 'worker' })).toThrow('WORKER_METRICS_HOST');
  });
});
