import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { safeAttachmentName } from './attachment-name.js';

const safe = (name: string | undefined) => safeAttachmentName(name, 'attachment-1');

describe('safeAttachmentName', () => {
  it('keeps ordinary names of all languages', () => {
    expect(safe('Számla 2026-03 (másolat).pdf')).toBe('Számla 2026-03 (másolat).pdf');
  });

  it('knows no folders', () => {
    expect(safe('../../etc/passwd')).toBe('passwd');
    expect(safe('C:\\Users\\desk\\report.xlsx')).toBe('report.xlsx');
    expect(safe('..')).toBe('attachment-1');
  });

  it('neither hides nor names a device', () => {
    expect(safe('.htaccess')).toBe('htaccess');
    expect(safe('NUL.txt')).toBe('_NUL.txt');
    expect(safe('con')).toBe('_con');
  });

  it('does not disguise the extension', () => {
    expect(safe('invoice\u202Efdp.exe')).toBe('invoicefdp.exe');
    expect(safe('evil.exe. . ')).toBe('evil.exe');
    expect(safe('a\r\nContent-Type: text/html.pdf')).toBe('html.pdf');
  });

  it('keeps the extension of a long name', () => {
    const name = safe(`${'á'.repeat(300)}.pdf`);
    expect(name).toHaveLength(80);
    expect(name.endsWith('.pdf')).toBe(true);
  });

  it('has a name for what has none', () => {
    expect(safe(undefined)).toBe('attachment-1');
    expect(safe(' \u0000 ')).toBe('attachment-1');
  });

  it('holds for any name, and twice is as once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (declared) => {
        const name = safe(declared);
        expect(name).not.toMatch(/[/\\<>:"|?*%\p{Cc}\p{Cf}]/u);
        expect(name).not.toMatch(/^\.|[. ]$/);
        expect(name.length).toBeGreaterThan(0);
        expect(safe(name)).toBe(name);
      }),
    );
  });
});
