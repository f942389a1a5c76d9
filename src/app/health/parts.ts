import type { HealthLine, HealthState } from '../../words/health.ts';

/** A part as it stands, with the names by which readiness says so. */
export interface Part extends Omit<HealthLine, 'since'> {
  /** What tells this line from others of its part, such as a CRL's name. */
  name: string;
  /** `stops`: the service may not be relied on meanwhile. */
  waiting: readonly { name: string; stops: boolean }[];
  /** Where the part itself knows since when. */
  since?: number | null;
}

/** One line; facts and moments beside each other, as they stand in its sentence. */
export function part(
  of: Part['part'],
  state: HealthState,
  says: Part['says'],
  { facts = {}, times = {}, name = '', waiting = [] }: Partial<Pick<Part, 'facts' | 'times' | 'name' | 'waiting'>> = {},
): Part {
  return { part: of, state, says, facts, times, name, waiting };
}

/** One name for readiness, where it holds. */
export const when = (holds: boolean, name: string, stops = false): Part['waiting'] => (holds ? [{ name, stops }] : []);
