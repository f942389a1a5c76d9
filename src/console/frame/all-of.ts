import type { Key, Translate } from './translate.ts';

/** The gender in French of what a list is narrowed down by: "all" is another word for each. */
const GENDERS = {
  'campaign.standing': 'f',
  'incident.what': 'm',
  'label.age': 'f',
  'label.image': 'f',
  'label.kind': 'f',
  'label.model': 'm',
  'label.motif': 'm',
  'label.outcome': 'f',
  'label.role': 'm',
  'label.service': 'm',
  'label.site': 'm',
  'label.state': 'm',
  'mails.what': 'f',
  'stock.delivery': 'f',
  'stock.location': 'm',
  'suggestions.do': 'm',
} as const satisfies Partial<Record<Key, 'm' | 'f'>>;
/** A word of a label that can stand for all of its kind. */
export type Gendered = keyof typeof GENDERS;

/** What a choice says that narrows nothing down by it. */
export const allOf = (t: Translate, label: Gendered): string => t(`filter.all.${GENDERS[label]}`);

/** The same within a sentence, of what holds for any of its kind. */
export const anyOf = (t: Translate, label: Gendered): string => t(`any.${GENDERS[label]}`);
