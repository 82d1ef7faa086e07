import { describe, expect, it } from '@jest/globals';
import { acknowledgeBy, partExpired, renewAll } from './acknowledgement.js';

const anna = { by: 'target', target: { role: 'internal-contact', id: 'con_anna11' } } as const;
const desk = { by: 'token', tokenId: 'tok_desk11' } as const;

describe('acknowledgements (I7)', () => {
  it('count once for each giver, and are renewed by giving them again', () => {
    const twice = acknowledgeBy(acknowledgeBy([], anna, 0, 100), anna, 50, 150);
    expect(twice).toEqual([{ by: anna, at: 50, expiresAt: 150 }]);
  });

  it('expire when nothing follows in time', () => {
    const given = acknowledgeBy(acknowledgeBy([], anna, 0, 100), desk, 0, 200);
    expect(partExpired(given, 100)).toMatchObject({ expired: [{ by: anna }], inForce: [{ by: desk }] });
  });

  it('stay when something follows, and are never shortened by it', () => {
    const given = acknowledgeBy([], anna, 0, 100);
    expect(renewAll(given, 160)).toMatchObject([{ expiresAt: 160 }]);
    expect(renewAll(given, 60)).toMatchObject([{ expiresAt: 100 }]);
  });
});
