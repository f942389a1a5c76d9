import type { z } from 'zod';
import { WORK_DAY, type WorkDay, workDayOf } from '../../book/rules/calendar/work-day.ts';
import type { SetPolicy } from '../../book/rules/decision-args.ts';
import {
  LIMIT_NAMES,
  LIMITS,
  type LimitName,
  limitAt as limitIn,
  limitOf,
  outOfOrder,
  type Settings,
  SURGE,
} from '../../book/rules/limits.ts';
import type { REQUEST_KINDS } from '../../book/tables/codes.ts';
import { type Change, create, update } from '../../book/tables/lifecycle.ts';
import type { SettingRow } from '../../book/tables/rows/service.ts';
import { AppError } from '../../errors.ts';
import type { Reads } from '../ports/store.ts';

const settingsOf =
  (rows: readonly SettingRow[]) =>
  (id: string): string | undefined =>
    rows.find((row) => row.id === id)?.value;

/** What these policies say, for a rule of the book that asks for several. */
export const settingsIn = async (reads: Pick<Reads, 'find'>, ids: readonly LimitName[]): Promise<Settings> =>
  settingsOf(await reads.find('setting', { id: [...ids] }));

/** The day's work as it was decided, and surge mode. */
export const workDayIn = async (reads: Pick<Reads, 'find'>, now: number): Promise<WorkDay> =>
  workDayOf(settingsOf(await reads.find('setting', { id: [...WORK_DAY, SURGE] })), now);

/** What a policy says now, surge mode left aside. */
export async function policyOf(reads: Pick<Reads, 'find'>, id: LimitName): Promise<number> {
  return limitOf(settingsOf(await reads.find('setting', { id })), id);
}

/** A limit as it holds at `now`: what the policy says, raised while surge mode lasts. */
export async function limitAt(reads: Pick<Reads, 'find'>, id: LimitName, now: number): Promise<number> {
  return limitIn(settingsOf(await reads.find('setting', { id: [id, SURGE, 'surge.factor'] })), id, now);
}

/** Every policy: what was set or is usual, what holds now, and its bounds. */
export async function policies(reads: Pick<Reads, 'find'>, now: number) {
  const settings = settingsOf(await reads.find('setting', { id: [...LIMIT_NAMES, SURGE] }));
  return LIMIT_NAMES.map((id) => {
    const { least, most, usual } = LIMITS[id];
    return { id, value: limitOf(settings, id), now: limitIn(settings, id, now), least, most, usual };
  });
}

/** Throws `limit_reached` once `count` has reached what the policy allows now. */
export async function checkLimit(reads: Pick<Reads, 'find'>, id: LimitName, now: number, count: number): Promise<void> {
  const most = await limitAt(reads, id, now);
  if (count < most) return;
  const message = `the policy ${id} allows ${most}: wait, or have two persons raise it`;
  throw new AppError('limit_reached', message, { detail: { policy: id, most } });
}

/** Throws `invalid_input` for a value that its neighbours do not leave room for. */
async function checkOrder(reads: Pick<Reads, 'find'>, id: LimitName, value: number): Promise<void> {
  const settings = settingsOf(await reads.find('setting', { id: [...LIMIT_NAMES] }));
  const [neighbour] = outOfOrder(settings, id, value);
  if (neighbour === undefined) return;
  throw new AppError('invalid_input', `the policy ${neighbour} says ${limitOf(settings, neighbour)}: change it first`, {
    detail: { why: 'policy-order', policy: neighbour, value: limitOf(settings, neighbour) },
  });
}

/** Sets a policy; the entry says what it was before. Throws `already_done` for the value that it has, `invalid_input` where it would stand above or below a neighbour. */
export async function policyChanges(
  reads: Reads,
  { id, value }: z.output<typeof SetPolicy>,
): Promise<{ changes: Change[]; detail: Record<string, unknown> }> {
  const before = await policyOf(reads, id);
  if (before === value) throw new AppError('already_done', `the policy ${id} says ${value} already`);
  await checkOrder(reads, id, value);
  return {
    changes: [await setting(reads, id, String(value))],
    detail: { policy: id, before, after: value },
  };
}

/** The change that gives a setting its value, new or not; a neighbour who was faster is a conflict. */
export async function setting(reads: Pick<Reads, 'get'>, id: string, value: string): Promise<Change> {
  const standing = await reads.get('setting', id);
  return standing
    ? update('setting', standing, { value }, { value: standing.value })
    : create('setting', { id, value });
}

/** The policies that are a number of approvers, by kind of request. */
export const approvalsOf = (kind: (typeof REQUEST_KINDS)[number]): LimitName => `approvals:${kind}`;
