import { hasText, type Translate } from '../translate.ts';
import { useHere } from './here.tsx';

/** What a form calls the field of that name: `label.<name>` of the dictionary. */
export function useFieldLabel(): (name: string) => string {
  const { t } = useHere();
  return (name) => {
    const key = `label.${name}`;
    return hasText(key) ? t(key) : name;
  };
}

/** What people call a certificate profile; one that a site made itself is called by its name. */
export function profileText(t: Translate, name: string): string {
  const key = `profile.${name}`;
  return hasText(key) ? t(key) : name;
}
