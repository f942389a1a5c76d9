import { z } from 'zod';
import { isPlain, PLAIN } from '../../book/rules/plain-text.ts';
import { keepsOut, mayComeIn } from '../../book/rules/workstation/campaigns.ts';
import type { ExchangeRefusal } from '../../book/tables/codes.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { AppError } from '../../errors.ts';
import { Ref } from '../inputs.ts';
import { inPieces } from '../pieces.ts';
import type { Reads } from '../ports/store.ts';
import { workstationsCalled } from '../workstation/find-workstation.ts';
import { type Coming, PIECE } from './enrol.ts';

/** Exchanges of one list at most: as many as go on from a file to the question of the console; more are added by another list. */
export const MOST_EXCHANGES = 5_000;
/** Characters of what a machine is called at most. */
const LONGEST = 100;
/**
 * What a machine is called. Attacker-controlled: a line that lacks a number, or has one that is longer than any, is refused by
 * name, beside the others. Of a longer one only the beginning is kept.
 */
const Called = z
  .string()
  .trim()
  .refine((text) => isPlain(text), { error: PLAIN })
  .transform((text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text).toUpperCase());
const isTooLong = (name: string): boolean => name.length > LONGEST;
/** An old machine, and the new one that takes its place. */
const ExchangeLine = z.strictObject({ workstation: Called, replacedBy: Called });
export type ExchangeLine = z.output<typeof ExchangeLine>;
export const Exchanges = z.array(ExchangeLine).min(1).max(MOST_EXCHANGES);
/** Which exchanges a list would bring, and which of its lines are refused: to this campaign, or to a new one. */
export const CountExchanges = z.strictObject({ exchanges: Exchanges, campaignId: Ref.optional() });

/** A line that is not taken, and why. */
export interface RefusedExchange extends ExchangeLine {
  why: ExchangeRefusal;
}
/** What a list of exchanges comes to. */
export interface ListedExchanges {
  taken: Coming[];
  refused: RefusedExchange[];
}
type Some = Pick<Reads, 'find'>;

/** The machines that these are called; those of which there is none are left out. */
async function called(reads: Some, names: ReadonlySet<string>): Promise<Map<string, WorkstationRow>> {
  const found = new Map<string, WorkstationRow>();
  for (const piece of inPieces([...names], PIECE))
    for (const [name, row] of await workstationsCalled(reads, piece)) found.set(name, row);
  return found;
}

/** Of these machines, those that are in the campaign already, on either side, so that they cannot come again. */
export async function standingIn(
  reads: Some,
  campaignId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const olds = await reads.find('campaignItem', { campaignId, workstationId: ids });
  const news = await reads.find('campaignItem', { campaignId, otherId: ids });
  return new Set([
    ...olds.filter(keepsOut).map(({ workstationId }) => workstationId),
    ...news.filter(keepsOut).flatMap(({ otherId }) => otherId ?? []),
  ]);
}

/** Of these machines, those that stand in an exchange that goes on, of any campaign, on either side. */
export async function inExchange(reads: Some, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const olds = await reads.find('campaignItem', { workstationId: ids, endedAt: null });
  const news = await reads.find('campaignItem', { otherId: ids, endedAt: null });
  return new Set([
    ...olds.filter(({ otherId }) => otherId !== null).map(({ workstationId }) => workstationId),
    ...news.flatMap(({ otherId }) => otherId ?? []),
  ]);
}

/**
 * A list of exchanges, line by line: whoever is called twice, on whichever side, is taken on no line, since nobody knows which one is
 * meant. `campaignId`: the campaign to which they come; null for a new one.
 */
export async function exchangesListed(
  reads: Some,
  lines: readonly ExchangeLine[],
  campaignId: string | null,
): Promise<ListedExchanges> {
  const names = new Set(lines.flatMap(({ workstation, replacedBy }) => [workstation, replacedBy]));
  names.delete('');
  const machines = await called(reads, new Set([...names].filter((name) => !isTooLong(name))));
  const [inIt, exchanged] = [new Set<string>(), new Set<string>()];
  for (const piece of inPieces(
    [...machines.values()].map(({ id }) => id),
    PIECE,
  )) {
    if (campaignId !== null) for (const id of await standingIn(reads, campaignId, piece)) inIt.add(id);
    for (const id of await inExchange(reads, piece)) exchanged.add(id);
  }

  // a machine may be called by its number on one line and by its serial number on another
  const idOf = (name: string): string => machines.get(name)?.id ?? name;
  const times = new Map<string, number>();
  for (const { workstation, replacedBy } of lines)
    for (const id of new Set([idOf(workstation), idOf(replacedBy)])) times.set(id, (times.get(id) ?? 0) + 1);

  const whyNot = ({ workstation, replacedBy }: ExchangeLine): ExchangeRefusal | Coming => {
    if (workstation === '' || replacedBy === '') return 'incomplete';
    // of two that begin alike nobody knows whether they were the same, so that none of them is said to be there twice
    if (isTooLong(workstation)) return 'old-unknown';
    if (isTooLong(replacedBy)) return 'new-unknown';
    if (idOf(workstation) === idOf(replacedBy)) return 'same-machine';
    if ([workstation, replacedBy].some((name) => (times.get(idOf(name)) ?? 0) > 1)) return 'twice';
    const [machine, other] = [machines.get(workstation), machines.get(replacedBy)];
    if (!machine) return 'old-unknown';
    if (!other) return 'new-unknown';
    if (!mayComeIn(machine)) return 'old-retired';
    if (!mayComeIn(other)) return 'new-retired';
    if (inIt.has(machine.id) || inIt.has(other.id)) return 'in-campaign';
    return exchanged.has(machine.id) || exchanged.has(other.id) ? 'in-exchange' : { machine, otherId: other.id };
  };
  const all: ListedExchanges = { taken: [], refused: [] };
  for (const line of lines) {
    const found = whyNot(line);
    if (typeof found === 'string') all.refused.push({ ...line, why: found });
    else all.taken.push(found);
  }
  return all;
}

/** `invalid_input`: no line of a list is taken. Each is in the detail, with its reason. */
export const noExchange = (refused: readonly RefusedExchange[]): AppError =>
  new AppError('invalid_input', 'no line of the list is an exchange', {
    detail: { field: 'exchanges', why: 'no-exchange', refused },
  });
