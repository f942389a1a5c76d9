import { z } from 'zod';
import { isId } from '../../tables/id.ts';
import { type Row, textOf } from '../../tables/row.ts';
import type { WorkstationRow } from '../../tables/rows/workstations.ts';
import { isLine, line } from '../plain-text.ts';
import { looksLikeRecoveryKey } from './check-values.ts';

const SERVICE_CODE = /^[A-Z0-9]+(?:[-/][A-Z0-9]+)*$/;
const SERVICE_CODE_MOST = 64;
/** What a label and a scanner can carry. */
const ASSET_NUMBER = /^[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?$/;
/** Letters, digits and . _ / - between them, in capitals, as makers write it. */
const SERIAL = /^[A-Z0-9](?:[A-Z0-9._/-]*[A-Z0-9])?$/;
const NUMBER_MOST = 40;

/** Whether a text is one line that is no recovery key: it would stand in the journal for seven years. */
export const isWithoutKey = (text: string, most: number): boolean => isLine(text, most) && !looksLikeRecoveryKey(text);
/** Whether a text is a code of a service as a row holds it. */
export const isServiceCode = (text: string): boolean =>
  SERVICE_CODE.test(text) && isWithoutKey(text, SERVICE_CODE_MOST);
/** One with the form of an id would name another machine, or be named by it. */
const isNumber = (text: string): boolean => isWithoutKey(text, NUMBER_MOST) && !isId(text);
/** Whether a text is an asset number as a row holds it. */
export const isAssetNumber = (text: string): boolean => ASSET_NUMBER.test(text) && isNumber(text);
/** Whether a text is a maker's serial number as a row holds it. */
export const isSerial = (text: string): boolean => SERIAL.test(text) && isNumber(text);

/** A line that is no recovery key, wherever it was typed. */
export const WithoutKey = (most: number) =>
  line(most).refine((text) => !looksLikeRecoveryKey(text), { error: 'looks like a recovery key' });

/** Service codes stand in clear in the journal, so they must be codes and never names of people: `DNUM/SDIT`, `PREF-33`. */
export const ServiceCode = WithoutKey(SERVICE_CODE_MOST).pipe(
  z.string().toUpperCase().refine(isServiceCode, { error: 'is a code such as DNUM/SDIT or PREF-33' }),
);
const AssetNumber = WithoutKey(NUMBER_MOST).pipe(
  z.string().toUpperCase().refine(isAssetNumber, { error: 'is a number such as PN-88001' }),
);

/** What firmware and inventories say where there is no serial number: many machines have the same. */
const NO_SERIAL =
  /^(?:0+|X+|1234567890?|DEFAULT[-_.]?STRING|INVALID|N\/A|NONE|NOT-?AVAILABLE|SYSTEM-?SERIAL-?NUMBER|UNKNOWN|OEM)$/;
/** The maker's serial number, without which a machine comes in too. */
export const SerialNumber = WithoutKey(NUMBER_MOST).pipe(
  z
    .string()
    .toUpperCase()
    .refine(isSerial, { error: 'is a serial number such as 5CG1234XYZ' })
    .refine((serial) => !NO_SERIAL.test(serial), { error: 'is what is said where there is no serial number' }),
);
/** Left out or empty, nothing is known of it. */
export const unlessEmpty = <S extends z.ZodType>(schema: S) =>
  z.union([z.literal('').transform(() => undefined), schema], { error: 'is not as asked' }).optional();

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
type Enrolled = Pick<WorkstationRow, 'registererId' | 'seconderId' | 'commissionerId'> | Row;
/** Who brought a workstation in: the one who registered it, or the two who decided to take it over. */
const bringersOf = ({ registererId, seconderId }: BroughtIn): string[] =>
  [registererId, seconderId].filter((id) => typeof id === 'string');
/** Whether this person brought it in, and nobody with them. */
export const isLoneBringer = ({ registererId, seconderId }: BroughtIn, person: string): boolean =>
  seconderId === null && registererId === person;
/** Who had a part in bringing a workstation into service, as far as the right to certify its key depends on them. */
export const broughtInBy = (row: Enrolled): { bringerIds: string[]; commissionerId: string | null } => ({
  bringerIds: bringersOf(row),
  commissionerId: textOf(row, 'commissionerId'),
});
/** Whether this person is one of them: another technician certifies it. */
export function hadPart(row: Enrolled, person: string): boolean {
  const { bringerIds, commissionerId } = broughtInBy(row);
  return commissionerId === person || bringerIds.includes(person);
}
