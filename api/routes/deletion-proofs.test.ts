import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCertification } from '../../activities/retention/certificate.js';
import { createReadRetentionRule } from '../../activities/retention/retention-rule.js';
import type { RetentionRun } from '../../domain/retention/retention-run.js';
import { deskScope } from '../../domain/scope.js';
import { field, openPlay, problem, textField, type Play } from '../testing/play.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const deleted = ['inc_gone00001', 'inc_gone00002', 'inc_gone00003', 'inc_gone00004'];

let play: Play;
let retention: string;
let run: RetentionRun;
beforeAll(async () => {
  play = await openPlay();
  retention = `/v1/organisations/${play.organisationId}/retention`;
  const { retentionRuns: runs } = play.stage.store;
  const { organisationId } = play;
  run = await runs.begin(deskScope, { id: 'run_proven0001', organisationId, startedAt: new Date() });
  for (const [index, ids] of [deleted.slice(0, 3), deleted.slice(3)].entries()) {
    const batch = { id: `${run.id}/incidents/${index}`, organisationId, runId: run.id } as const;
    await runs.claim(deskScope, { ...batch, dataClass: 'incidents', ids, at: new Date() });
    await runs.decide(deskScope, batch, ids);
    await runs.settle(deskScope, batch, ids.map(sha256).sort());
  }
});
afterAll(() => play.stage.close());

const ask = (path: string) => play.stage.ask('GET', `${retention}${path}`);

describe('proofs of deletion (R2)', () => {
  it('are not there before the run has ended', async () => {
    expect(problem(await ask(`/runs/${run.id}/proof`)).status).toBe(409);
    expect((await ask('/runs/run_missing001/proof')).status).toBe(404);
  });

  it('say that a certificate is that of the hashes, and that its digest stands in the audit chain', async () => {
    const { store } = play.stage;
    await createCertification({ store, readRule: createReadRetentionRule(store), now: Date.now })(run);
    const proof = await ask(`/runs/${run.id}/proof`);
    expect(proof.body).toMatchObject({ retentionRunId: run.id, isInAuditChain: true });
    expect(field(proof, 'classes')).toContainEqual({ dataClass: 'incidents', isWhole: true });
    expect(JSON.stringify(proof.body)).not.toContain('false');
  });

  it('can be computed by whoever reads the hashes', async () => {
    const hashes: string[] = [];
    const pages: number[] = [];
    let cursor = '';
    do {
      const page = await ask(`/runs/${run.id}/hashes?dataClass=incidents&limit=2${cursor}`);
      const items = field(page, 'items') as string[];
      hashes.push(...items);
      pages.push(items.length);
      const next = field(page, 'nextCursor');
      cursor = typeof next === 'string' ? `&cursor=${next}` : '';
    } while (cursor !== '');
    // The batches have three and one.
    expect(pages).toEqual([2, 2]);
    expect([...hashes].sort()).toEqual(deleted.map(sha256).sort());
    const whole = await ask(`/runs/${run.id}/hashes?dataClass=incidents`);
    expect(whole.body).toEqual({ items: hashes });
    const read = await ask(`/runs/${run.id}`);
    expect(field(read, 'certificate')).toMatchObject({
      classes: expect.arrayContaining([
        expect.objectContaining({ dataClass: 'incidents', count: 4, digest: sha256(hashes.join('')) }),
      ]) as unknown,
    });
    const none = await ask(`/runs/${run.id}/hashes?dataClass=audit`);
    expect(none.body).toEqual({ items: [] });
    const wrong = await ask(`/runs/${run.id}/hashes?dataClass=everything`);
    expect(problem(wrong)).toMatchObject({ status: 400, paths: ['/dataClass'] });
  });

  it('tell of an identifier which run has deleted what it stood for', async () => {
    const found = await ask('/deletions?identifier=inc_gone00002');
    expect(textField(found, 'hash')).toBe(sha256('inc_gone00002'));
    expect(field(found, 'deletions')).toEqual([
      { dataClass: 'incidents', deletedBy: run.id, decidedAt: expect.anything() as unknown },
    ]);
    expect(field(await ask('/deletions?identifier=inc_kept00001'), 'deletions')).toEqual([]);
    const other = await play.stage.ask('POST', '/v1/organisations', { name: 'Another one' });
    const elsewhere = `/v1/organisations/${textField(other, 'id')}/retention`;
    const foreign = await play.stage.ask('GET', `${elsewhere}/deletions?identifier=inc_gone00002`);
    expect(field(foreign, 'deletions')).toEqual([]);
    expect((await play.stage.ask('GET', `${elsewhere}/runs/${run.id}/proof`)).status).toBe(404);
  });
});
