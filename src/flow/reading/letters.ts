import { may } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import type { LetterRow } from '../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { SECRET_LETTERS } from '../../book/tables/states.ts';
import type { Deps } from '../act.ts';
import { carriersOfLetter } from '../handover/letters.ts';
import { guard } from './guard.ts';

/** A paper with those who do not print it when it is secret. */
export interface WaitingLetter extends LetterRow {
  number: string;
  producerId: string | null;
  service: string;
  carrierIds: string[];
  /** Its holder has an address beside their site: whoever prints it may choose. */
  otherAddress: boolean;
}

/** As many papers as one page shows. */
const LETTERS_MOST = 500;

/** Papers that wait for a printer or for somebody, `most` at once. */
export function createLetterReading(deps: Pick<Deps, 'store' | 'clock'>, most = LETTERS_MOST) {
  const { reads } = deps.store;
  const check = guard(deps);
  /** Those of the oldest `most` whose requests the caller may read, with these. */
  const waiting = async (
    caller: Caller,
  ): Promise<{ found: { letter: LetterRow; request: RequestRow }[]; more: boolean }> => {
    check(caller, 'letter.read');
    const first = { limit: most + 1 };
    // a label that came out waits for nothing, and its row stays; a letter waits for somebody to say that it can be read
    const letters = await Promise.all([
      reads.find('letter', { state: 'waiting' }, first),
      reads.find('letter', { state: 'printed', kind: SECRET_LETTERS }, first),
    ]);
    const all = letters.flat().sort((one, other) => (one.id < other.id ? -1 : 1));
    const shown = all.slice(0, most);
    const rows = await reads.find('request', { id: [...new Set(shown.map(({ requestId }) => requestId))] });
    const requests = new Map(rows.map((request) => [request.id, request]));
    const found = shown.flatMap((letter) => {
      const request = requests.get(letter.requestId);
      return request && may(caller, 'request.read', request, deps.clock.now()) ? [{ letter, request }] : [];
    });
    return { found, more: all.length > most };
  };

  return {
    /**
     * Papers that wait for a printer or a confirmation, of requests that the caller may read: the oldest first, and whether
     * more wait than are read at once.
     */
    letters: async (caller: Caller): Promise<{ letters: WaitingLetter[]; more: boolean }> => {
      const { found, more } = await waiting(caller);
      const ids = [...new Set(found.map(({ request }) => request.holderId))];
      const holders = new Map((await reads.find('person', { id: ids })).map((holder) => [holder.id, holder]));
      const named = found.map(async ({ letter, request: { number, producerId, service, holderId } }) => {
        const otherAddress = (holders.get(holderId)?.postalAddress ?? null) !== null;
        return {
          ...letter,
          number,
          producerId,
          service,
          otherAddress,
          carrierIds: await carriersOfLetter(reads, letter),
        };
      });
      return { letters: await Promise.all(named), more };
    },

    /** How many there are of them. */
    letterCount: async (caller: Caller): Promise<number> => (await waiting(caller)).found.length,
  };
}
