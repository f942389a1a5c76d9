import { hasText } from '../i18n/translate.ts';
import { useHere } from './here.tsx';

/** What a form calls the field of that name: `label.<name>` of the dictionary. */
export function useFieldLabel(): (name: string) => string {
  const { t } = useHere();
  return (name) => {
    const key = `label.${name}`;
    return hasText(key) ? t(key) : name;
  };
}
