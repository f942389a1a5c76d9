import { hash } from 'node:crypto';
import type { Caller } from '../../../src/book/rights/roles.ts';
import { type AskedMachine, MOST_TAKEN_OVER } from '../../../src/book/rules/decision-args.ts';
import { type CheckPoint, FIRST_CHECKLISTS } from '../../../src/book/rules/workstation/checklists.ts';
import type { ChecklistPurpose } from '../../../src/book/tables/codes.ts';
import type { PlannedChange } from '../../../src/flow/import/planned.ts';
import type { Flow } from '../../../src/flow/index.ts';
import type { WorkstationInput } from '../../../src/flow/inputs.ts';
import { ecKey, writeCsr } from '../../ca/evaluation.ts';

/** What an inventory says of a machine of this number. */
export const machine = (assetNumber: string): WorkstationInput => ({
  assetNumber,
  model: 'SPAN 14',
  service: 'PREF-33',
  site: 'Bordeaux',
});

/** What a compared inventory does of machines that nobody knew. */
export const newMachines = (rows: readonly WorkstationInput[]): PlannedChange[] =>
  rows.map((input, i) => ({ plan: 'new', line: i + 1, input, holderId: null }));

/** Machines in service, as cheaply as can be: one person proposes to take them over, another confirms. */
export async function takeOver(
  { dualControl }: Pick<Flow, 'dualControl'>,
  [proposer, confirmer]: readonly [Caller, Caller],
  ...machines: (string | AskedMachine)[]
): Promise<void> {
  const all = machines.map((one) => (typeof one === 'string' ? machine(one) : one));
  for (let from = 0; from < all.length; from += MOST_TAKEN_OVER) {
    const args = { workstations: all.slice(from, from + MOST_TAKEN_OVER) };
    const proposal = await dualControl.propose(proposer, { act: 'workstation.takeOver', args });
    await dualControl.confirm(confirmer, { proposalId: proposal.id, argsHash: proposal.argsHash });
  }
}

/** What is signed of an item, with an image where it asks for one. */
const signed = ({ code, value }: CheckPoint): { item: string; value?: string } =>
  value?.kind === 'image' ? { item: code, value: 'SPAN-2026.3' } : { item: code };
/** Everything that the first checklist of a service asks for. */
export const firstItems = (purpose: ChecklistPurpose) => FIRST_CHECKLISTS[purpose].map(signed);

/** Has the whole checklist signed: every item but the last by one technician, one after another, the last by another. */
export async function signAll(
  { enrolment }: Pick<Flow, 'enrolment'>,
  checklist: ChecklistPurpose,
  workstation: string,
  [first, last]: readonly [Caller, Caller],
): Promise<void> {
  const items = firstItems(checklist);
  for (const item of items)
    await enrolment.signItems(item === items.at(-1) ? last : first, { workstation, items: [item] });
}

/** A machine in service by its checklist: one technician registers it and begins, another signs the last item. */
export async function commission(
  { enrolment }: Pick<Flow, 'enrolment'>,
  technicians: readonly [Caller, Caller],
  ...assetNumbers: string[]
): Promise<void> {
  for (const assetNumber of assetNumbers) {
    await enrolment.register(technicians[0], machine(assetNumber));
    await signAll({ enrolment }, 'commissioning', assetNumber, technicians);
  }
}

/** A PKCS#10 request of a machine, and its key's fingerprint as the machine shows it. */
export function machineRequest(key = ecKey()): { request: string; keySha256: string } {
  const request = Buffer.from(writeCsr(key.privateKey, key.spki)).toString('base64');
  return { request, keySha256: hash('sha256', key.spki, 'hex') };
}
