import { type CheckPoint, itemsOf } from '../../../book/rules/workstation/checklists.ts';
import type { ChecklistPurpose } from '../../../book/tables/codes.ts';
import type { CheckItemRow, WorkstationRow } from '../../../book/tables/rows/workstations.ts';
import { fullName } from '../../people/person-name.ts';
import type { Reads } from '../../ports/store.ts';
import { checkPointsOf } from '../../workstation/checklists.ts';

/** Who signed an item and when, with which value. */
export interface Signature extends Pick<CheckItemRow, 'value' | 'signedBy' | 'signedAt'> {
  /** Empty once their data were purged. */
  signer: string;
}
/** An item that was signed: its words are those of the version under which it was. */
export interface SignedItem extends Signature, Pick<CheckPoint, 'fr' | 'en'> {
  item: string;
}
/** A commissioning or migration of a machine, begun or over. */
export interface Round {
  round: number;
  purpose: ChecklistPurpose;
  version: number;
  items: SignedItem[];
}
/** An item that is due, and who signed it. */
export interface DueItem extends Omit<CheckPoint, 'code'> {
  item: string;
  signed: Signature | null;
}

/** Every round of a machine in which somebody signed, the newest first. */
export async function roundsOf(reads: Pick<Reads, 'find'>, workstationId: string): Promise<Round[]> {
  const rows = await reads.find('checkItem', { workstationId });
  const once = (ids: readonly string[]) => [...new Set(ids)];
  const lists = await reads.find('checklist', { id: once(rows.map(({ checklistId }) => checklistId)) });
  const people = await reads.find('person', { id: once(rows.map(({ signedBy }) => signedBy)) });
  const names = new Map(people.map((person) => [person.id, fullName(person)]));
  const numbers = [...new Set(rows.map(({ round }) => round))].sort((a, b) => b - a);
  return numbers.flatMap((round) => {
    const own = rows.filter((row) => row.round === round);
    const list = lists.find(({ id }) => id === own[0]?.checklistId);
    if (!list) return [];
    const items = itemsOf(list).flatMap(({ code, fr, en }) => {
      const row = own.find(({ item }) => item === code);
      if (!row) return [];
      const { item, value, signedBy, signedAt } = row;
      return [{ item, fr, en, value, signedBy, signedAt, signer: names.get(signedBy) ?? '' }];
    });
    return [{ round, purpose: list.purpose, version: list.version, items }];
  });
}

/** The items of the round that is under way, each with who signed it. */
export async function itemsNow(
  reads: Pick<Reads, 'get'>,
  workstation: WorkstationRow,
  rounds: readonly Round[],
): Promise<DueItem[]> {
  const signed = rounds.find(({ round }) => round === workstation.round)?.items ?? [];
  return (await checkPointsOf(reads, workstation)).map(({ code, ...point }) => {
    const row = signed.find(({ item }) => item === code);
    const by = row && { value: row.value, signedBy: row.signedBy, signedAt: row.signedAt, signer: row.signer };
    return { item: code, ...point, signed: by ?? null };
  });
}
