import type { Caller } from '../../../book/rights/roles.ts';
import { isSurgeDay, type WorkDay } from '../../../book/rules/calendar/work-day.ts';
import { type Day, dayOf } from '../../../book/rules/calendar/working-days.ts';
import type { LetterState, TokenState } from '../../../book/tables/states.ts';
import type { Deps } from '../../act.ts';
import { plannedHands } from '../../campaign/planned-hands.ts';
import { type BenchSlot, benchSlots, type OpenSlots, openTo } from '../../production/bench-slots.ts';
import { labelOf, waitingOf } from '../../production/line.ts';
import type { Making, StepBoard } from '../../production/steps.ts';
import { workDayIn } from '../../two-persons/limits.ts';
import { guard, nameOf } from '../guard.ts';
import type { Lists } from '../lists.ts';
import { createRequestItems } from '../request/request-items.ts';
import type { RequestItem } from '../request/request-lists.ts';

/** A slot with how far production is in it, and what was made there last. */
export type Bay = BenchSlot & {
  making?: Making;
  /** Of a token that was made and not handed over: its request, and its label. */
  made?: { number: string; label: LetterState };
};

/** A place of the bench, and what goes on there. */
export interface BenchPlace {
  place: string;
  slots: number;
  /** Who works there, the caller among them; null for a free one. */
  holder: { personId: string; name: string; until: number } | null;
  /** Number of the request that waits for a blank there. */
  waits: string | null;
}

/** All that a technician sees at the line. */
export interface LineReading {
  /** Of the caller's place, or of all of them as long as they have none. */
  bays: Bay[];
  places: BenchPlace[];
  /** The caller's request that waits for its blank, with what its card says. */
  waits: RequestItem | null;
  /** Tokens made since the day began: by everybody, and by the caller. */
  made: { all: number; own: number };
  goal: DayGoal;
  /** How the tokens that were asked about stand now. */
  states: ReadonlyMap<string, TokenState>;
}

/** What each technician is to make today, and how many of them the roster has. */
export interface DayGoal {
  low: number;
  high: number;
  /** The hour until which surge mode has tokens made; null on other days. */
  surgeUntil: number | null;
  /** Undefined where nobody planned the day. */
  technicians: number | undefined;
}

function goalOn(workDay: WorkDay, today: Day, technicians: number | undefined): DayGoal {
  const { low, high, surge } = workDay.target;
  if (!isSurgeDay(workDay, today)) return { low, high, surgeUntil: null, technicians };
  return { low: surge, high: surge, surgeUntil: workDay.endHour.surge, technicians };
}

/** The bench as the workshop shows it. */
export interface WorkshopReading {
  bays: Bay[];
  /** What of them is free for the caller. */
  free: OpenSlots<Bay>;
  /** Who else works at which place. */
  others: { place: string; name: string }[];
}

/** What the production line shows. */
export function createLineReading(deps: Deps, lists: Pick<Lists, 'size'>, steps: StepBoard) {
  const { reads } = deps.store;
  const check = guard(deps);
  const { item } = createRequestItems(reads);

  const madeIn = async ({ token, tokenState }: BenchSlot): Promise<Pick<Bay, 'made'>> => {
    if (tokenState !== 'produced' || !token) return {};
    const requestId = (await reads.get('token', token.serial))?.requestId ?? '';
    const [request, label] = await Promise.all([reads.get('request', requestId), labelOf(reads, requestId)]);
    return request && label ? { made: { number: request.number, label: label.state } } : {};
  };

  const bays = async (): Promise<Bay[]> =>
    Promise.all(
      (await benchSlots(deps)).map(async (slot) => {
        // its job was ended by somebody else: whatever this process still waits for comes to nothing
        const making = slot.stock === 'to_check' ? undefined : steps.of(slot.slot, slot.token?.serial);
        return { ...slot, ...(making ? { making } : {}), ...(await madeIn(slot)) };
      }),
    );

  const places = async (slots: readonly Bay[]): Promise<BenchPlace[]> => {
    const held = new Map((await deps.places.held()).map((one) => [one.place, one]));
    const names = [...new Set(slots.map(({ place }) => place))].sort();
    return Promise.all(
      names.map(async (place) => {
        const found = held.get(place);
        const count = slots.filter((slot) => slot.place === place).length;
        if (!found) return { place, slots: count, holder: null, waits: null };
        const name = nameOf(await reads.get('person', found.personId));
        const [first] = await waitingOf(reads, found.personId);
        const holder = { personId: found.personId, name, until: found.until };
        return { place, slots: count, holder, waits: first?.number ?? null };
      }),
    );
  };

  return {
    /** The slots of this machine, what is plugged into them and what the stock says of it, and how far its production is. */
    slots: async (caller: Caller): Promise<Bay[]> => {
      check(caller, 'bench.read');
      return bays();
    },

    /** All slots of this machine, those among them that the caller may produce on, and whose the others are. */
    workshop: async (caller: Caller): Promise<WorkshopReading> => {
      check(caller, 'bench.read');
      const [all, held] = await Promise.all([bays(), deps.places.held()]);
      const others = held.filter(({ personId }) => personId !== caller.personId);
      return {
        bays: all,
        free: openTo(caller, all, held),
        others: await Promise.all(
          others.map(async ({ place, personId }) => ({ place, name: nameOf(await reads.get('person', personId)) })),
        ),
      };
    },

    /** Another text after every act. */
    signOfRecords: async (): Promise<string> => String(await lists.size()),

    /**
     * Another text whenever the line or the desk of this node may show something else: for whoever watches, who then looks by
     * their own rights. It is asked for without a caller, and goes to nobody.
     */
    signOfBench: async (): Promise<string> => {
      const [entries, slots, held, printers] = await Promise.all([
        lists.size(),
        deps.bench.slots(),
        deps.places.held(),
        deps.printer.states(),
      ]);
      const making = slots.map(({ slot, token }) => steps.of(slot, token?.serial));
      // the seconds of what runs are shown
      const second = making.some((one) => one?.state === 'running') ? Math.floor(deps.clock.now() / 1000) : 0;
      const holders = held.map(({ place, personId }) => [place, personId]);
      return JSON.stringify([entries, slots, holders, printers, making, second]);
    },

    /**
     * The line as the caller sees it. `since`: when the site's day began, ms; `serials`: tokens that may not be plugged in any
     * more, and whose state is told all the same.
     */
    line: async (
      caller: Caller,
      { since, serials }: { since: number; serials: readonly string[] },
    ): Promise<LineReading> => {
      check(caller, 'bench.read');
      const own = caller.bench?.place;
      const today = dayOf(deps.clock.now());
      const [all, [waiting], sealed, workDay, planned, asked] = await Promise.all([
        bays(),
        waitingOf(reads, caller.personId),
        reads.find('job', { state: 'sealed' }, { orderBy: 'endedAt', from: since }),
        workDayIn(reads, deps.clock.now()),
        plannedHands(reads, today),
        serials.length === 0 ? [] : reads.find('token', { id: [...new Set(serials)] }),
      ]);
      const made = sealed.filter(({ tokenId }) => tokenId !== null);
      const [atPlaces, waits] = await Promise.all([places(all), waiting ? item(waiting) : null]);
      return {
        bays: all.filter(({ place }) => own === undefined || place === own),
        places: atPlaces,
        waits,
        made: {
          all: made.length,
          own: made.filter(({ technicianId }) => technicianId === caller.personId).length,
        },
        goal: goalOn(workDay, today, planned(today)),
        states: new Map(asked.map(({ id, state }) => [id, state])),
      };
    },
  };
}
