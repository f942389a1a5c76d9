import type { z } from 'zod';
import { type AskToTakeOver, TakeOver } from '../../book/rules/decision-args.ts';
import { create } from '../../book/tables/lifecycle.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { AppError } from '../../errors.ts';
import type { Act, Deps } from '../act.ts';
import { readActivePeople } from '../people/find-person.ts';
import type { Reads } from '../ports/store.ts';
import { checkNew, inventoryOf } from './enrolment.ts';

/** So many machines are named in a refusal: whoever reads it corrects a file, and sends it again. */
const TOLD = 10;
const WHY = {
  'holder-unknown': 'nobody who is known has the directory id that is given for these machines',
  'holder-left': 'the agent that is given for these machines has left',
} as const;

/** The refusal of holders, by the numbers of the machines: what was typed for a person stays out of it. */
function noHolder(why: keyof typeof WHY, assetNumbers: readonly string[]): AppError {
  const told = assetNumbers.slice(0, TOLD).join(', ');
  const number = assetNumbers.length > TOLD ? `${told}, …` : told;
  const code = why === 'holder-unknown' ? 'not_found' : 'wrong_state';
  return new AppError(code, `${number}: ${WHY[why]}`, { detail: { why, number } });
}

/** Throws for holders who left, or whose data were purged, since they were named. */
async function checkHolders(
  reads: Pick<Reads, 'find'>,
  { workstations }: Pick<z.output<typeof TakeOver>, 'workstations'>,
): Promise<void> {
  const ids = new Set(workstations.flatMap(({ holderId }) => holderId ?? []));
  if (ids.size === 0) return;
  const active = await readActivePeople(reads, [...ids]);
  const left = workstations.filter(({ holderId }) => holderId !== undefined && !active.has(holderId));
  if (left.length === 0) return;
  throw noHolder(
    'holder-left',
    left.map(({ assetNumber }) => assetNumber),
  );
}

/** People by what a list calls them: their directory id, also in small letters, or their id. */
async function peopleCalled(
  reads: Pick<Reads, 'find'>,
  references: readonly string[],
): Promise<(reference: string) => PersonRow | undefined> {
  const directoryIds = [...new Set(references.flatMap((one) => [one, one.toUpperCase()]))];
  const found = await reads.find('person', { directoryId: directoryIds });
  const called = new Map(found.map((one) => [String(one.directoryId), one]));
  for (const one of await reads.find('person', { id: references })) called.set(one.id, one);
  return (reference) => {
    const person = called.get(reference) ?? called.get(reference.toUpperCase());
    return person?.purgedAt === null ? person : undefined;
  };
}

/**
 * The machines as two persons decide on them: each holder by their id, since the journal names nobody otherwise. Throws
 * `not_found` for holders whom nobody knows, `wrong_state` for those who left, `invalid_input` for more than a decision holds.
 */
export async function withHolders(
  reads: Pick<Reads, 'find'>,
  { workstations }: z.output<typeof AskToTakeOver>,
): Promise<z.output<typeof TakeOver>> {
  const references = [...new Set(workstations.flatMap(({ holder }) => holder ?? []))];
  const personOf = references.length === 0 ? () => undefined : await peopleCalled(reads, references);
  const unknown = workstations.filter(({ holder }) => holder !== undefined && personOf(holder) === undefined);
  if (unknown.length > 0)
    throw noHolder(
      'holder-unknown',
      unknown.map(({ assetNumber }) => assetNumber),
    );
  const decided = TakeOver.safeParse({
    workstations: workstations.map(({ holder, ...machine }) => {
      const person = holder === undefined ? undefined : personOf(holder);
      return { ...machine, ...(person && { holderId: person.id }) };
    }),
  });
  if (!decided.success)
    throw new AppError(
      'invalid_input',
      decided.error.issues[0]?.message ?? 'this is no list that two persons decide on',
    );
  await checkHolders(reads, decided.data);
  return decided.data;
}

/**
 * Checks that none of these workstations is known yet and that their holders are there, before a second person is asked to
 * confirm it. Throws `duplicate`, `wrong_state`.
 */
export async function checkTakeOver({ unit }: Act, args: z.output<typeof TakeOver>): Promise<void> {
  for (const machine of args.workstations) await checkNew(unit, machine);
  await checkHolders(unit, args);
}

/**
 * Workstations that were in service before this service was: they come in once, by two persons, and their rows say so.
 * Their entries follow the decision's. `by`: who proposed it and who confirms. Throws `duplicate` for one that is known already: it has its
 * checklist.
 */
export async function takeOver(
  { chance }: Pick<Deps, 'chance'>,
  a: Act,
  args: z.output<typeof TakeOver>,
  { proposalId: proposal, by: [registererId = '', seconderId = ''] }: { proposalId: string; by: readonly string[] },
) {
  await checkTakeOver(a, args);
  const comeIn = async (): Promise<void> => {
    for (const { holderId = null, ...input } of args.workstations) {
      const by = { registererId, seconderId, commissionerId: null, checklistId: null };
      const made = { state: 'commissioned', round: 0, registeredAt: a.now, cameIn: 'taken-over' } as const;
      const row: WorkstationRow = { id: chance.id(), ...inventoryOf(input), holderId, ...made, ...by };
      const entry = { action: 'workstation.takeOver', subject: `workstation:${row.id}`, detail: { proposal } };
      await a.done([create('workstation', row)], entry);
    }
  };
  return { changes: [], detail: { workstations: args.workstations.length }, after: comeIn };
}
