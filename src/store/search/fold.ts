/** Apostrophes that people, directories and word processors write for one another: ’ (U+2019) and ʼ (U+02BC). */
const APOSTROPHES = /[\u2019\u02bc]/g;

/** Lower case without accents, so that "Élodie" is found by "elodie", and with one apostrophe, so that "D’Almeida" is found by "D'Almeida". */
export function fold(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(APOSTROPHES, "'").toLowerCase();
}
