import { may } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { resetOf } from '../../../book/rules/handover/carriers.ts';
import { isPinWayOpen } from '../../../book/rules/handover/pin-ways.ts';
import type { LetterKind } from '../../../book/tables/codes.ts';
import type { HandoverRow, LetterRow } from '../../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../../book/tables/rows/requests.ts';
import type { Deps } from '../../act.ts';
import { type LetterStanding, standingOf } from '../../handover/letter-standing.ts';
import { carriersAmong } from '../../handover/letters.ts';
import { waysOfPin } from '../../handover/ways-of-pin.ts';
import { Ref } from '../../inputs.ts';
import { allOf } from '../../pages.ts';
import { guard } from '../guard.ts';
import type { Lists } from '../lists.ts';
import type { Cursor, Total } from '../paging.ts';
import type { LettersAsked, Visibility } from './request-lists.ts';
import { visibleRequests } from './visible-requests.ts';

/** A paper with those who do not print it when it is secret. */
export interface WaitingLetter extends LetterRow, LetterStanding {
  number: string;
  producerId: string | null;
  /** When what it belongs to was made: since then it lies here. */
  producedAt: number | null;
  service: string;
  carrierIds: string[];
}

/** Papers that wait: as many as a page shows, and how many there are. */
export interface WaitingLetters {
  letters: WaitingLetter[];
  /** Those for which somebody can do something now. */
  ready: Total;
  /** Those that cannot be printed yet. */
  early: Total;
  /** More wait than are among `letters`. */
  more: boolean;
}

/** Papers of one kind, or of one part: to be printed, to be confirmed, or not to be printed yet. */
export const LETTER_PARTS = ['waiting', 'printed', 'early'] as const;
export interface LettersWish {
  kind?: LetterKind | undefined;
  part?: (typeof LETTER_PARTS)[number] | undefined;
  newestFirst?: boolean;
}
/** A page of papers, and how many there are of all pages. */
export interface LetterPage {
  letters: WaitingLetter[];
  /** For the next page; null at the end. */
  next: string | null;
  total: Total;
}
/** Of more papers than this it is said that there are more. */
const COUNTED_MOST = 1000;

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
  /** Who had the token of each letter in hand, and the hand-over that it is in: what that takes is asked once for all of them. */
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
        handover: begun.find(({ failedAt }) => failedAt === null),
      };
    };
  };

  /** These letters, in the order of their ids, each with what it waits for. */
  const told = async (caller: Caller, ids: readonly string[], ways: number): Promise<WaitingLetter[]> => {
    const found = await readable(caller, ids);
    const holderIds = [...new Set(found.map(({ request }) => request.holderId))];
    const [people, handovers, gone, closed] = await Promise.all([
      reads.find('person', { id: holderIds }),
      handoversOf(found.map(({ letter }) => letter)),
      deps.store.leavers(),
      deps.store.closedHolders(),
    ]);
    const holders = new Map(people.map((holder) => [holder.id, holder]));
    const leavers = new Set([...gone.map(({ personId }) => personId), ...closed]);
    return found.map(({ letter, request }): WaitingLetter => {
      const holder = holders.get(request.holderId);
      const { carrierIds, handover } = handovers(letter);
      const { number, producerId, producedAt, service } = request;
      const standing = standingOf(letter, { request, holder, handover, ways, left: leavers.has(request.holderId) });
      return { ...letter, ...standing, number, producerId, producedAt, service, carrierIds };
    });
  };
  /** The id that a page goes on behind. Attacker-controlled: what cannot be one is none. */
  const behind = ({ cursor }: Cursor) => (Ref.safeParse(cursor).success && cursor ? { after: cursor } : {});
  const pageOf = async (caller: Caller, asked: LettersAsked, page: Cursor, ways: number): Promise<LetterPage> => {
    const all = await lists.waitingLetters(asked, COUNTED_MOST + 1);
    const ids = await lists.waitingLetters({ ...asked, ...behind(page) }, page.limit + 1);
    const shown = ids.slice(0, page.limit);
    const next = ids.length > page.limit ? (shown.at(-1) ?? null) : null;
    const letters = await told(caller, shown, ways);
    const place = new Map(shown.map((id, i) => [id, i]));
    letters.sort((a, b) => Number(place.get(a.id)) - Number(place.get(b.id)));
    return { letters, next, total: counted(all, COUNTED_MOST) };
  };

  return {
    /**
     * The same in pages, each part in its own: those that somebody can print or confirm now, and those that cannot be printed yet.
     * What the address of its parcel holds back stands with the latter, beside the page on which it would have been.
     */
    letterPages: async (
      caller: Caller,
      { kind, part, newestFirst = false }: LettersWish,
      { ready: readyPage, early: earlyPage }: { ready: Cursor; early: Cursor },
    ): Promise<{ ready: LetterPage; early: LetterPage }> => {
      const visible = visibleTo(caller);
      const ways = await waysOfPin(reads);
      const asked = { visible, pinsPrint: isPinWayOpen(ways, 'letter'), newestFirst, ...(kind && { kind }) };
      const none: LetterPage = { letters: [], next: null, total: { n: 0, more: false } };
      const state = part === 'waiting' || part === 'printed' ? { state: part } : {};
      const ready =
        part === 'early' ? none : await pageOf(caller, { ...asked, ...state, which: 'ready' }, readyPage, ways);
      const early =
        part === 'waiting' || part === 'printed'
          ? none
          : await pageOf(caller, { ...asked, which: 'early' }, earlyPage, ways);
      const held = ready.letters.filter(({ waitsFor }) => waitsFor !== null);
      const n = held.length;
      return {
        ready: {
          ...ready,
          letters: ready.letters.filter(({ waitsFor }) => waitsFor === null),
          total: { ...ready.total, n: ready.total.n - n },
        },
        early: { ...early, letters: [...early.letters, ...held], total: { ...early.total, n: early.total.n + n } },
      };
    },

    /**
     * Papers that wait for a printer or a confirmation, of requests that the caller may read: first those for which
     * somebody can do something now, then those that cannot be printed yet, the oldest of each first.
     */
    letters: async (caller: Caller): Promise<WaitingLetters> => {
      const visible = visibleTo(caller);
      const ways = await waysOfPin(reads);
      const idsOf = (which: 'ready' | 'early') =>
        lists.waitingLetters({ visible, which, pinsPrint: isPinWayOpen(ways, 'letter') }, most + 1);
      const [ready, early] = [await idsOf('ready'), await idsOf('early')];
      const letters = await told(caller, [...ready, ...early].slice(0, most), ways);
      // the list knows neither addresses, which are compared as people write them, nor who has left: told from what was read
      const kept = letters.filter(({ waitsFor }) => waitsFor === 'elsewhere' || waitsFor === 'left').length;
      const [printable, held] = [counted(ready, most), counted(early, most)];
      return {
        letters: [...letters.filter((one) => one.waitsFor === null), ...letters.filter((one) => one.waitsFor !== null)],
        ready: { ...printable, n: printable.n - kept },
        early: { ...held, n: held.n + kept },
        more: ready.length + early.length > most,
      };
    },

    /**
     * How many of them somebody can do something for now; as many as are read at once at most. It stands in the menu of every page,
     * so the few that an address or a leaver holds back, which are told by reading more, are counted too.
     */
    letterCount: async (caller: Caller): Promise<number> => {
      const visible = visibleTo(caller);
      const pinsPrint = isPinWayOpen(await waysOfPin(reads), 'letter');
      return (await lists.waitingLetters({ visible, which: 'ready', pinsPrint }, most)).length;
    },
  };
}
