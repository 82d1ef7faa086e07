import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonRoom } from '../../db/store.js';
import { deskOrganisationId } from '../../domain/desk-organisation.js';
import { organisationIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { exportedCollections } from './exported-collections.js';
import { personExportSchema } from './person-export-json.js';
import { textOfPdf } from '../testing/pdf-text.js';
import { newcomer, signedIn } from '../testing/people.js';
import { problem, textField } from '../testing/play.js';
import { setStage, until, type Stage } from '../testing/stage.js';

let stage: Stage;
let organisationId: OrganisationId;
let travellerId: string;
let path: string;

beforeAll(async () => {
  stage = await setStage();
  const made = await stage.ask('POST', '/v1/organisations', {
    ...{ name: 'Fűtőmű Kft.', language: 'hu', timeZone: 'Europe/Budapest' },
    internalContacts: [{ name: 'Ödön Őri', phones: ['+493023125012'] }],
  });
  organisationId = organisationIdSchema.parse(textField(made, 'id'));
  const traveller = { organisationId, name: 'Tóni Őszi-Fűzi', phones: ['+493023125061'] };
  travellerId = textField(await stage.ask('POST', '/v1/travellers', traveller), 'id');
  await stage.ask('POST', '/v1/incidents', {
    ...{ organisationId, travellerId, kind: 'medical', threat: 'unknown' },
    summary: 'Eltört a lába a hűvös lépcsőházban.',
  });
  path = `/v1/organisations/${organisationId}/persons/${travellerId}/export`;
});
afterAll(() => stage.close());

const asked = (address: string, headers: Record<string, string> = {}) =>
  fetch(`${stage.url}${address}`, {
    headers: { authorization: `Bearer ${stage.dependencies.settings.deskToken}`, ...headers },
  });

/** The room with their own record is another one for the time of the work. */
async function withTravellers(collect: PersonRoom['collect'], work: () => Promise<void>): Promise<void> {
  const room = stage.store.personRooms.travellers;
  const usual = room.collect.bind(room);
  Object.assign(room, { collect });
  try {
    await work();
  } finally {
    Object.assign(room, { collect: usual });
  }
}

describe('the export of one person (R4)', () => {
  it('tells who it is, when it was read, and every record by its collection, which has a name', async () => {
    const answer = await stage.ask('GET', `${path}?language=en`);
    expect(answer.status).toBe(200);
    const exported = personExportSchema.parse(answer.body);
    expect(exported.person).toEqual({
      id: travellerId,
      organisationId,
      names: ['Tóni Őszi-Fűzi'],
      phones: ['+493023125061'],
      emails: [],
    });
    expect(Date.parse(exported.exportedAt)).toBeGreaterThan(Date.now() - 60_000);
    const of = (collection: string) => exported.records.filter((record) => record.collection === collection);
    expect(of('travellers')).toMatchObject([
      { id: travellerId, name: 'Travellers', data: { name: 'Tóni Őszi-Fűzi' } },
    ]);
    expect(JSON.stringify(of('intakes'))).toContain('hűvös lépcsőházban');
    expect(of('audit_entries').length).toBeGreaterThan(0);
    expect(answer.text).not.toContain('Ödön');
  });

  it('names the collections in the language of the organisation, where nobody asks for another', async () => {
    const names = async (query: string) =>
      personExportSchema
        .parse((await stage.ask('GET', `${path}${query}`)).body)
        .records.map(({ name }) => name);
    expect(await names('')).toContain('Utazók');
    expect(await names('?language=de')).toContain('Reisende');
  });

  it('has names for every collection with people in it', () => {
    const collections = Object.values(stage.store.personRooms).flatMap((room) => room.collections);
    const named: readonly string[] = exportedCollections;
    expect([...new Set(collections)].filter((name) => !named.includes(name))).toEqual([]);
    expect(named.filter((name) => !collections.includes(name))).toEqual([]);
  });

  it('is printed with the letters of all our languages', async () => {
    for (const [address, headers] of [
      [`${path}?format=pdf`, {}],
      [path, { accept: 'application/pdf' }],
    ] as const) {
      const answer = await asked(address, headers);
      expect(answer.headers.get('content-type')).toBe('application/pdf');
      expect(answer.headers.get('content-disposition')).toBe(`attachment; filename=${travellerId}.pdf`);
      const text = await textOfPdf(await answer.arrayBuffer());
      const words = ['Fűtőmű Kft.', 'Személyes adatok', 'Tóni Őszi-Fűzi', 'Utazók', 'hűvös lépcsőházban'];
      for (const each of words) expect(text).toContain(each);
      expect(text).not.toMatch(/undefined|NaN|personExport|\[object/);
    }
    const german = await textOfPdf(await (await asked(`${path}?format=pdf&language=de`)).arrayBuffer());
    expect(german).toContain('Personenbezogene Daten');
  });

  it('of however much is written as it is read, and read no further when nobody takes it', async () => {
    // Twice what the buffers of two sockets hold.
    const large = 'x'.repeat(50_000);
    const most = 800;
    let read = 0;
    let isOver = false;
    await withTravellers(
      // eslint-disable-next-line @typescript-eslint/require-await -- as a database gives them
      async function* () {
        try {
          for (; read < most; read += 1)
            yield { collection: 'travellers', id: String(read), data: { large } };
        } finally {
          isOver = true;
        }
      },
      async () => {
        const { body } = await asked(path);
        const reader = body?.getReader();
        expect((await reader?.read())?.done).toBe(false);
        await until(() => read > 0);
        await new Promise((resolve) => setTimeout(resolve, 500));
        expect(isOver).toBe(false);
        await reader?.cancel();
        await until(() => isOver);
        expect(read).toBeLessThan(most / 2);
      },
    );
  });

  it('that fails in the middle is cut off, and is not taken for the whole', async () => {
    await withTravellers(
      // eslint-disable-next-line @typescript-eslint/require-await -- as a database gives them
      async function* () {
        yield { collection: 'travellers', id: travellerId, data: { large: 'x'.repeat(100_000) } };
        throw new Error('The database has gone away.');
      },
      async () => {
        await expect(asked(path).then((answer) => answer.text())).rejects.toThrow();
      },
    );
    expect((await stage.ask('GET', path)).status).toBe(200);
  });

  it('is for leads of the desk, and for managers of their own people, and leaves a trace in the audit trail (X5)', async () => {
    const manager = await signedIn(stage, await newcomer(stage, 'organisation-manager', organisationId));
    expect((await manager.ask('GET', path)).status).toBe(200);
    const read = await stage.store.audit.list(deskScope, {
      organisationId,
      person: travellerId,
      action: 'exportPerson',
      limit: 10,
    });
    expect(read.items).toMatchObject([
      { role: 'organisation-manager', what: { kind: 'person', id: travellerId }, result: '200' },
    ]);
    const operator = await newcomer(stage, 'operator');
    const { id } = operator;
    const own = `/v1/organisations/${deskOrganisationId}/persons/${id}/export`;
    expect(problem(await manager.ask('GET', own)).status).toBe(404);
    const ofDesk = personExportSchema.parse((await stage.ask('GET', own)).body);
    expect(ofDesk.records.map(({ collection }) => collection)).toContain('users');
    expect(JSON.stringify(ofDesk)).not.toMatch(/argon2|passwordHash/);
    const made = await stage.ask('POST', `/v1/organisations/${organisationId}/tokens`, { name: 'booking' });
    const token = { authorization: `Bearer ${textField(made, 'token')}` };
    expect((await stage.ask('GET', path, undefined, token)).status).toBe(403);
  });

  it('of somebody whom nobody knows there does not exist', async () => {
    const of = `/v1/organisations/${organisationId}/persons`;
    expect(problem(await stage.ask('GET', `${of}/trv_nobody0001/export`)).status).toBe(404);
    expect(problem(await stage.ask('GET', `${of}/somebody/export`)).status).toBe(404);
    const elsewhere = `/v1/organisations/${deskOrganisationId}/persons/${travellerId}/export`;
    expect(problem(await stage.ask('GET', elsewhere)).status).toBe(404);
    expect(problem(await stage.ask('GET', `${path}?format=xml`)).status).toBe(400);
  });
});
