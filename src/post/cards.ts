import { CLEAR_CARD, OK_CARD, VALUE_SIGN } from '../book/rules/workstation/cards.ts';
import type { CheckPoint } from '../book/rules/workstation/checklists.ts';
import { typeset } from '../words/translator.ts';
import type { CodeLabel } from './label-sheet.ts';

const ANSWERS = { yes: 'oui', no: 'non' } as const;

/** Each value that a card can say by itself; what is typed or read from the machine has no card. */
function valuesOf({ value }: CheckPoint): (readonly [value: string, words: string])[] {
  if (value?.kind === 'choice' || value?.kind === 'place') return value.of.map((word) => [word, word]);
  if (value?.kind !== 'yes-no') return [];
  return (value.expects ? [value.expects] : (['yes', 'no'] as const)).map((answer) => [answer, ANSWERS[answer]]);
}

/** The cards of a checklist: one an item, or one a value of it, then OK and the one that unticks everything. */
export function cardsOf(items: readonly CheckPoint[]): CodeLabel[] {
  const cards = items.flatMap((item): CodeLabel[] => {
    const { code, fr, en } = item;
    const values = valuesOf(item);
    if (values.length === 0) return [{ code, title: fr, lines: [en, code] }];
    return values.map(([value, words]) => ({
      code: `${code}${VALUE_SIGN}${value}`,
      title: typeset(`${fr} : ${words}`),
      lines: [en, `${code}${VALUE_SIGN}${value}`],
    }));
  });
  const ok = { code: OK_CARD, title: 'OK', lines: ['Signer ce qui est coché', 'Sign what is ticked'] };
  const clear = { code: CLEAR_CARD, title: 'ANNULER', lines: ['Tout décocher', 'Cancel: untick everything'] };
  return [...cards, ok, clear];
}
