import { dayOf } from '../../book/rules/calendar/working-days.ts';
import { type Change, move, update } from '../../book/tables/lifecycle.ts';
import type { CampaignItemRow, CampaignRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { isAppError } from '../../errors.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { inPieces } from '../pieces.ts';
import type { Unit } from '../ports/store.ts';
import { nextTurn } from '../turn.ts';
import { createDays, type Days, type PlannedItem } from './days.ts';
import { comesIn, createItems, ENROLLED, enrolled, migrates, PIECE, selected, toLookAt } from './enrol.ts';
import { inExchange } from './exchange-list.ts';
import { plannedHands } from './planned-hands.ts';
import { type Seen, seeMachines } from './standing.ts';
import { createCampaignTokens } from './tokens.ts';

type Verb = 'enrol' | 'enrolled' | 'plan' | 'settle' | 'end';
interface Due {
  seen: Seen;
  next: PlannedItem;
}
/** Days that are tried for one machine where a day holds a row that somebody edited. */
const TRIES = 5;
/** The campaign is not as this round read it: the next round reads it anew. */
class Changed extends Error {}
/** A day that is given has no room: somebody moved a machine to it, or one that was to leave it could not be written. */
class Full extends Changed {}

/** What a campaign does by itself, in turns: its machines are found, given their days, and put down once they need none. */
export function createCarryingOut(deps: Deps, goesOn: (campaign: CampaignRow) => boolean) {
  const { store, clock } = deps;
  const tokens = createCampaignTokens(deps);

  /** One entry of a campaign that still stands as it was read. */
  const entry = async (
    campaign: CampaignRow,
    verb: Verb,
    changesOf: (unit: Unit, now: number) => Promise<readonly Change[]>,
  ): Promise<void> => {
    await store.transact(async (unit) => {
      const row = await unit.get('campaign', campaign.id);
      if (row?.state !== campaign.state || row.plan !== campaign.plan) throw new Changed();
      const changes = await changesOf(unit, clock.now());
      const subject = `campaign:${campaign.id}`;
      if (changes.length > 0)
        await unit.record({ ...SYSTEM, action: `campaign.${verb}`, subject, outcome: 'done', changes });
    });
    await nextTurn();
    if (!goesOn(campaign)) throw new Changed();
  };

  /**
   * A row that somebody edited is refused, and whatever is done together with it: then each is done by itself, so that it keeps
   * no other from its day (outside a transaction such a row is left out already). Answers whether all were done.
   */
  const orEach = async <R>(
    rows: readonly R[],
    nameOf: (row: R) => string,
    work: (rows: readonly R[]) => Promise<void>,
  ): Promise<boolean> => {
    let isWhole = true;
    await work(rows).catch(async (error: unknown) => {
      if (!isAppError(error, 'record_tampered')) throw error;
      for (const row of rows)
        await work([row]).catch((own: unknown) => {
          // another one was given the day that the edited row keeps
          if (!(own instanceof Full) && !isAppError(own, 'record_tampered', 'against_the_book')) throw own;
          isWhole = false;
          deps.warn(`${nameOf(row)} waits in its campaign: its rows are not as the journal says`, own);
        });
    });
    return isWhole;
  };

  const enrolSome = (campaign: CampaignRow, page: readonly WorkstationRow[]): Promise<boolean> =>
    orEach(
      page,
      ({ id }) => `workstation ${id}`,
      async (rows) => {
        const known = await enrolled(store.reads, campaign, rows);
        const isNew = rows.filter(({ id }) => !known.has(id));
        const exchanged = await inExchange(
          store.reads,
          isNew.map(({ id }) => id),
        );
        const due = isNew.filter(({ id }) => !exchanged.has(id));
        for (const piece of inPieces(due, ENROLLED))
          await entry(campaign, 'enrol', async (unit, now) => {
            // read anew, together: the book asks for each of them, and somebody may have changed one
            const ids = piece.map(({ id }) => id);
            const machines = await unit.find('workstation', { id: ids });
            const exchanged = await inExchange(unit, ids);
            const still = machines.filter((machine) => comesIn(campaign, machine) && !exchanged.has(machine.id));
            return createItems(deps, campaign, still.map(migrates), now);
          });
      },
    );
  /** Finds its machines; those that stand in an exchange are left to it. While one is left out it is not said that all were found. */
  const enrol = async (campaign: CampaignRow): Promise<void> => {
    const all = await toLookAt(store.reads, campaign);
    let looked = 0;
    let isWhole = true;
    for await (const { rows, read } of selected(store.reads, campaign)) {
      const here = rows.filter(({ registeredAt }) => registeredAt <= campaign.openedAt);
      if (!(await enrolSome(campaign, here))) isWhole = false;
      looked += read;
      await nextTurn();
    }
    if (!isWhole || looked < all) return;
    await entry(campaign, 'enrolled', async (_, now) => [
      update('campaign', campaign, { enrolledAt: now }, { enrolledAt: null }),
    ]);
  };

  /** The items that are still to migrate, in pieces, in their order; without those that somebody edited. */
  async function* openItems(campaign: CampaignRow): AsyncGenerator<CampaignItemRow[]> {
    let from = '';
    for (;;) {
      const of = { campaignId: campaign.id, endedAt: null };
      const page = await store.reads.find('campaignItem', of, { orderBy: 'rank', from, limit: PIECE + 1 });
      const rows = page.filter(({ rank }) => rank !== from).slice(0, PIECE);
      const last = rows.at(-1)?.rank;
      if (last === undefined) return;
      yield rows;
      from = last;
    }
  }

  const settle = (campaign: CampaignRow, over: readonly Seen[]): Promise<void> =>
    entry(campaign, 'settle', async (unit, now) => {
      const items = over.map(({ item }) => item);
      return (await seeMachines(unit, campaign, items, dayOf(now))).flatMap(({ item, outcome }) =>
        outcome === undefined ? [] : [update('campaignItem', item, { endedAt: now, outcome }, { endedAt: null })],
      );
    });

  const isOther = ({ item }: Seen, next: PlannedItem): boolean =>
    next.plan !== item.plan || next.day !== item.day || next.toldId !== item.toldId || next.blocked !== item.blocked;
  const write = (campaign: CampaignRow, days: Days, due: readonly Due[]): Promise<void> =>
    entry(campaign, 'plan', async (unit, now) => {
      const items = due.map(({ seen }) => seen.item);
      const seenNow = await seeMachines(unit, campaign, items, dayOf(now));
      const standing = new Map(seenNow.map((seen) => [seen.item.id, seen]));
      const plannedNow = await plannedHands(unit, dayOf(now));
      if (!days.rosterHolds(due, plannedNow)) throw new Changed();
      if (!(await days.haveCapacity(unit, due, plannedNow))) throw new Full();
      return due.flatMap(({ seen: { item, machine, holderId, blocked }, next }) => {
        const still = standing.get(item.id);
        // somebody changed the machine meanwhile: the next round says so
        const isSame =
          still?.blocked === blocked && still.holderId === holderId && still.machine.state === machine.state;
        if (!isSame || still.outcome !== undefined) return [];
        const { plan, day, toldId } = item;
        return [update('campaignItem', item, next, { plan, day, toldId, blocked: item.blocked, endedAt: null })];
      });
    });

  const nameOf = ({ item }: Seen): string => `workstation ${item.workstationId}`;
  /** Writes what an item is now; where its day holds a row that somebody edited, another day. */
  const writeOne = async (campaign: CampaignRow, days: Days, seen: Seen, planned: PlannedItem): Promise<void> => {
    let next: PlannedItem | undefined = planned;
    for (let tries = 1; next !== undefined; tries += 1) {
      try {
        return await write(campaign, days, [{ seen, next }]);
      } catch (error) {
        const { day }: PlannedItem = next;
        days.takeBack(next, seen);
        if (!isAppError(error, 'record_tampered') || day === null || tries === TRIES) throw error;
        days.avoid(day);
        next = await days.place(store.reads, seen, 'place');
      }
    }
  };
  const writeAll = async (campaign: CampaignRow, days: Days, due: readonly Due[]): Promise<void> => {
    const name = ({ seen }: Due): string => nameOf(seen);
    await orEach(due, name, (some) => {
      const [one] = some;
      return one && some.length === 1 ? writeOne(campaign, days, one.seen, one.next) : write(campaign, days, some);
    });
  };

  /** One walk over what is still to migrate. Answers whether items are left for the next pass. */
  const walk = async (campaign: CampaignRow, days: Days, pass: 'keep' | 'place'): Promise<boolean> => {
    let isLeft = false;
    for await (const items of openItems(campaign)) {
      const seen = await seeMachines(store.reads, campaign, items, dayOf(clock.now()));
      const over = seen.filter(({ outcome }) => outcome !== undefined);
      if (over.length > 0) await orEach(over, nameOf, (some) => settle(campaign, some));
      const due: Due[] = [];
      for (const one of seen.filter(({ outcome }) => outcome === undefined)) {
        const next = await days.place(store.reads, one, pass);
        if (next === undefined) isLeft = true;
        else if (isOther(one, next)) due.push({ seen: one, next });
      }
      if (due.length > 0) await writeAll(campaign, days, due);
      await nextTurn();
    }
    return isLeft;
  };

  const end = async (campaign: CampaignRow): Promise<void> => {
    if ((await store.reads.count('campaignItem', { campaignId: campaign.id, endedAt: null })) > 0) return;
    await entry(campaign, 'end', async (_, now) => [move('campaign', campaign, 'end', { closedAt: now })]);
  };

  const carryOut = async (campaign: CampaignRow): Promise<void> => {
    if (campaign.enrolledAt === null && campaign.state !== 'closing') await enrol(campaign);
    const today = dayOf(clock.now());
    const days = createDays(campaign, today, await plannedHands(store.reads, today));
    // whoever keeps their day is dealt with before others take what room is left
    const keeps = campaign.way === 'keep' && campaign.plan > 1;
    if (!keeps || (await walk(campaign, days, 'keep'))) await walk(campaign, days, 'place');
    if (campaign.state === 'closing') return end(campaign);
    await tokens.settleDue(campaign, () => goesOn(campaign));
  };

  return {
    /** Does what is due of a campaign. Answers false where somebody changed it meanwhile, or something in it: it is to be looked at again. */
    carryOut: async (campaign: CampaignRow): Promise<boolean> => {
      try {
        await carryOut(campaign);
        return true;
      } catch (error) {
        if (error instanceof Changed || isAppError(error, 'conflict', 'duplicate')) return false;
        throw error;
      }
    },
  };
}
