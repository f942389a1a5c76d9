import { looksLikeRecoveryKey, meantValue } from '../../book/rules/workstation/check-values.ts';
import { AppError } from '../../errors.ts';
import type { DueItem } from '../../flow/reading/workstation/check-items.ts';
import type { ItemsSigned } from '../../flow/workstation/sign-items.ts';
import { SignItems } from '../../flow/workstation/sign-items.ts';
import { listed, parseForm, single, type Values } from '../frame/forms/forms.ts';
import type { Notice } from '../frame/shell/notices.ts';
import type { Member } from '../frame/visit.ts';
import { valueField } from './open-items.tsx';

/** The items that a form signs: those ticked, and those whose value was filled in. */
export function signedIn(values: Values, items: readonly DueItem[]): { item: string; value?: string }[] {
  const ticked = listed(values, 'item');
  return items.flatMap(({ item, value: asked, signed }) => {
    if (signed) return [];
    const typed = single(values, valueField(item));
    if (asked !== undefined && typed !== '') return [{ item, value: meantValue(asked, typed) }];
    return asked === undefined && ticked.includes(item) ? [{ item }] : [];
  });
}

/** What is to be signed, parsed. An item that was signed meanwhile, or of another list, is left for the flow to refuse. Throws `invalid_input` for nothing. */
export function parseSigned({ values }: Member, workstation: string, items: readonly DueItem[]) {
  const unknown = listed(values, 'item').filter((code) => !items.some(({ item, signed }) => item === code && !signed));
  const signed = [...signedIn(values, items), ...unknown.map((item) => ({ item }))];
  if (signed.length === 0)
    throw new AppError('invalid_input', 'no item is ticked or filled in', { detail: { why: 'nothing' } });
  return SignItems.safeParse({ workstation, items: signed }).data ?? parseForm(SignItems, { workstation });
}

/** A member whose form is shown again without anything that may be a recovery key. */
export function withoutKeys(member: Member): Member {
  const kept = Object.entries(member.values).filter(
    ([, value]) => !(typeof value === 'string' ? [value] : value).some(looksLikeRecoveryKey),
  );
  return { ...member, values: Object.fromEntries(kept) };
}

/** What was signed; of a machine that came into service, a word of an image that nothing else names. */
export function signedNotice({ ended, unnamedImage: image }: ItemsSigned, n: number): Notice {
  if (!ended) return { kind: 'success', text: { count: 'checklist.done', n } };
  if (image === undefined) return { kind: 'success', text: 'checklist.complete' };
  return { kind: 'warning', text: 'checklist.complete.image', params: { image } };
}
