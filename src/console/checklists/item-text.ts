import type { AskedValue } from '../../book/rules/workstation/check-values.ts';
import type { CheckPoint } from '../../book/rules/workstation/checklists.ts';
import type { ProposalEffect } from '../../flow/reading/people/proposal-effects.ts';
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

/** What two persons are to change of a checklist, item by item; where the order differs, that too. */
export function changedItems(
  { items, order }: Extract<ProposalEffect, { kind: 'items' }>,
  t: Translate,
): readonly ChangedWord[] {
  const text = (item: CheckPoint | null) => item && itemText(item, t);
  const changed = items.map(({ code, before, after }) => ({ at: code, before: text(before), after: text(after) }));
  if (!order) return changed;
  return [...changed, { at: t('checklist.order'), before: order.before.join(', '), after: order.after.join(', ') }];
}
