import { mayComeIn } from '../../book/rules/workstation/campaigns.ts';
import type { CampaignRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { CAMPAIGN_GOES_ON } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { inPieces } from '../pieces.ts';
import type { Reads } from '../ports/store.ts';
import { type Coming, PIECE } from './enrol.ts';
import { inExchange, standingIn } from './exchange-list.ts';
import { machinesByReference } from './machines-by-reference.ts';

/** How a campaign's machines are listed: each that migrates, or each with the one that takes its place. */
export type Listed = 'list' | 'exchange';
export const ADDS = { list: 'campaign.add', exchange: 'campaign.addExchanges' } as const;

/** Throws where the campaign is closed, or about to be. */
export function mustGoOn({ state }: Pick<CampaignRow, 'state'>): void {
  if (!CAMPAIGN_GOES_ON.includes(state))
    throw new AppError('wrong_state', 'this campaign is closed: open another one', {
      detail: { kind: 'campaign', from: state, why: 'campaign-closed' },
    });
}

/** Throws where the campaign takes no machines that are listed so. */
export function mustTake(campaign: CampaignRow, kind: Listed): void {
  mustGoOn(campaign);
  const detail = { kind: 'campaign', from: campaign.state };
  if (kind === 'exchange' && campaign.kind !== 'exchange')
    throw new AppError('wrong_state', 'this campaign exchanges no machines: open another one for exchanges', {
      detail: { ...detail, why: 'campaign-no-exchange' },
    });
  if (kind === 'list' && campaign.kind === 'exchange')
    throw new AppError('wrong_state', 'this campaign exchanges machines: name the new one with each old one', {
      detail: { ...detail, why: 'campaign-exchange' },
    });
  if (kind === 'list' && campaign.kind === 'selection')
    throw new AppError('wrong_state', 'the machines of this campaign are a selection: open another one for a list', {
      detail: { ...detail, why: 'campaign-selection' },
    });
}

/** What a list of machines comes to. */
export interface ListedMachines {
  taken: WorkstationRow[];
  /** In capitals: no machine is called so. */
  unknown: string[];
  /** Asset numbers of machines that stand in an exchange which goes on: they are left out. */
  inExchange: string[];
}
/** A list of machines, those left out that stand in an exchange, of whichever campaign. */
export async function machinesListed(
  reads: Pick<Reads, 'find'>,
  references: readonly string[],
): Promise<ListedMachines> {
  const { machines, unknown } = await machinesByReference(reads, references);
  const exchanged = new Set<string>();
  for (const piece of inPieces(machines, PIECE)) {
    const ids = piece.map(({ id }) => id);
    for (const id of await inExchange(reads, ids)) exchanged.add(id);
  }
  const left = machines.filter(({ id }) => exchanged.has(id));
  const taken = machines.filter(({ id }) => !exchanged.has(id));
  return { taken, unknown, inExchange: left.map(({ assetNumber }) => assetNumber) };
}
/** `invalid_input`: no machine of a list is taken. The detail has the numbers that are unknown, and those of exchanged machines. */
export const noMachine = ({ unknown, inExchange: exchanged }: Omit<ListedMachines, 'taken'>): AppError =>
  new AppError('invalid_input', 'no machine of the list is taken', {
    detail: { field: 'machines', why: 'no-machine', unknown, inExchange: exchanged },
  });

/** Those that still come in, as they stand in the transaction: others may have been added meanwhile, or retired. */
export async function stillComing(
  unit: Pick<Reads, 'find'>,
  campaignId: string,
  kind: Listed,
  piece: readonly Coming[],
): Promise<Coming[]> {
  const ids = piece.flatMap(({ machine, otherId }) => (otherId === null ? [machine.id] : [machine.id, otherId]));
  const known = await standingIn(unit, campaignId, ids);
  const exchanged = await inExchange(unit, ids);
  const now = new Map((await unit.find('workstation', { id: ids })).map((row) => [row.id, row]));
  const isHere = (id: string): boolean => {
    const row = now.get(id);
    const isFree = row !== undefined && !known.has(id) && !exchanged.has(id);
    return isFree && (kind === 'list' || mayComeIn(row));
  };
  return piece.flatMap(({ machine: { id }, otherId }) => {
    const machine = now.get(id);
    return machine && isHere(id) && (otherId === null || isHere(otherId)) ? [{ machine, otherId }] : [];
  });
}
