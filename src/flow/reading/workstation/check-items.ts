import { type CheckPoint, isOver, itemsOf, unsignedOf } from '../../../book/rules/workstation/checklists.ts';
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
  /** Its number as people count: 1 is the first in which somebody signed. */
  round: number;
  /** As its rows have it, from 0: a machine that was taken over has none of the first. */
  recorded: number;
  purpose: ChecklistPurpose;
  version: number;
  items: SignedItem[];
  /** What nobody signed, in the words of that version. */
  unsigned: CheckPoint[];
  /** Whether every required item is signed. */
  isOver: boolean;
  /** The image that an item of it said. */
  image: string | null;
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
  return numbers.flatMap((recorded, at) => {
    const own = rows.filter((row) => row.round === recorded);
    const list = lists.find(({ id }) => id === own[0]?.checklistId);
    if (!list) return [];
    const points = itemsOf(list);
    const items = points.flatMap(({ code, fr, en }) => {
      const row = own.find(({ item }) => item === code);
      if (!row) return [];
      const { item, value, signedBy, signedAt } = row;
      return [{ item, fr, en, value, signedBy, signedAt, signer: names.get(signedBy) ?? '' }];
    });
    const { purpose, version } = list;
    const unsigned = [...unsignedOf(points, own)];
    const named = points.find(({ value }) => value?.kind === 'image')?.code;
    const image = own.find(({ item }) => item === named)?.value ?? null;
    const round = numbers.length - at;
    return [{ round, recorded, purpose, version, items, unsigned, isOver: isOver(unsigned), image }];
  });
}

/** The items of the round that is under way, each with who signed it. */
export async function itemsNow(
  reads: Pick<Reads, 'get'>,
  workstation: WorkstationRow,
  rounds: readonly Round[],
): Promise<DueItem[]> {
  const signed = rounds.find(({ recorded }) => recorded === workstation.round)?.items ?? [];
  return (await checkPointsOf(reads, workstation)).map(({ code, ...point }) => {
    const row = signed.find(({ item }) => item === code);
    const by = row && { value: row.value, signedBy: row.signedBy, signedAt: row.signedAt, signer: row.signer };
    return { item: code, ...point, signed: by ?? null };
  });
}
