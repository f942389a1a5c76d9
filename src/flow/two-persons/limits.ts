import { z } from 'zod';
import { type Change, create, update } from '../../book/lifecycle.ts';
import type { REQUEST_KINDS, SettingRow } from '../../book/tables.ts';
import { AppError } from '../../errors.ts';
import type { Reads } from '../ports/store.ts';

/** A number that decides how tokens are made: its bounds, what holds where none was set, and whether surge mode raises it. */
interface Policy {
  least: number;
  most: number;
  usual: number;
  raised?: true;
}

/** Every setting that two persons change together. What separates duties is a rule of the program and stands in none of them. */
export const POLICIES = {
  'approvals:first-issue': { least: 1, most: 3, usual: 1 },
  'approvals:renewal': { least: 1, most: 3, usual: 1 },
  'approvals:replacement': { least: 1, most: 3, usual: 1 },
  'approvals:nomade': { least: 1, most: 3, usual: 1 },
  /** Minutes until a request that its technician does not produce goes back by itself. */
  'production.leaseMinutes': { least: 5, most: 240, usual: 30, raised: true },
  /** Requests that one technician may hold at once. */
  'production.atOnce': { least: 1, most: 256, usual: 64, raised: true },
  /** Tokens and credentials that one technician may make in 24 hours. */
  'production.perDay': { least: 1, most: 10_000, usual: 1000, raised: true },
  /** Requests that one person may submit in 24 hours, for themselves and for others. */
  'request.perDay': { least: 1, most: 10_000, usual: 1000, raised: true },
  /** Minutes in which a proposal is confirmed, or ends. */
  'dual.confirmMinutes': { least: 5, most: 60, usual: 15 },
  /** Minutes in which a released SO-PIN is looked at, or is not. */
  'dual.revealMinutes': { least: 1, most: 30, usual: 10 },
  'surge.mostHours': { least: 1, most: 336, usual: 72 },
  /** By how much surge mode raises a limit, never beyond its bound. */
  'surge.factor': { least: 2, most: 5, usual: 3 },
  /** How long the access log is kept: six to twelve months (CNIL 2021-122). */
  'accessLog.days': { least: 183, most: 366, usual: 365 },
  /** Years after the last certificate (J4) from which somebody's data may be purged. */
  'purge.years': { least: 7, most: 10, usual: 7 },
} as const satisfies Record<string, Policy>;
export type PolicyName = keyof typeof POLICIES;
export const POLICY_NAMES = Object.keys(POLICIES) as [PolicyName, ...PolicyName[]];
export const isPolicy = (id: string): id is PolicyName => Object.hasOwn(POLICIES, id);

/** The setting that holds surge mode: `{"from","until"}` in epoch milliseconds, or nothing. */
export const SURGE = 'surge';
export interface Surge {
  from: number;
  until: number;
}
const Surge = z.strictObject({ from: z.int(), until: z.int() });

/** Surge mode as a setting's value says it; undefined for none. */
export function readSurge(value: string | undefined): Surge | undefined {
  return value ? Surge.parse(JSON.parse(value)) : undefined;
}
/** Surge mode at `now`: begun and not over. */
const isLive = (surge: Surge | undefined, now: number): boolean =>
  surge !== undefined && surge.from <= now && now < surge.until;

const valueIn = (rows: readonly SettingRow[], id: PolicyName): number => {
  const row = rows.find((r) => r.id === id);
  return row ? Number(row.value) : POLICIES[id].usual;
};

/** What a policy says now, surge mode left aside. */
export async function policyOf(reads: Pick<Reads, 'find'>, id: PolicyName): Promise<number> {
  return valueIn(await reads.find('setting', { id }), id);
}

/** A limit as it holds at `now`: what the policy says, raised while surge mode lasts. */
export async function limitAt(reads: Pick<Reads, 'find'>, id: PolicyName, now: number): Promise<number> {
  const rows = await reads.find('setting', { id: [id, SURGE, 'surge.factor'] });
  return raisedTo(rows, id, now);
}

function raisedTo(rows: readonly SettingRow[], id: PolicyName, now: number): number {
  const policy: Policy = POLICIES[id];
  const value = valueIn(rows, id);
  const surge = readSurge(rows.find((r) => r.id === SURGE)?.value);
  if (!policy.raised || !isLive(surge, now)) return value;
  return Math.min(policy.most, value * valueIn(rows, 'surge.factor'));
}

/** Every policy: what was set or is usual, what holds now, and its bounds. */
export async function policies(reads: Pick<Reads, 'find'>, now: number) {
  const rows = await reads.find('setting', { id: [...POLICY_NAMES, SURGE] });
  return POLICY_NAMES.map((id) => {
    const { least, most, usual } = POLICIES[id];
    return { id, value: valueIn(rows, id), now: raisedTo(rows, id, now), least, most, usual };
  });
}

/** Throws `limit_reached` once `count` has reached what the policy allows now. */
export async function checkLimit(
  reads: Pick<Reads, 'find'>,
  id: PolicyName,
  now: number,
  count: number,
): Promise<void> {
  const most = await limitAt(reads, id, now);
  if (count < most) return;
  const message = `the policy ${id} allows ${most}: wait, or have two persons raise it`;
  throw new AppError('limit_reached', message, { detail: { policy: id, most } });
}

export const SetPolicy = z
  .strictObject({ id: z.enum(POLICY_NAMES), value: z.int().min(1).max(10_000) })
  .refine(({ id, value }) => value >= POLICIES[id].least && value <= POLICIES[id].most, {
    path: ['value'],
    error: 'outside the bounds of this policy',
  });

/** Sets a policy; the entry says what it was before. */
export async function policyChanges(
  reads: Reads,
  { id, value }: z.output<typeof SetPolicy>,
): Promise<{ changes: Change[]; detail: Record<string, unknown> }> {
  const before = await policyOf(reads, id);
  if (before === value) throw new AppError('already_done', `the policy ${id} says ${value} already`);
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
export const approvalsOf = (kind: (typeof REQUEST_KINDS)[number]): PolicyName => `approvals:${kind}`;
