import { LABELS_OF_FORMS } from '../forms/form-labels.ts';
import { hasText, type Translate } from '../translate.ts';

/**
 * What a form calls its field. `form` is the name of the form, empty where it is not known; a form whose name ends in an id or
 * a number is found by what stands before it.
 */
export function fieldLabel(t: Translate, form: string, name: string): string {
  const ofForm = LABELS_OF_FORMS[`${form}.${name}`] ?? LABELS_OF_FORMS[`${form.split('-', 1)[0]}.${name}`];
  if (ofForm !== undefined) return t(ofForm);
  const key = `label.${name}`;
  return hasText(key) ? t(key) : name;
}

/** What people call a certificate profile; one that a site made itself is called by its name. */
export function profileText(t: Translate, name: string): string {
  const key = `profile.${name}`;
  return hasText(key) ? t(key) : name;
}
