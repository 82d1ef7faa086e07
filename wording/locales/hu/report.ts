import type { Texts } from '../../locale.js';

export const report = {
  statusHelp: 'Az állapotkérő hívásra „Segítség” válasz érkezett.',
  statusDuress: 'Az utazó a kényszerkóddal válaszolt egy állapotkérdésre.',
  writtenDuress: 'Az utazó SMS-ben elküldte a kényszerkódot.',
  call: 'Hívás a segélyhívó számra.',
  calledAgain: 'A hívó újra felhívta a segélyhívó számot.',
  text: 'Szöveges üzenet a segélyhívó számra.',
  overrideEffect:
    'A segítségnyújtó szolgálat azonnal megbízást kap, hogy engedély nélkül cselekedjen, legfeljebb {{ceiling}} értékben, újra és újra, amíg ott egy ember el nem fogadja a megbízást. Az engedélyezésre jogosultak jóváhagyását utólag kérjük. Ez nem vonható vissza.',
} as const satisfies Texts['report'];
