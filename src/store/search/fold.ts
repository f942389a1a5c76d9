/** Lower case without accents, so that "Élodie" is found by "elodie". */
export function fold(text: string): string {
  return (/^[\0-\x7f]*$/.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '')).toLowerCase();
}
