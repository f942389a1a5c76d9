import { meantValue, VALUE_KINDS } from '../../book/rules/workstation/check-values.ts';
import { SetChecklist } from '../../book/rules/workstation/checklists.ts';
import { AppError } from '../../errors.ts';
import { single, type Values } from '../frame/forms/forms.ts';

/** Empty lines that the form offers beyond the items that stand. */
export const MORE_LINES = 4;
export const MOST_LINES = 40;

const split = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);

/** The value that a line of the form asks for. */
function askedIn(kind: string, detail: string): unknown {
  switch (VALUE_KINDS.find((known) => known === kind)) {
    case undefined:
      return undefined;
    case 'choice':
    case 'place':
      return { kind, of: split(detail) };
    case 'pattern':
      return { kind, mask: detail };
    case 'yes-no':
      return detail === '' ? { kind } : { kind, expects: meantValue({ kind: 'yes-no' }, detail) };
    case 'image':
      return { kind };
  }
}

/** The items of the form in order; a line without a code is none. */
function itemsIn(values: Values): unknown[] {
  return Array.from({ length: MOST_LINES }, (_, line) => line).flatMap((line) => {
    const of = (name: string) => single(values, `${name}.${line}`);
    if (of('code') === '') return [];
    const value = askedIn(of('kind'), of('detail'));
    const words = { code: of('code'), fr: of('fr'), en: of('en'), required: of('required') === 'on' };
    return [{ ...words, ...(value === undefined ? {} : { value }) }];
  });
}

/** The field of the form in which the problem is. */
function fieldOf(path: readonly PropertyKey[]): string | undefined {
  const [first, line, name, part] = path;
  if (first !== 'items') return String(first ?? '');
  if (line === undefined) return undefined;
  const field = name === 'value' ? (part === 'kind' ? 'kind' : 'detail') : String(name);
  return `${field}.${String(line)}`;
}

/** The next version as the form says it. Throws `invalid_input` that names the field. */
export function parseChecklist(values: Values): SetChecklist {
  const scope = (name: string) => single(values, name) || '*';
  const parsed = SetChecklist.safeParse({
    purpose: single(values, 'purpose'),
    model: scope('model'),
    image: scope('image'),
    version: Number(single(values, 'version')),
    items: itemsIn(values),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = fieldOf(issue?.path ?? []);
  throw new AppError('invalid_input', `the checklist cannot be so: ${issue?.message ?? 'it has another shape'}`, {
    detail: { why: 'checklist', ...(field === undefined ? {} : { fields: { [field]: { problem: 'format' } } }) },
  });
}
