import { describe, expect, it } from '@jest/globals';
import { exportedValue, filesOf } from './exported-data.js';

describe('what is handed out of stored data (R4)', () => {
  it('tells moments as all answers do, however they are stored, and nothing binary', () => {
    const at = Date.UTC(2026, 10, 30, 10);
    expect(
      exportedValue({
        at,
        openedAt: new Date(at),
        view: { closedAt: at, rounds: 3, times: [new Date(at)], missing: undefined, nobody: null },
        sizeAt: 12,
        amountMinor: 99_999_999_999_999,
        bytes: new Uint8Array(5),
      }),
    ).toEqual({
      at: '2026-11-30T10:00:00.000Z',
      openedAt: '2026-11-30T10:00:00.000Z',
      view: {
        closedAt: '2026-11-30T10:00:00.000Z',
        rounds: 3,
        times: ['2026-11-30T10:00:00.000Z'],
        nobody: null,
      },
      sizeAt: 12,
      amountMinor: 99_999_999_999_999,
      bytes: { bytes: 5 },
    });
  });

  it('names files by their addresses, and a mail by that of the original', () => {
    const attachments = [
      { id: 'att_bill00001', name: 'bill.pdf', sizeBytes: 4, mediaType: 'application/pdf' },
    ];
    const publicUrl = 'https://desk.example.org/';
    expect(
      filesOf({ collection: 'support_messages', id: 'msg_1', data: { attachments } }, publicUrl),
    ).toEqual([{ name: 'bill.pdf', url: 'https://desk.example.org/v1/attachments/att_bill00001' }]);
    expect(filesOf({ collection: 'received_mails', id: 'mai_one000001', data: {} }, publicUrl)).toEqual([
      { url: 'https://desk.example.org/v1/inbound-mails/mai_one000001/raw' },
    ]);
    expect(filesOf({ collection: 'calls', id: 'CA1', data: { to: '+4930' } }, publicUrl)).toEqual([]);
  });
});
