import canonicalize from 'canonicalize';
import { z } from 'zod';
import type { ChecklistPurpose } from '../../tables/codes.ts';
import { CHECKLIST_PURPOSES } from '../../tables/codes.ts';
import type { WorkstationState } from '../../tables/states.ts';
import { line } from '../plain-text.ts';
import { AskedValue } from './check-values.ts';
import { WithoutKey } from './inventory.ts';

/** Instead of a model's or an image's name: whichever it is. */
export const ANY = '*';
/** As many items as a technician goes through, and as a line of the journal holds. */
const MOST_ITEMS = 40;

const Said = WithoutKey(120);
/** Code of an item: what its card bears. */
export const ItemCode = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)
  .max(40);
/** One item of a checklist. */
export const CheckPoint = z.strictObject({
  code: ItemCode,
  fr: Said,
  en: Said,
  /** The round ends without those that are not. */
  required: z.boolean(),
  value: AskedValue.optional(),
});
export type CheckPoint = z.output<typeof CheckPoint>;

const Scope = z.union([z.literal(ANY), line(80)]);
/** A checklist in its next version. One of a model or an image without items is withdrawn: the one that is less special is due. */
export const SetChecklist = z
  .strictObject({
    purpose: z.enum(CHECKLIST_PURPOSES),
    model: Scope,
    image: Scope,
    version: z.int().min(1).max(9999),
    items: z
      .array(CheckPoint)
      .max(MOST_ITEMS)
      .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, { error: 'a code stands twice' })
      .refine((all) => all.filter(({ value }) => value?.kind === 'image').length <= 1, {
        error: 'two items name an image',
      })
      .refine((all) => all.length === 0 || all.some(({ required }) => required), { error: 'no item is required' }),
  })
  .refine(({ model, image, items }) => items.length > 0 || model !== ANY || image !== ANY, {
    path: ['items'],
    error: 'the checklist for any machine has items',
  });
export type SetChecklist = z.output<typeof SetChecklist>;

const item = (code: string, fr: string, en: string): CheckPoint => ({ code, fr, en, required: true });
const ENCRYPTION = item('disk-encryption', 'Chiffrement du disque', 'Disk encryption');
const FIREWALL = item('local-firewall', 'Pare-feu local', 'Local firewall');
const VPN = item('vpn-profile', 'Profil VPN', 'VPN profile');
const IMAGE: CheckPoint = {
  ...item('image-version', 'Version de l’image système', 'System image version'),
  value: { kind: 'image' },
};
/** What a new service begins with: version 1 of the checklists for any machine. Every other version is two persons'. */
export const FIRST_CHECKLISTS: Readonly<Record<ChecklistPurpose, readonly CheckPoint[]>> = {
  commissioning: [
    ...[ENCRYPTION, FIREWALL, VPN],
    item('privacy-filter', 'Filtre de confidentialité', 'Privacy filter'),
    IMAGE,
  ],
  migration: [
    item('data-saved', 'Données sauvegardées', 'Data saved'),
    ...[IMAGE, ENCRYPTION, FIREWALL, VPN],
    item('data-restored', 'Données restaurées', 'Data restored'),
  ],
};

/** Items as a row holds them: canonical JSON. */
export const itemsText = (items: readonly CheckPoint[]): string => canonicalize(items) ?? '';
/** The items of a row that stands; it was held to their shape when it was written. */
export const itemsOf = (row: { items: string } | undefined): readonly CheckPoint[] =>
  row === undefined ? [] : (JSON.parse(row.items) as CheckPoint[]);

/** The checklist that is due in this state: commissioning of a registered workstation, migration of one that migrates. */
export function dueChecklist(state: WorkstationState): ChecklistPurpose | undefined {
  if (state === 'registered') return 'commissioning';
  return state === 'migrating' ? 'migration' : undefined;
}

/** For which model and image a checklist may be, the most special first: the first that stands is due. */
export function scopesOf(model: string, image: string | null): readonly (readonly [model: string, image: string])[] {
  const images = image === null || image === ANY ? [ANY] : [image, ANY];
  const models = model === ANY ? [ANY] : [model, ANY];
  return models.flatMap((one) => images.map((other) => [one, other] as const));
}
/** Withdrawn: another checklist is due in its place. */
export const isWithdrawn = ({ items }: { items: string }): boolean => items === '[]';

/** The items that none of these rows signs. */
export const unsignedOf = (items: readonly CheckPoint[], signed: readonly { item: unknown }[]): readonly CheckPoint[] =>
  items.filter(({ code }) => !signed.some((row) => row.item === code));
/** Whether a round ends where these items are left. */
export const isOver = (left: readonly CheckPoint[]): boolean => left.every(({ required }) => !required);
/** Of these items, those that somebody may sign now: whoever brought the machine in alone leaves the last required one to another. */
export function offeredOf<I extends { readonly required: boolean; readonly signed: unknown }>(
  items: readonly I[],
  isLoneBringer: boolean,
): I[] {
  const left = items.filter(({ signed }) => !signed);
  const isAnothers = isLoneBringer && left.filter(({ required }) => required).length === 1;
  return left.filter(({ required }) => !(isAnothers && required));
}
