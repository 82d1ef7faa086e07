import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSealer } from './sealer.js';

describe('sealer', () => {
  const sealer = createSealer(randomBytes(32));

  it('opens what it sealed', () => {
    const text = 'Anna is hurt – Ölgasse 5, győri út';
    expect(sealer.unseal(sealer.seal(text))).toBe(text);
    expect(sealer.unseal(sealer.seal(''))).toBe('');
  });

  it('never gives the same sealed text twice and shows nothing of the contents', () => {
    const sealed = sealer.seal('hurt');
    expect(sealed).not.toBe(sealer.seal('hurt'));
    expect(Buffer.from(sealed, 'base64').includes('hurt')).toBe(false);
  });

  it('refuses a text with any byte changed', () => {
    const bytes = Buffer.from(sealer.seal('hurt'), 'base64');
    for (const position of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(position) ^ 1, position);
      expect(() => sealer.unseal(changed.toString('base64'))).toThrow();
    }
  });

  it('refuses a shortened tag, another key and what was never sealed', () => {
    const bytes = Buffer.from(sealer.seal(''), 'base64');
    expect(() => sealer.unseal(bytes.subarray(0, -1).toString('base64'))).toThrow();
    expect(() => createSealer(randomBytes(32)).unseal(sealer.seal('hurt'))).toThrow();
    expect(() => sealer.unseal('hurt')).toThrow();
    expect(() => sealer.unseal('')).toThrow();
  });

  it('refuses a key of another length', () => {
    expect(() => createSealer(randomBytes(16))).toThrow(RangeError);
  });

  it('opens what former keys sealed, and seals with the current one', () => {
    const [former, key] = [randomBytes(32), randomBytes(32)];
    const renewed = createSealer(key, [randomBytes(32), former]);
    expect(renewed.unseal(createSealer(former).seal('hurt'))).toBe('hurt');
    expect(createSealer(key).unseal(renewed.seal('hurt'))).toBe('hurt');
    expect(() => createSealer(key, [randomBytes(31)])).toThrow(RangeError);
  });

  it('derives keys for other purposes, the same ones in every process', () => {
    const [former, key] = [randomBytes(32), randomBytes(32)];
    const [current, before] = createSealer(key, [former]).keysFor('audit-chain');
    expect(createSealer(key).keysFor('audit-chain')).toEqual([current]);
    expect(createSealer(former).keysFor('audit-chain')).toEqual([before]);
    expect(current).toHaveLength(32);
    expect([createSealer(key).keysFor('another')[0], new Uint8Array(key), before]).not.toContainEqual(
      current,
    );
  });
});
