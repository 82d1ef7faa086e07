import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attemptBounds } from '../../domain/access/lockout.js';
import { deskToken, setStage, type Answer, type Stage } from '../testing/stage.js';
import { newcomer, partnerAccount, signedIn } from '../testing/people.js';
import { problem, textField } from '../testing/play.js';

let stage: Stage;
let accountId: string;
beforeAll(async () => {
  stage = await setStage();
  accountId = await partnerAccount(stage);
});
afterAll(() => stage.close());

const octets = { 'content-type': 'application/octet-stream' };

function store(
  body: string,
  name = 'note.txt',
  headers: Readonly<Record<string, string>> = octets,
): Promise<Answer> {
  const query = new URLSearchParams({ accountId, name });
  return stage.ask('POST', `/v1/attachments?${query.toString()}`, body, headers);
}

describe('attachments over the API (C2)', () => {
  it('are saved as a file of the type that the bytes are, and never shown', async () => {
    const stored = await store('<html><script>alert(1)</script></html>', '../Árvíztűrő "x".txt');
    expect(stored.status).toBe(201);
    expect(stored.body).toMatchObject({ name: 'Árvíztűrő _x_.txt', mediaType: 'text/html', sizeBytes: 38 });
    const read = await stage.ask('GET', `/v1/attachments/${textField(stored, 'id')}`);
    expect(read.status).toBe(200);
    expect(read.text).toBe('<html><script>alert(1)</script></html>');
    expect(read.headers.get('content-type')).toBe('text/html');
    expect(read.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(read.headers.get('x-content-type-options')).toBe('nosniff');
    expect(read.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(read.headers.get('cache-control')).toBe('no-store');
  });

  it('that are too large, empty, programs or something else are refused with the reason', async () => {
    const large = await store('x'.repeat(25 * 1024 * 1024 + 1));
    expect([large.status, textField(large, 'detail')]).toEqual([413, expect.stringContaining('25 MB')]);
    expect((await store('')).status).toBe(400);
    const program = await store(`\u007fELF${'\u0000'.repeat(100)}`, 'invoice.pdf');
    expect([program.status, program.text]).toEqual([400, expect.stringContaining('application/x-elf')]);
    expect((await store('{}', 'a.json', { 'content-type': 'application/json' })).status).toBe(415);
    const packed = await store('x', 'a.gz', { ...octets, 'content-encoding': 'gzip' });
    expect(packed.status).toBe(415);
  });

  it('of the desk say which account may see them', async () => {
    const answer = await stage.ask('POST', '/v1/attachments?name=a.txt', 'a', octets);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('/accountId')]);
    const nowhere = await stage.ask('POST', '/v1/attachments?name=a.txt&accountId=acc_nowhere0', 'a', octets);
    expect([nowhere.status, nowhere.text]).toEqual([404, expect.stringContaining('/accountId')]);
  });

  it('of partners are their account’s, and exist for no other (C8)', async () => {
    const partner = await signedIn(stage, await newcomer(stage, 'partner-user', accountId));
    const strange = await partnerAccount(stage, 'Elsewhere');
    const stranger = await signedIn(stage, await newcomer(stage, 'partner-admin', strange));
    const stored = await partner.ask('POST', '/v1/attachments?name=a.txt', 'Our words', octets);
    expect([stored.status, textField(stored, 'accountId')]).toEqual([201, accountId]);
    const path = `/v1/attachments/${textField(stored, 'id')}`;
    expect((await partner.ask('GET', path)).text).toBe('Our words');
    expect((await stage.ask('GET', path)).text).toBe('Our words');
    expect((await stranger.ask('GET', path)).status).toBe(404);
    const slipped = `/v1/attachments?name=a.txt&accountId=${accountId}`;
    expect((await stranger.ask('POST', slipped, 'a', octets)).status).toBe(404);
  });
});

describe('what attachments cost (C2)', () => {
  it('is bounded: too many bytes at once are refused with 503 before they are read, and room comes back', async () => {
    const small = await setStage({ bodyBudget: { bytes: 2_000, bytesOfOneCaller: 1_000 } });
    try {
      const owner = await partnerAccount(small);
      const path = `/v1/attachments?name=a.txt&accountId=${owner}`;
      const { hostname, port } = new URL(small.url);
      // Somebody announces 900 bytes, and sends none.
      const slow = connect(Number(port), hostname);
      slow.on('error', () => undefined);
      slow.write(
        `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${deskToken}\r\n` +
          'Content-Type: application/octet-stream\r\nContent-Length: 900\r\n\r\n',
      );
      let refused = await small.ask('POST', path, 'x'.repeat(200), octets);
      while (refused.status === 201) refused = await small.ask('POST', path, 'x'.repeat(200), octets);
      expect(problem(refused).status).toBe(503);
      expect(refused.headers.get('retry-after')).toBe('2');
      expect((await small.ask('POST', path, 'x'.repeat(100), octets)).status).toBe(201);
      // What is no raw body needs no room.
      expect((await small.ask('GET', '/v1/organisations')).status).toBe(200);
      slow.destroy();
      let taken = refused;
      while (taken.status === 503) taken = await small.ask('POST', path, 'x'.repeat(200), octets);
      expect(taken.status).toBe(201);
    } finally {
      await small.close();
    }
  });

  it('is bounded: the people of a partner account store so many in an hour, and no other account suffers', async () => {
    const busy = await partnerAccount(stage, 'Busy');
    const partner = await signedIn(stage, await newcomer(stage, 'partner-user', busy));
    const upload = () => partner.ask('POST', '/v1/attachments?name=a.txt', 'a', octets);
    expect((await upload()).status).toBe(201);
    const { failures } = attemptBounds['attachment/account'];
    for (let count = 1; count < failures; count += 1)
      await stage.store.attemptLimits.take('attachment/account', busy);
    const refused = await upload();
    expect(problem(refused).status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await signedIn(stage, await newcomer(stage, 'partner-user', accountId));
    expect((await other.ask('POST', '/v1/attachments?name=a.txt', 'a', octets)).status).toBe(201);
    expect((await store('a')).status).toBe(201);
  });
});
