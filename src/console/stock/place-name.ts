import type { HeldLocation } from '../../flow/reading/stock/stock-locations.ts';

/** `PAU-A – Coffre`: a code with the name of its location, or the code alone of one that is not among them. */
export function placeName(locations: readonly Pick<HeldLocation, 'id' | 'label'>[], code: string): string {
  const label = labelOf(locations, code);
  return label === undefined ? code : `${code} – ${label}`;
}

export const labelOf = (locations: readonly Pick<HeldLocation, 'id' | 'label'>[], code: string): string | undefined =>
  locations.find(({ id }) => id === code)?.label;
