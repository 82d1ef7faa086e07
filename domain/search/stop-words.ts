import { foldedText } from '../folded-text.js';
import type { Language } from '../language.js';

/** Words so frequent that they find everything, and so nothing. */
const stopWordsOf: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: wordsOf(`
    a about after all also am an and any are as at be because been before being but by can could did do does done for from
    had has have he her here him his how i if in into is it its just me more my no not of on one only or our out over please
    she should so some such than that the their them then there these they this those to too under until up us very was we
    were what when where which while who why will with would you your`),
  de: wordsOf(`
    aber alle als also am an auch auf aus bei bin bis bitte bist da damit dann das dass dein dem den der des dich die dies
    diese diesem diesen dieser dieses dir doch du durch ein eine einem einen einer eines er es etwas euch euer für habe haben
    hat hatte hier ich ihm ihn ihnen ihr ihre im in ins ist ja kann kein keine können man mein meine mich mir mit muss nach
    nicht noch nun nur ob oder ohne sehr sein seine sich sie sind so über um und uns unser unter vom von vor war waren was
    weil wenn wer werden wie wir wird wo wurde zu zum zur`),
  hu: wordsOf(`
    a abban ahhoz akkor ami amely amelyek amit annak arra arról az azok azon azt be de egy egyes egyik ehhez ekkor el elő
    én ennek erre és ez ezek ezen ezt fel ha hanem hogy hogyan ide igen is itt jó kell kérem ki le lehet lenne lesz ma mag
    már még meg mert mi mikor mint minden mit nagyon ne nem neki nekünk ő ők önök ön össze ott pedig s sem sok szerint ti
    tőle úgy után vagy vagyok van vannak vele volt voltam voltak`),
};

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(foldedText(text).trim().split(/\s+/));
}

/** Whether a folded word is a stop word of one of the languages. */
export function isStopWord(word: string, languages: readonly Language[]): boolean {
  return languages.some((language) => stopWordsOf[language].has(word));
}
