import type { Caller } from '../../../../src/book/rights/roles.ts';
import { priorityNow } from '../../../../src/book/rules/waiting/priority.ts';
import type { RequestRow } from '../../../../src/book/tables/rows/requests.ts';
import { commission as byChecklist, signAll as signItems } from '../../world/machines.ts';
import type { Step } from '../../world/twin.ts';
import type { House } from './house.ts';

/** Workstations in service by their checklist, which two technicians signed. */
export const commission = (
  house: House,
  { registers, commissions }: { registers: Caller; commissions: Caller },
  ...assetNumbers: string[]
): Promise<void> => byChecklist(house.flow, [registers, commissions], ...assetNumbers);

/** Every item but the last by one, the last by the other. */
export const signAll = (
  house: House,
  checklist: Parameters<typeof signItems>[1],
  workstation: string,
  first: Caller,
  last: Caller,
): Promise<void> => signItems(house.flow, checklist, workstation, [first, last]);

const soPinOf = (serial: string): string => `sopin-${serial}-factory`;

/** A delivery of blank tokens. */
export async function deliver(
  house: House,
  by: Caller,
  reference: string,
  serials: string[],
  model = 'Twin',
): Promise<void> {
  const tokens = serials.map((serial) => ({ serial, soPin: soPinOf(serial) }));
  await house.flow.stock.receive(by, { reference, model, tokens });
}

/** A blank token as the factory made it goes into a slot. */
export const plug = (house: House, slot: string, serial: string): void =>
  house.twin.plug(slot, { serial, soPin: soPinOf(serial) });

/** A request as an approver reads it now. */
export async function seen(house: House, { id }: Pick<RequestRow, 'id'>) {
  const row = await house.reads.get('request', id);
  return { requestId: id, contentHash: row?.contentHash ?? '' };
}

export async function approve(house: House, by: Caller, { id }: Pick<RequestRow, 'id'>): Promise<void> {
  const row = await house.reads.get('request', id);
  await house.flow.approval.approve(by, {
    ...(await seen(house, { id })),
    seenPriority: row ? priorityNow(row) : 0,
  });
}

/** Decides the priority of a request, having read which one counts. */
export async function prioritise(
  house: House,
  by: Caller,
  { id }: Pick<RequestRow, 'id'>,
  decided: Pick<Parameters<House['flow']['priority']['prioritise']>[1], 'priority' | 'priorityReason'>,
): Promise<void> {
  const row = await house.reads.get('request', id);
  await house.flow.priority.prioritise(by, { requestId: id, seenPriority: row ? priorityNow(row) : 0, ...decided });
}

/** The secret letter of a request, printed and said to be readable. */
export async function printLetter(house: House, by: Caller, { id: requestId }: Pick<RequestRow, 'id'>): Promise<void> {
  const waiting = await house.reads.find('letter', { requestId, kind: ['pin', 'pkcs12-password'], state: 'waiting' });
  const letterId = waiting[0]?.id ?? '';
  await house.flow.letters.print(by, { letterId });
  await house.flow.letters.confirm(by, { letterId });
}

interface AtDesk {
  desk: Caller;
  holder: Caller;
  printer: Caller;
  slot?: string;
}

/** At the desk: challenge, acceptance by the holder, letter by somebody who had no part in the token, « Remis ». */
export async function handOverOnly(
  house: House,
  { desk, holder, printer, slot = '1' }: AtDesk,
  request: Pick<RequestRow, 'id'>,
): Promise<void> {
  const { handover } = house.flow;
  const { id: requestId } = request;
  await handover.challenge(desk, { requestId, slot });
  await handover.accept(holder, { requestId });
  await printLetter(house, printer, request);
  await handover.handOver(desk, { requestId });
}

/** The same, and the holder says that they have it. */
export async function handOver(house: House, at: AtDesk, request: Pick<RequestRow, 'id'>): Promise<void> {
  await handOverOnly(house, at, request);
  await house.flow.handover.confirmReceipt(at.holder, { requestId: request.id });
}

export interface Line {
  approver: Caller;
  producer: Caller;
  desk: Caller;
}

type Wish = Omit<Parameters<House['flow']['request']['submit']>[1], 'priority' | 'holder'>;

/** A token from the request to its holder's hand, made of this blank in slot 1. */
export async function make(
  house: House,
  { approver, producer, desk }: Line,
  { holder, serial, slot = '1', ...wish }: { holder: Caller; serial?: string; slot?: string } & Wish,
): Promise<{ request: RequestRow; tokenId: string; certificateId: string }> {
  const request = await house.flow.request.submit(holder, { priority: 0, ...wish });
  await approve(house, approver, request);
  if (serial !== undefined) plug(house, slot, serial);
  const made = await house.flow.production.produce(producer, { requestId: request.id, slot });
  await handOver(house, { desk, holder, printer: approver, slot }, request);
  return { request, tokenId: made.tokenId, certificateId: made.certificateId };
}

/** The device never answers at `step`, and nobody waits for the work. Answers once it is there. */
export async function stuck(house: House, step: Step, work: () => Promise<unknown>): Promise<void> {
  const reached = new Promise<void>((at) => {
    house.twin.onStep(step, () => {
      at();
      return new Promise(() => {});
    });
  });
  void work();
  await reached;
}
