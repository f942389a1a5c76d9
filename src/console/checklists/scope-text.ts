import { ANY } from '../../book/rules/workstation/checklists.ts';
import { anyOf } from '../frame/all-of.ts';
import type { Translate } from '../frame/translate.ts';

/** What a checklist is for: the name of a model or an image, or any of them. */
export const scopeText = (t: Translate, of: 'model' | 'image', name: string): string =>
  name === ANY ? anyOf(t, `label.${of}`) : name;
