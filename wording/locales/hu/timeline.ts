import type { Texts } from '../../locale.js';

export const timeline = {
  reported: 'Bejelentve {{source}}. Jelleg: {{kind}}. Életveszély: {{threat}}.',
  'reported-under-duress':
    'Bejelentve: {{source}}, kényszer alatt: az utazóval senki sem léphet kapcsolatba. Jelleg: {{kind}}. Életveszély: {{threat}}.',
  'organisation-chosen-caller': 'A hívó száma több szervezetnél is ismert. A hívó ezt választotta.',
  'organisation-chosen-open-incident':
    'A hívó száma több szervezetnél is ismert. Ennél van nyitott ügye. Kérjük, kérdezze meg, melyikről van szó.',
  'organisation-chosen-last-asked':
    'A hívó száma több szervezetnél is ismert. Legutóbb ez a szervezet kérdezett felőle. Kérjük, kérdezze meg, melyikről van szó.',
  'organisation-chosen-assumed':
    'A hívó száma több szervezetnél is ismert, és nem derült ki, melyikről van szó. Kérjük, kérdezze meg.',
  'duress-noted': 'Az utazó kényszerkóddal kért segítséget: mostantól senki sem léphet vele kapcsolatba.',
  'attempt-started': '{{track}}, {{round}}. kör: {{who}}, {{channel}} – {{purpose}}.',
  'attempt-ended': '{{track}}: {{who}}, {{channel}} – {{result}}.',
  skipped: '{{track}}, {{round}}. kör, kihagyva: {{skips}}.',
  'round-ended': '{{track}}: {{round}}. kör véget ért. A következő kezdete: {{at}}.',
  'nobody-to-ask': '{{track}}: jelenleg senki sem hívható. Percenként újra megnézzük.',
  'nobody-to-ask-until':
    '{{track}}: jelenleg senki sem hívható. Az első személy ekkortól érhető el: {{at}}. Addig percenként újra megnézzük.',
  'notices-sent': '{{notice}}: {{results}}.',
  taken: '{{who}} átvette az ügyet ({{means}}).',
  acknowledged: '{{who}} átvette ({{means}}). Ha semmi nem követi, eddig érvényes: {{until}}.',
  'acknowledgement-expired': 'Az átvétel érvényét vesztette, mert semmi nem követte: {{who}}.',
  declined: '{{who}} elutasította ({{means}}).',
  'threat-set': 'Életveszély: {{threat}} ({{who}}).',
  'threat-set-override-at': 'Életveszély: {{threat}} ({{who}}). Az életmentési szabály életbe lép: {{at}}.',
  'override-fired':
    'Életmentési szabály életbe léptetve, {{basis}} ({{who}}). A szolgálat megbízást kap, hogy engedély nélkül cselekedjen, legfeljebb {{ceiling}} értékben. Belső kapcsolattartók hívási kísérletei addig: {{attempts}}.',
  'mandate-accepted': '{{who}} elfogadta a megbízást ({{means}}).',
  'ratification-asked': 'Utólagos jóváhagyásra felkérve: {{names}}.',
  'ratification-asked-of-nobody': 'Nincs kitől utólagos jóváhagyást kérni.',
  'ratification-given': '{{who}}: {{decision}} ({{means}}).',
  'ratification-given-covering':
    '{{who}}: {{decision}} ({{means}}). A fedezett költség legfeljebb {{covers}}.',
  'ratification-lapsed': 'Az életmentési szabályt időben senki sem hagyta jóvá utólag: nincs jóváhagyva.',
  'override-word-given':
    '{{who}}, az életmentési szabályról kérdezve, {{word}} ({{means}}). Ez nem fedez költséget.',
  'answer-not-counted': 'A válasz nem számít: {{who}} ({{means}}), {{why}}.',
  routed: 'Továbbirányítva: {{service}} ({{who}}).',
  noted: 'Megjegyzés: {{who}}.',
  'contacts-reached': 'Elértként megjelölve ({{who}}): {{names}}.',
  'caller-waiting': 'A hívó a vonalban vár.',
  'caller-left': 'A hívó elhagyta a vonalat.',
  'caller-joined': 'A hívó összekapcsolva vele: {{who}}.',
  'bridge-failed': 'A hívót nem sikerült összekapcsolni vele: {{who}}. Két különböző telefonfiókon vannak.',
  'call-back-given-up_one': 'A visszahívás nem sikerült ({{count}} kísérlet).',
  'call-back-given-up_other': 'A visszahívás nem sikerült ({{count}} kísérlet).',
  'call-ordered': '{{by}} hívást rendelt el, bekapcsolandó a beszélgetésbe: {{who}}.',
  'call-back-ordered': '{{who}} elrendelte a hívó visszahívását.',
  'call-back-ordered-with':
    '{{by}} elrendelte a hívó visszahívását. Előbb őt hívjuk, hogy jelen legyen: {{who}}.',
  'ordered-call-joined': 'Elrendelt hívás: {{who}} bekapcsolódik a beszélgetésbe.',
  'ordered-call-declined': 'Elrendelt hívás: {{who}} elutasította.',
  'ordered-call-not-reached_one': 'Elrendelt hívás: {{who}} nem volt elérhető ({{count}} kísérlet).',
  'ordered-call-not-reached_other': 'Elrendelt hívás: {{who}} nem volt elérhető ({{count}} kísérlet).',
  'ordered-call-withdrawn': 'Elrendelt hívás: {{who}} már nem kap hívást, mert az ügy lezárult.',
  'order-placed':
    '{{who}} megrendelte: {{service}}, becsült költség: {{estimate}}. Eddig engedélyezhető: {{until}}.',
  'order-placed-at-once': '{{who}} megrendelte: {{service}}, becsült költség: {{estimate}}.',
  'order-approved': '{{who}} engedélyezte ({{means}}): {{service}}, becsült költség: {{estimate}}.',
  'order-refused': '{{who}} elutasította ({{means}}): {{service}}, becsült költség: {{estimate}}.',
  'order-expired': 'Nem engedélyezték időben, nem indult el: {{service}}, becsült költség: {{estimate}}.',
  'order-overridden': 'Az életmentési szabály elindította: {{service}}, becsült költség: {{estimate}}.',
  'order-overridden-asked':
    'Az életmentési szabály elindította: {{service}}, becsült költség: {{estimate}}. Erre nem terjed ki, ezért utólagos jóváhagyást kérünk.',
  'order-ratified': '{{who}} utólag jóváhagyta ({{means}}): {{service}}, becsült költség: {{estimate}}.',
  'order-ratification-refused':
    '{{who}} utólag elutasította ({{means}}): {{service}}, becsült költség: {{estimate}}.',
  'order-ratified-with-override':
    '{{who}} az életmentési szabállyal együtt utólag jóváhagyta ({{means}}): {{service}}, becsült költség: {{estimate}}.',
  'order-refused-with-override':
    '{{who}} az életmentési szabállyal együtt utólag elutasította ({{means}}): {{service}}, becsült költség: {{estimate}}.',
  'order-ratification-asked':
    'Meghaladja az életmentési szabályról döntő személy keretét, ezért külön kérünk jóváhagyást: {{service}}, becsült költség: {{estimate}}.',
  'order-ratification-lapsed':
    'Időben senki sem hagyta jóvá utólag: {{service}}, becsült költség: {{estimate}}.',
  'order-withdrawn': '{{who}} visszavonta a megrendelést: {{service}}, becsült költség: {{estimate}}.',
  'order-withdrawn-by-closure':
    'A megrendelés visszavonva, mert az ügy lezárult: {{service}}, becsült költség: {{estimate}}.',
  'cost-recorded': 'Tényleges költség: {{cost}} ({{who}}): {{service}}, becsült költség: {{estimate}}.',
  'cost-corrected':
    'A tényleges költség javítva, {{former}} helyett {{cost}} ({{who}}): {{service}}, becsült költség: {{estimate}}.',
  'cost-exceeds': 'Ez több a jóváhagyottnál ({{approved}}), ezért jóváhagyást kérünk.',
  'excess-approved':
    '{{who}} összesen {{total}} összeget jóváhagyott ({{means}}): {{service}}, becsült költség: {{estimate}}.',
  'excess-refused':
    '{{who}} összesen {{total}} összeget elutasított ({{means}}): {{service}}, becsült költség: {{estimate}}.',
  'excess-lapsed':
    'Az összesen {{total}} összeget időben senki sem hagyta jóvá: {{service}}, becsült költség: {{estimate}}. A többletköltség nincs jóváhagyva.',
  'status-answered': 'Válasz: {{answer}} ({{means}}).',
  'status-answered-under-duress':
    'Válasz: {{answer}}, a kényszerkóddal ({{means}}). Az utazó olyan választ kapott, mintha minden rendben volna.',
  'call-back-despite-duress':
    'A hívó kényszer alatt áll; {{who}} megerősítette, hogy ennek ellenére felhívják.',
  'status-unreached_one': '{{count}} körben nem értük el.',
  'status-unreached_other': '{{count}} körben nem értük el.',
  closed: 'Lezárva: {{outcome}} ({{who}}). Eddig nyitható újra: {{until}}.',
  reopened: 'Újranyitva ({{who}}).',
} as const satisfies Texts['timeline'];
