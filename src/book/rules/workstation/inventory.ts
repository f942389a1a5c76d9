import { z } from 'zod';
import type { Row } from '../../tables/row.ts';
import type { WorkstationRow } from '../../tables/rows/workstations.ts';
import { line } from '../plain-text.ts';
import { looksLikeRecoveryKey } from './check-values.ts';

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

/** Letters, digits and . _ / - between them, in capitals, as makers write it. */
export const SERIAL = /^[A-Z0-9](?:[A-Z0-9._/-]{0,38}[A-Z0-9])?$/;
/** What firmware and inventories say where there is no serial number: many machines have the same. */
const NO_SERIAL =
  /^(?:0+|X+|1234567890?|DEFAULT[-_.]?STRING|INVALID|N\/A|NONE|NOT-?AVAILABLE|SYSTEM-?SERIAL-?NUMBER|UNKNOWN|OEM)$/;
/** The maker's serial number, without which a machine comes in too. */
export const SerialNumber = line(40).pipe(
  z
    .string()
    .toUpperCase()
    .regex(SERIAL, { error: 'is a serial number such as 5CG1234XYZ' })
    .refine((serial) => !NO_SERIAL.test(serial), { error: 'is what is said where there is no serial number' }),
);
/** Left out or empty, nothing is known of it. */
export const unlessEmpty = <S extends z.ZodType>(schema: S) =>
  z.union([z.literal('').transform(() => undefined), schema], { error: 'is not as asked' }).optional();

/** A line that is no recovery key, wherever it was typed. */
export const WithoutKey = (most: number) =>
  line(most).refine((text) => !looksLikeRecoveryKey(text), { error: 'looks like a recovery key' });

/** What an inventory says of a SPAN workstation. Its state is no part of it: only the procedure gives one. */
export const WorkstationInput = z.strictObject({
  assetNumber: AssetNumber,
  serialNumber: unlessEmpty(SerialNumber),
  model: WithoutKey(80),
  image: unlessEmpty(WithoutKey(80)),
  service: ServiceCode,
  site: WithoutKey(100),
});
export type WorkstationInput = z.output<typeof WorkstationInput>;

type BroughtIn = Pick<WorkstationRow, 'registererId' | 'seconderId'> | Row;
/** Who brought a workstation in: the one who registered it, or the two who decided to take it over. */
export const bringersOf = ({ registererId, seconderId }: BroughtIn): string[] =>
  [registererId, seconderId].filter((id) => typeof id === 'string');
/** Whether this person brought it in, and nobody with them. */
export const isLoneBringer = ({ registererId, seconderId }: BroughtIn, person: string): boolean =>
  seconderId === null && registererId === person;
