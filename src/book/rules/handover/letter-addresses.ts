import { LETTER_ADDRESSES, type LetterAddress } from '../../tables/codes.ts';

const folded = (place: unknown): string => String(place).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** Whether an address is where a parcel goes: no secret letter goes there, for PIN and token would meet. */
export const isOfParcel = (address: unknown, deliverySite: unknown): boolean =>
  folded(address) === folded(deliverySite);

/** The addresses of a holder, as far as they are known. */
type Addresses = Readonly<Record<LetterAddress, string | null>>;

/**
 * Where a secret letter may go, of the addresses of its holder: the other address that they gave before their site, and
 * neither where their parcel goes. `deliverySite`: null where no parcel goes anywhere.
 */
export const addressesFor = (addresses: Addresses, deliverySite: string | null): LetterAddress[] =>
  LETTER_ADDRESSES.toReversed().filter((to) => {
    const address = addresses[to];
    return address !== null && (deliverySite === null || !isOfParcel(address, deliverySite));
  });
