import { may } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { resetOf } from '../../../book/rules/handover/carriers.ts';
import { type LetterWait, letterWaitsFor } from '../../../book/rules/handover/secret-letters.ts';
import type { HandoverRow, LetterRow } from '../../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../../book/tables/rows/requests.ts';
import type { Deps } from '../../act.ts';
import { carriersAmong } from '../../handover/letters.ts';
import { waysOfPin } from '../../handover/ways-of-pin.ts';
import { allOf } from '../../pages.ts';
import { guard } from '../guard.ts';
import type { Lists, Total, Visibility } from '../lists.ts';
import { visibleRequests } from './visible-requests.ts';

/** A paper with those who do not print it when it is secret. */
export interface WaitingLetter extends LetterRow {
  number: string;
  producerId: string | null;
  service: string;
  carrierIds: string[];
  /** Its holder has an address beside their site: whoever prints it may choose. */
  otherAddress: boolean;
  /** Why it cannot be printed yet; null where somebody can print or confirm it. */
  waitsFor: LetterWait | 'showing' | null;
}

/** Papers that wait: as many as a page shows, and how many there are. */
export interface WaitingLetters {
  letters: WaitingLetter[];
  /** Those for which somebody can do something now. */
  ready: Total;
  /** Those whose secret may not be told yet. */
  early: Total;
  /** More wait than are among `letters`. */
  more: boolean;
}

/** As many papers as one page shows. */
const LETTERS_MOST = 500;

const counted = ({ length }: readonly unknown[], most: number): Total => ({
  n: Math.min(length, most),
  more: length > most,
});

/** Papers that wait for a printer or for somebody, `most` at once. */
export function createLetterReading(
  deps: Pick<Deps, 'store' | 'clock'>,
  lists: Pick<Lists, 'waitingLetters'>,
  most = LETTERS_MOST,
) {
  const { reads } = deps.store;
  const check = guard(deps);
  const { now } = deps.clock;
  /** Which the caller may read, so that papers of other services push none of theirs out. */
  const visibleTo = (caller: Caller): Visibility => {
    check(caller, 'letter.read');
    const visible = visibleRequests(caller, now());
    // lists of requests also have those that somebody asked for; by that alone a letter is not theirs to read
    return visible === 'all' ? visible : { ...visible, askerId: '' };
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
  /** Who had the token of each letter in hand, and what it waits for: what that takes is asked once for all of them. */
  const handoversOf = async (letters: readonly LetterRow[]) => {
    const ids = [...new Set(letters.map(({ requestId }) => requestId))];
    const handovers = new Map<string, HandoverRow[]>(ids.map((id) => [id, []]));
    for (const one of await allOf(reads, 'handover', { requestId: ids })) handovers.get(one.requestId)?.push(one);
    const resets = [...new Set(letters.flatMap(({ secretId }) => resetOf(secretId) ?? []))];
    const decided = new Map((await reads.find('proposal', { id: resets })).map((one) => [one.id, one]));
    return (letter: LetterRow) => {
      const begun = handovers.get(letter.requestId) ?? [];
      return {
        carrierIds: carriersAmong(letter, begun, decided.get(resetOf(letter.secretId) ?? '')),
        waitsFor: letterWaitsFor(
          letter.kind,
          begun.find(({ failedAt }) => failedAt === null),
        ),
      };
    };
  };

  return {
    /**
     * Papers that wait for a printer or a confirmation, of requests that the caller may read: first those for which
     * somebody can do something now, then those whose secret may not be told yet, the oldest of each first.
     */
    letters: async (caller: Caller): Promise<WaitingLetters> => {
      const visible = visibleTo(caller);
      const pinsPrint = (await waysOfPin(reads)) !== 2;
      const idsOf = (which: 'ready' | 'early') => lists.waitingLetters({ visible, which, pinsPrint }, most + 1);
      const [ready, early] = [await idsOf('ready'), await idsOf('early')];
      const found = await readable(caller, [...ready, ...early].slice(0, most));
      const holderIds = [...new Set(found.map(({ request }) => request.holderId))];
      const holders = new Map((await reads.find('person', { id: holderIds })).map((holder) => [holder.id, holder]));
      const handovers = await handoversOf(found.map(({ letter }) => letter));
      const letters = found.map(({ letter, request: { number, producerId, service, holderId } }): WaitingLetter => {
        const otherAddress = (holders.get(holderId)?.postalAddress ?? null) !== null;
        const { carrierIds, waitsFor } = handovers(letter);
        const isHeld = letter.state === 'waiting' && letter.kind === 'pin' && !pinsPrint;
        return {
          ...letter,
          number,
          producerId,
          service,
          otherAddress,
          carrierIds,
          waitsFor: isHeld ? 'showing' : letter.state === 'waiting' ? waitsFor : null,
        };
      });
      return {
        letters: [...letters.filter((one) => one.waitsFor === null), ...letters.filter((one) => one.waitsFor !== null)],
        ready: counted(ready, most),
        early: counted(early, most),
        more: ready.length + early.length > most,
      };
    },

    /** How many there are of them, as many as are read at once at most. */
    letterCount: async (caller: Caller): Promise<number> =>
      (await lists.waitingLetters({ visible: visibleTo(caller), which: 'all', pinsPrint: true }, most)).length,
  };
}
