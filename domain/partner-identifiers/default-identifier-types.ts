import type { IdentifierType } from './identifier-type.js';

/** What partners quote unless an organisation says otherwise. */
export const defaultIdentifierTypes: readonly IdentifierType[] = [
  {
    id: 'merchant-id',
    name: { en: 'Merchant ID', de: 'Händlernummer', hu: 'Kereskedői azonosító' },
    parts: [{ of: 'letters-or-digits', least: 6, most: 15 }],
    example: 'M-123 456',
  },
  {
    id: 'contract-number',
    name: { en: 'Contract number', de: 'Vertragsnummer', hu: 'Szerződésszám' },
    parts: [{ of: 'letters-or-digits', least: 5, most: 20 }],
    example: 'VN 12-345678',
  },
  {
    id: 'invoice-number',
    name: { en: 'Invoice number', de: 'Rechnungsnummer', hu: 'Számlaszám' },
    parts: [{ of: 'letters-or-digits', least: 4, most: 20 }],
    example: 'RE-2026-00123',
  },
  {
    id: 'grid',
    name: { en: 'GRID', de: 'GRID', hu: 'GRID' },
    parts: [{ of: 'digits', least: 9, most: 9 }],
    example: '123 456 789',
  },
];
