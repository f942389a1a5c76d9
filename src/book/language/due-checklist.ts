import { leading } from '../rules/workstation/campaigns.ts';
import {
  type CheckPoint,
  dueChecklist,
  isOver,
  isWithdrawn,
  itemsOf,
  scopesOf,
  unsignedOf,
} from '../rules/workstation/checklists.ts';
import type { ChecklistPurpose } from '../tables/codes.ts';
import type { Cell, RowOf } from '../tables/row.ts';
import type { WorkstationState } from '../tables/states.ts';
import type { Source } from './language.ts';
import type { Scene } from './scene.ts';
import { computed } from './sources.ts';

/** The newest checklist of a purpose for exactly this model and image. */
export const lastChecklist = (s: Scene, purpose: ChecklistPurpose, model: Cell, image: Cell) =>
  s.find('lastChecklist', purpose, model, image)[0];

/** The checklist under which a round begins now: the most special that stands, in its newest version. */
function dueFor(s: Scene, purpose: ChecklistPurpose, machine: { model: unknown; image: unknown }) {
  if (typeof machine.model !== 'string') return undefined;
  const image = typeof machine.image === 'string' ? machine.image : null;
  for (const [model, of] of scopesOf(machine.model, image)) {
    const row = lastChecklist(s, purpose, model, of);
    if (row && !isWithdrawn(row)) return row;
  }
  return undefined;
}
const begins = (purpose: ChecklistPurpose, machineOf: (s: Scene) => { model: unknown; image: unknown }): Source => {
  const due = (s: Scene) => dueFor(s, purpose, machineOf(s))?.id;
  return computed(
    'la liste de contrôle due pour ce modèle et cette image, dans sa dernière version',
    'the checklist that is due for this model and image, in its newest version',
    (v, s) => v !== undefined && v === due(s),
    due,
  );
};
/** A new machine's round of commissioning begins. */
export const beginsNew = begins('commissioning', (s) => ({
  model: s.written('workstation.model'),
  image: s.written('workstation.image'),
}));
/** The image to which a campaign moves the machine of the scene; undefined where none does. */
const targetImage = (s: Scene): string | undefined =>
  leading(s.find('openCampaignItems', s.subjectId), ({ campaignId }) => s.get('campaign', campaignId))?.targetImage ??
  undefined;
/** A machine begins a migration: in a campaign it is led by the checklist of the image to which it goes. */
export const beginsMigration: Source = begins('migration', (s) => ({
  model: s.value('workstation.model'),
  image: targetImage(s) ?? s.value('workstation.image'),
}));
/** The items of campaigns that the end of this round ends: the machine has the image to which they move it. */
export const itemsEnded = (s: Scene): readonly RowOf<'campaignItem'>[] => {
  if (!endsRound(s)) return [];
  const image = s.later('workstation', s.subjectId)?.image;
  const open = s.find('openCampaignItems', s.subjectId).filter(({ otherId }) => otherId === null);
  return open.filter(({ campaignId }) => s.get('campaign', campaignId)?.targetImage === image);
};
/** A machine that stands begins a round. */
export const beginsAnew = (purpose: ChecklistPurpose): Source =>
  begins(purpose, (s) => ({ model: s.value('workstation.model'), image: s.value('workstation.image') }));

/** The checklist that is due on the workstation of the scene; undefined where none is. */
export const purposeDue = (s: Scene): ChecklistPurpose | undefined =>
  dueChecklist(s.value('workstation.state') as WorkstationState);
/** The items that nobody signed before the entry; none where no checklist is due. */
export function unsigned(s: Scene): readonly CheckPoint[] {
  if (purposeDue(s) === undefined) return [];
  const row = s.get('checklist', String(s.value('workstation.checklistId')));
  return unsignedOf(itemsOf(row), signedBefore(s));
}
/** Items of the round that were signed before the entry. */
const signedBefore = (s: Scene): readonly RowOf<'checkItem'>[] =>
  s.find('itemsSigned', s.subjectId, s.value('workstation.round') ?? null);
/** The entry signs the last item that is required. */
export function endsRound(s: Scene): boolean {
  const open = unsigned(s);
  const signed = s.writtenOf('checkItem').map(({ after }) => after);
  return open.length > 0 && isOver(unsignedOf(open, signed));
}
/** The image that this round says its machine has: the value of the item that asks for one. Undefined where none was signed. */
export function imageNamed(s: Scene): string | undefined {
  const row = s.get('checklist', String(s.value('workstation.checklistId')));
  const code = itemsOf(row).find(({ value }) => value?.kind === 'image')?.code;
  const signed = [...signedBefore(s), ...s.writtenOf('checkItem').map(({ after }) => after)];
  return signed.find(({ item }) => code !== undefined && item === code)?.value ?? undefined;
}
