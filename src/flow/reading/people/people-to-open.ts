import type { Caller } from '../../../book/rights/roles.ts';
import type { PersonRow } from '../../../book/tables/rows/people.ts';
import { isVisible, PERSON_VISIBLE_BY } from '../../visibility.ts';
import { nameOf } from '../guard.ts';

/** Whether somebody opens the sheet of a person: nobody that of somebody whose data were purged. */
export const opensSheet = (caller: Caller, { service, familyName }: PersonRow, now: number): boolean =>
  familyName !== null && isVisible(PERSON_VISIBLE_BY, caller, { service }, now);

/** Of these people, those whose sheet the caller may open, with their names: by their ids. */
export const sheetsToOpen = (caller: Caller, people: readonly PersonRow[], now: number): ReadonlyMap<string, string> =>
  new Map(people.filter((one) => opensSheet(caller, one, now)).map((one) => [one.id, nameOf(one)]));
