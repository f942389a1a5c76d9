import { addressesFor } from '../../book/rules/handover/letter-addresses.ts';
import { isPinWayOpen } from '../../book/rules/handover/pin-ways.ts';
import { LETTER_WAITS, letterWaitsFor } from '../../book/rules/handover/secret-letters.ts';
import type { LetterAddress } from '../../book/tables/codes.ts';
import type { HandoverRow, LetterRow } from '../../book/tables/rows/handovers.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { isSecret } from './secret-letters.ts';

/**
 * Why a letter is not printed: what its secret waits for, or that PINs are shown here and not printed, or that its holder has left,
 * or that it may go to no address of theirs because its parcel went there.
 */
export const LETTER_HOLDS = [...LETTER_WAITS, 'showing', 'left', 'elsewhere'] as const;
export type LetterHold = (typeof LETTER_HOLDS)[number];

/** What can be done with a letter now. */
export interface LetterStanding {
  /** Where a secret letter may go, first where it goes unless somebody chooses. A paper without a secret goes nowhere. */
  addresses: LetterAddress[];
  /** Null where somebody can print it, confirm it, or has done so. */
  waitsFor: LetterHold | null;
}

/** What that depends on. `left`: the holder has. `holder`: undefined where somebody edited their row. `handover`: the one that the letter's request is in. */
interface Around {
  request: Pick<RequestRow, 'deliverySite'>;
  holder: Pick<PersonRow, 'site' | 'postalAddress'> | undefined;
  handover: HandoverRow | undefined;
}

/** Where a secret letter of this request may go now. */
export const addressesOf = ({ request, holder, handover }: Around): LetterAddress[] =>
  addressesFor(
    { site: holder?.site ?? null, address: holder?.postalAddress ?? null },
    handover?.mode === 'shipment' ? request.deliverySite : null,
  );

/** How a letter stands; `ways` is the policy `pin.ways`. */
export function standingOf(
  letter: Pick<LetterRow, 'kind' | 'state'>,
  { ways, left, ...around }: Around & { ways: number; left: boolean },
): LetterStanding {
  const addresses = isSecret(letter) ? addressesOf(around) : [];
  const hold = (): LetterHold | null => {
    if (letter.state !== 'waiting' || !isSecret(letter)) return null;
    if (letter.kind === 'pin' && !isPinWayOpen(ways, 'letter')) return 'showing';
    const waits = letterWaitsFor(letter.kind, around.handover);
    if (waits !== null || left) return waits ?? 'left';
    return around.holder && addresses.length === 0 ? 'elsewhere' : null;
  };
  return { addresses, waitsFor: hold() };
}
