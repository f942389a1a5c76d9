import type { AskedValue } from '../../book/rules/workstation/check-values.ts';
import type { CheckPoint } from '../../book/rules/workstation/checklists.ts';
import type { ChangedWord } from '../../flow/two-persons/changed-words.ts';
import type { Translate } from '../frame/translate.ts';

/** What is allowed of a value, as the form has it: words with commas between them, a mask, an answer in the reader's language. */
export function detailOf(asked: AskedValue | undefined, t: Translate): string {
  if (asked?.kind === 'choice' || asked?.kind === 'place') return asked.of.join(', ');
  if (asked?.kind === 'pattern') return asked.mask;
  return asked?.kind === 'yes-no' && asked.expects ? t(`checklist.value.${asked.expects}`) : '';
}

/** An item in one line: its words in both languages, whether it is required, what it asks for. */
export function itemText({ fr, en, required, value }: CheckPoint, t: Translate): string {
  const detail = detailOf(value, t);
  const asked = value && `${t(`checklist.kind.${value.kind}`)}${detail && ` (${detail})`}`;
  return [`${fr} / ${en}`, t(required ? 'checklist.required' : 'checklist.optional'), asked]
    .filter(Boolean)
    .join(' – ');
}

/** What two persons are to change of a checklist, item by item; where only the order differs, that. */
export function changedItems(
  before: readonly CheckPoint[],
  after: readonly CheckPoint[],
  t: Translate,
): readonly ChangedWord[] {
  const textIn = (items: readonly CheckPoint[], code: string) => {
    const found = items.find((item) => item.code === code);
    return found ? itemText(found, t) : null;
  };
  const codes = [...new Set([...after, ...before].map(({ code }) => code))];
  const changed = codes
    .map((at) => ({ at, before: textIn(before, at), after: textIn(after, at) }))
    .filter((word) => word.before !== word.after);
  const order = (items: readonly CheckPoint[], others: readonly CheckPoint[]) =>
    items.flatMap(({ code }) => (others.some((other) => other.code === code) ? [code] : [])).join(', ');
  const [was, is] = [order(before, after), order(after, before)];
  return was === is ? changed : [...changed, { at: t('checklist.order'), before: was, after: is }];
}
