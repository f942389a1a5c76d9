import { z } from 'zod';
import type { Row } from '../tables/row.ts';
import type { WorkstationRow } from '../tables/tables.ts';
import { line } from './plain-text.ts';

/** Service codes stand in clear in the journal, so they must be codes and never names of people: `DNUM/SDIT`, `PREF-33`. */
export const ServiceCode = line(64).pipe(
  z
    .string()
    .toUpperCase()
    .regex(/^[A-Z0-9]+(?:-[A-Z0-9]+)*(?:\/[A-Z0-9]+(?:-[A-Z0-9]+)*)*$/, {
      error: 'is a code such as DNUM/SDIT or PREF-33',
    }),
);
/** What a label and a scanner can carry. */
const AssetNumber = line(40).pipe(
  z
    .string()
    .toUpperCase()
    .regex(/^[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?$/, { error: 'is a number such as PN-88001' }),
);

/** What an inventory says of a SPAN workstation. Its state is no part of it: only the procedure gives one. */
export const WorkstationInput = z.strictObject({
  assetNumber: AssetNumber,
  model: line(80),
  service: ServiceCode,
  site: line(100),
});
export type WorkstationInput = z.output<typeof WorkstationInput>;

type BroughtIn = Pick<WorkstationRow, 'registererId' | 'seconderId'> | Row;
/** Who brought a workstation in: the one who registered it, or the two who decided to take it over. */
export const bringersOf = ({ registererId, seconderId }: BroughtIn): string[] =>
  [registererId, seconderId].filter((id) => typeof id === 'string');
/** Whether this person brought it in, and nobody with them. */
export const isLoneBringer = ({ registererId, seconderId }: BroughtIn, person: string): boolean =>
  seconderId === null && registererId === person;
