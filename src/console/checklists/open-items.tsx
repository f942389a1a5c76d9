import type { AskedValue } from '../../book/rules/workstation/check-values.ts';
import type { DueItem } from '../../flow/reading/workstation/check-items.ts';
import { Checkbox, Select } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Language, Translate } from '../frame/translate.ts';

/** The name of the field in which an item's value is typed; those that ask for none are ticked in `item`. */
export const valueField = (item: string): string => `value.${item}`;
/** The words of an item, as the two persons who decided the list wrote them. */
export const wordsOf = (item: { fr: string; en: string }, language: Language): string => item[language];

function optionsOf(asked: AskedValue, t: Translate) {
  if (asked.kind === 'yes-no')
    return (asked.expects ? [asked.expects] : (['yes', 'no'] as const)).map((value) => ({
      value,
      label: t(`checklist.value.${value}`),
    }));
  return asked.kind === 'choice' || asked.kind === 'place' ? asked.of.map((value) => ({ value, label: value })) : [];
}

/** The fields by which items are signed, within a form. */
export function OpenItems({ items }: { items: readonly DueItem[] }) {
  const { t, language } = useVisit();
  return (
    <ul class="fr-raw-list jeton-checklist">
      {items.map((item) => (
        <li key={item.item}>
          <OpenItem {...item} label={labelOf(item, t, language)} />
        </li>
      ))}
    </ul>
  );
}

const labelOf = (item: DueItem, t: Translate, language: Language): string => {
  const words = wordsOf(item, language);
  return item.required ? words : `${words} (${t('checklist.optional')})`;
};

function OpenItem({ item, value: asked, label }: DueItem & { label: string }) {
  const { t } = useVisit();
  const field = { name: valueField(item), label, optional: 'quiet' as const };
  if (asked === undefined) return <Checkbox name="item" value={item} label={label} />;
  switch (asked.kind) {
    case 'pattern':
      return <TextField {...field} hint={t('checklist.hint.pattern', { mask: asked.mask })} maxlength={40} scan />;
    case 'image':
      return <TextField {...field} hint={t('checklist.hint.image')} maxlength={40} scan />;
    default:
      return (
        <Select
          {...field}
          hint={asked.kind === 'place' ? t('checklist.hint.place') : undefined}
          placeholder={t('checklist.choose')}
          options={optionsOf(asked, t)}
        />
      );
  }
}
