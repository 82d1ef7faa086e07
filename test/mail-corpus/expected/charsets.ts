import type { Expectation } from '../expectation.js';

export const charsets: readonly Expectation[] = [
  {
    file: 'iso-8859-2.eml',
    subject: 'Kérdés',
    fresh: 'Árvíztűrő tükörfúrógép: köszönöm, ősz.',
    parsed: 'yes',
  },
  {
    file: 'windows-1250.eml',
    subject: 'Kérdés',
    fresh: 'Árvíztűrő tükörfúrógép: köszönöm, ősz. „Idézet” – 5 €',
    parsed: 'yes',
  },
  {
    file: 'windows-1250-quoted-printable.eml',
    subject: 'Kérdés',
    fresh: 'Árvíztűrő tükörfúrógép: köszönöm, ősz.',
    parsed: 'yes',
  },
  { file: 'iso-8859-15.eml', subject: 'Kérdés', fresh: 'Grüße aus Köln: 5 €', parsed: 'yes' },
  { file: 'latin-1-by-another-name.eml', subject: 'Kérdés', fresh: 'Grüße', parsed: 'yes' },
  { file: 'utf-16.eml', subject: 'Kérdés', fresh: 'Árvíztűrő tükörfúrógép: köszönöm, ősz.', parsed: 'yes' },
  {
    file: 'utf-8-with-bom.eml',
    subject: 'Kérdés',
    fresh: 'Árvíztűrő tükörfúrógép: köszönöm, ősz.',
    parsed: 'yes',
  },
  {
    file: 'utf-8-declared-as-latin-1.eml',
    subject: 'Kérdés',
    fresh: 'Árvíztűrő tükörfúrógép: köszönöm, ősz.',
    parsed: 'yes',
  },
  {
    file: 'utf-8-in-an-unknown-set.eml',
    subject: 'Kérdés',
    fresh: 'Árvíztűrő tükörfúrógép: köszönöm, ősz.',
    parsed: 'yes',
  },
  {
    file: 'utf-8-undeclared.eml',
    subject: 'Kérdés',
    fresh: 'Árvíztűrő tükörfúrógép: köszönöm, ősz.',
    parsed: 'yes',
  },
  {
    file: 'latin-2-declared-as-utf-8.eml',
    subject: 'Kérdés',
    fresh: 'K\uFFFDsz\uFFFDn\uFFFDm.',
    parsed: 'yes',
  },
  { file: 'utf-7.eml', subject: 'Kérdés', fresh: 'K+APY-sz', parsed: 'yes' },
  {
    file: 'charset-with-garbage.eml',
    subject: 'Kérdés',
    fresh: 'Árvíztűrő tükörfúrógép: köszönöm, ősz.',
    parsed: 'yes',
  },
  { file: 'raw-8-bit-subject.eml', subject: 'K\uFFFDrd\uFFFDs', fresh: 'Hello.', parsed: 'yes' },
  { file: 'utf-8-headers.eml', subject: 'Kérdés az ősz ügyében', fresh: 'Hello.', parsed: 'yes' },
  { file: 'character-split-between-words.eml', subject: 'Kérdése: ő vege', fresh: 'Hello.', parsed: 'yes' },
  { file: 'broken-encoded-word.eml', subject: '=ZZ =?nope', fresh: 'Hello.', parsed: 'yes' },
];
