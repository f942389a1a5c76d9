import type { Row } from '../tables/row.ts';
import type { CheckItemRow, WorkstationState } from '../tables/tables.ts';

/** What a technician signs off, item by item, before a workstation may have a token. */
export const CHECKLISTS = {
  commissioning: ['disk-encryption', 'local-firewall', 'vpn-profile', 'privacy-filter', 'image-version'],
  migration: ['data-saved', 'image-version', 'disk-encryption', 'local-firewall', 'vpn-profile', 'data-restored'],
} as const satisfies Record<CheckItemRow['checklist'], readonly string[]>;

/** The checklist that is due in this state: commissioning of a registered workstation, migration of one that migrates. */
export function dueChecklist(state: WorkstationState): keyof typeof CHECKLISTS | undefined {
  if (state === 'registered') return 'commissioning';
  return state === 'migrating' ? 'migration' : undefined;
}

/** The items of a checklist that none of these rows signs. */
export const missingItems = (checklist: keyof typeof CHECKLISTS, signed: readonly (Row | CheckItemRow)[]): string[] =>
  CHECKLISTS[checklist].filter((item) => !signed.some((row) => row.item === item));
