import { may } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { resetOf } from '../../book/rules/carriers.ts';
import type { HandoverRow, LetterRow } from '../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { Deps } from '../act.ts';
import { carriersAmong } from '../handover/letters.ts';
import { allOf } from '../pages.ts';
import { guard } from './guard.ts';
import type { Lists } from './lists.ts';
import { visibleRequests } from './visible-requests.ts';

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
export function createLetterReading(
  deps: Pick<Deps, 'store' | 'clock'>,
  lists: Pick<Lists, 'waitingLetters'>,
  most = LETTERS_MOST,
) {
  const { reads } = deps.store;
  const check = guard(deps);
  const { now } = deps.clock;
  /** Ids of the oldest that the caller may read, so that papers of other services push none of theirs out. */
  const waiting = (caller: Caller, limit: number): Promise<string[]> => {
    check(caller, 'letter.read');
    const visible = visibleRequests(caller, now());
    // lists of requests also have those that somebody asked for; by that alone a letter is not theirs to read
    return lists.waitingLetters(visible === 'all' ? visible : { ...visible, askerId: '' }, limit);
  };
  /** These letters, with their requests; without those that the caller may not read, whatever the list says. */
  const readable = async (
    caller: Caller,
    ids: readonly string[],
  ): Promise<{ letter: LetterRow; request: RequestRow }[]> => {
    const letters = await reads.find('letter', { id: ids });
    const rows = await reads.find('request', { id: [...new Set(letters.map(({ requestId }) => requestId))] });
    const requests = new Map(rows.map((request) => [request.id, request]));
    return letters.flatMap((letter) => {
      const request = requests.get(letter.requestId);
      return request && may(caller, 'request.read', request, now()) ? [{ letter, request }] : [];
    });
  };
  /** Who had the tokens of these letters in hand: what it takes is asked once for all of them. */
  const carriersOf = async (letters: readonly LetterRow[]): Promise<(letter: LetterRow) => string[]> => {
    const ids = [...new Set(letters.map(({ requestId }) => requestId))];
    const handovers = new Map<string, HandoverRow[]>(ids.map((id) => [id, []]));
    for (const one of await allOf(reads, 'handover', { requestId: ids })) handovers.get(one.requestId)?.push(one);
    const resets = [...new Set(letters.flatMap(({ secretId }) => resetOf(secretId) ?? []))];
    const decided = new Map((await reads.find('proposal', { id: resets })).map((one) => [one.id, one]));
    return (letter) =>
      carriersAmong(letter, handovers.get(letter.requestId) ?? [], decided.get(resetOf(letter.secretId) ?? ''));
  };

  return {
    /**
     * Papers that wait for a printer or a confirmation, of requests that the caller may read: the oldest first, and whether
     * more of these wait than are read at once.
     */
    letters: async (caller: Caller): Promise<{ letters: WaitingLetter[]; more: boolean }> => {
      const ids = await waiting(caller, most + 1);
      const found = await readable(caller, ids.slice(0, most));
      const holderIds = [...new Set(found.map(({ request }) => request.holderId))];
      const holders = new Map((await reads.find('person', { id: holderIds })).map((holder) => [holder.id, holder]));
      const carriers = await carriersOf(found.map(({ letter }) => letter));
      const letters = found.map(({ letter, request: { number, producerId, service, holderId } }) => {
        const otherAddress = (holders.get(holderId)?.postalAddress ?? null) !== null;
        return { ...letter, number, producerId, service, otherAddress, carrierIds: carriers(letter) };
      });
      return { letters, more: ids.length > most };
    },

    /** How many there are of them, as many as are read at once at most. */
    letterCount: async (caller: Caller): Promise<number> => (await waiting(caller, most)).length,
  };
}
