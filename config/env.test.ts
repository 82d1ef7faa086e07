import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { supportMailIdentity } from '../composition/support-mail.js';
import { environmentNames, readEnvironment } from './env.js';

const usable = {
  BEISTAND_KEY: 'ab'.repeat(32),
  PUBLIC_URL: 'https://beistand.example',
  TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000000',
  TWILIO_AUTH_TOKEN: 'token',
  SMTP_URL: 'smtp://127.0.0.1:1025',
  MAIL_FROM: 'Beistand <desk@beistand.example>',
  DESK_PHONE: '+493023125001',
  DESK_EMAIL: 'desk@beistand.example',
  DUTY_PHONE: '+4917139200001',
  DUTY_EMAIL: 'duty@beistand.example',
  EMERGENCY_NUMBER: '+493023125000',
  DESK_TOKEN: 'a token of more than 32 characters',
};

function complaint(variables: Readonly<Record<string, string>>): string {
  try {
    readEnvironment(variables);
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.message : 'not an error';
  }
}

describe('the environment', () => {
  it('needs no more than what has no default', () => {
    expect(readEnvironment(usable).API_PORT).toBe(3000);
  });

  it('takes no mailbox whose name leaves no room for signed addresses, nor one with a plus sign (C4)', () => {
    const wrong = (name: string) => complaint({ ...usable, SUPPORT_MAILBOX: `${name}@beistand.example` });
    expect(wrong('a'.repeat(32))).toBe(
      'The configuration is not usable:\n  SUPPORT_MAILBOX: The mailbox has at most 31 characters before the @.',
    );
    expect(wrong('support+desk')).toContain(
      'SUPPORT_MAILBOX: The mailbox is an address without a plus sign.',
    );
    const SUPPORT_MAILBOX = `${'a'.repeat(31)}@beistand.example`;
    const identity = supportMailIdentity(readEnvironment({ ...usable, SUPPORT_MAILBOX }));
    expect(identity?.replyAddresses.addressFor('sup_abcdefghijklmnop')).toHaveLength(
      64 + '@beistand.example'.length,
    );
  });

  it('takes former accounts with their tokens, or without where they are given up (R2)', () => {
    const [kept, givenUp] = [`AC${'1'.repeat(32)}`, `AC${'2'.repeat(32)}`];
    const TWILIO_FORMER_ACCOUNTS = `${kept}:former-token, ${givenUp}`;
    expect(readEnvironment({ ...usable, TWILIO_FORMER_ACCOUNTS }).TWILIO_FORMER_ACCOUNTS).toEqual([
      { accountSid: kept, authToken: 'former-token' },
      { accountSid: givenUp },
    ]);
    expect(readEnvironment(usable).TWILIO_FORMER_ACCOUNTS).toEqual([]);
    const complained = complaint({ ...usable, TWILIO_FORMER_ACCOUNTS: 'AC1:former-token' });
    expect(complained).toContain('TWILIO_FORMER_ACCOUNTS: must be SIDs of accounts, or SID:token');
    expect(complained).not.toContain('former-token');
  });

  it('names all that is missing at once, an empty variable too', () => {
    expect(complaint({}).split('\n')).toEqual([
      'The configuration is not usable:',
      ...Object.keys(usable).map((name) => `  ${name} is missing`),
    ]);
    expect(complaint({ ...usable, SMTP_URL: '' })).toBe(
      'The configuration is not usable:\n  SMTP_URL is missing',
    );
  });

  it('refuses an identity provider of which only a part is told, and names what is missing (X1)', () => {
    const issuer = { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'beistand' };
    expect(complaint({ ...usable, ...issuer })).toBe(
      'The configuration is not usable:\n  OIDC_CLIENT_SECRET is missing',
    );
    expect(complaint({ ...usable, ...issuer, OIDC_CLIENT_SECRET: 'secret' })).toBe('none');
  });

  it('reads when the desk answers support cases (C9)', () => {
    const usual = readEnvironment(usable).SUPPORT_HOURS;
    expect(usual).toMatchObject({ timeZone: 'Europe/Berlin', weekly: { sat: [] } });
    expect(usual.weekly.mon).toEqual([{ from: '08:00', to: '18:00' }]);
    const night = { timeZone: 'UTC', weekly: { sun: [{ from: '22:00', to: '06:00', nextDay: true }] } };
    const { SUPPORT_HOURS: own } = readEnvironment({ ...usable, SUPPORT_HOURS: JSON.stringify(night) });
    expect(own).toMatchObject(night);
    for (const [wrong, why] of [
      ['Mo-Fr', 'must be JSON'],
      ['{"timeZone":"UTC","weekly":{}}', 'must be open some time of the week'],
    ] as const) {
      expect(complaint({ ...usable, SUPPORT_HOURS: wrong })).toBe(
        `The configuration is not usable:\n  SUPPORT_HOURS: ${why}`,
      );
    }
    const mistyped = complaint({ ...usable, SUPPORT_HOURS: '{"timeZone":"Nowhere","weekly":{}}' });
    expect(mistyped).toContain('  SUPPORT_HOURS: ');
    expect(mistyped).not.toContain('Nowhere');
  });

  it('names what is wrong without its value', () => {
    const told = complaint({ ...usable, BEISTAND_KEY: 'hunter2', DESK_PHONE: '12' });
    expect(told).toContain('  BEISTAND_KEY: must be 32 bytes as hex or base64');
    expect(told).toContain('  DESK_PHONE: ');
    expect(told).not.toContain('hunter2');
  });
});

/** What the image or one of its services settles, so that nobody has to pass it on. */
const settledByImage: Readonly<Record<string, RegExp>> = {
  API_HOST: /^ENV .*(\\\n.*)*\bAPI_HOST=0\.0\.0\.0/m,
  CONTACT_BOOK_FOLDER: /^ENV .*(\\\n.*)*\bCONTACT_BOOK_FOLDER=\//m,
  WORKFLOW_BUNDLE: /^ENV .*(\\\n.*)*\bWORKFLOW_BUNDLE=\//m,
  WORKER_METRICS_PORT: /^ENV .*(\\\n.*)*\bWORKER_METRICS_PORT=\d/m,
  // Inside its container the API listens on the default, from where the port is published.
  API_PORT: /^EXPOSE 3000$/m,
};
const settledByService: Readonly<Record<string, RegExp>> = {
  WORKER_METRICS_HOST: /^ {2}worker:\n(?: {4}.*\n)* {6}WORKER_METRICS_HOST: 0\.0\.0\.0$/m,
};
/** What the services of docker-compose.yml settle for each other. */
const settledBetweenServices = ['MONGODB_URI', 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE'];

describe('docker-compose.yml', () => {
  const compose = readFileSync('docker-compose.yml', 'utf8');
  const [, block = ''] = /environment: &product-environment\n((?: {4}[A-Z#].*\n)+)/.exec(compose) ?? [];
  const passed = new Map(
    [...block.matchAll(/^ {4}([A-Z_]+): (.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );

  it('passes on every variable that the product reads, under its own name', () => {
    const settled = [...Object.keys(settledByImage), ...Object.keys(settledByService)];
    expect([...passed.keys(), ...settled].sort()).toEqual([...environmentNames].sort());
    const renamed = [...passed].filter(
      ([name, value]) => !settledBetweenServices.includes(name) && !value.includes(`\${${name}:`),
    );
    expect(renamed).toEqual([]);
  });

  it('passes them to the API, the workers and the writer of the fallback documents', () => {
    for (const service of ['api', 'worker', 'fallback-documents']) {
      const [, own = ''] = new RegExp(`^ {2}${service}:\\n((?: {4}.*\\n)+)`, 'm').exec(compose) ?? [];
      expect([service, own]).toEqual([service, expect.stringContaining('<<: *product\n')]);
      // A block of a service's own replaces the shared one.
      if (own.includes('environment:')) expect(own).toContain('<<: *product-environment\n');
    }
  });

  it('leaves out only what the image or a service settles', () => {
    const dockerfile = readFileSync('Dockerfile', 'utf8');
    for (const setting of Object.values(settledByImage)) expect(dockerfile).toMatch(setting);
    for (const setting of Object.values(settledByService)) expect(compose).toMatch(setting);
  });
});

describe('.dockerignore', () => {
  it('leaves the build everything that it compiles', () => {
    const build = readFileSync('tsconfig.build.json', 'utf8');
    const [, list = ''] = /"include": \[([^\]]*)\]/.exec(build) ?? [];
    const compiled = [...list.matchAll(/"([\w-]+)"/g)].map(([, folder]) => `!${folder}`);
    expect(compiled).toContain('!cli');
    expect(readFileSync('.dockerignore', 'utf8').split('\n')).toEqual(expect.arrayContaining(compiled));
  });
});

describe('docs/operations.md', () => {
  it('tells of every variable that the product reads, and of no other', () => {
    const operations = readFileSync('docs/operations.md', 'utf8');
    const [, section = ''] = /^## Environment\n([\s\S]*?)^## /m.exec(operations) ?? [];
    const told = [...section.matchAll(/^\| (`[^|]*)\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
    );
    expect(told.sort()).toEqual([...environmentNames].sort());
  });
});
