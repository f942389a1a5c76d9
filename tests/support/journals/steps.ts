import { CHECKLISTS } from '../../../src/book/checklists.ts';
import type { Caller } from '../../../src/book/roles.ts';
import type { RequestRow } from '../../../src/book/tables.ts';
import type { House } from './house.ts';

/** Registers a workstation, has its checklist signed by two, and puts it into service. */
export async function commission(
  house: House,
  { registers, commissions }: { registers: Caller; commissions: Caller },
  ...assetNumbers: string[]
): Promise<void> {
  const { enrolment } = house.flow;
  for (const assetNumber of assetNumbers) {
    await register(house, registers, assetNumber);
    await signAll(house, 'commissioning', assetNumber, registers, commissions);
    await enrolment.change(commissions, { workstation: assetNumber, action: 'commission' });
  }
}

async function register(house: House, by: Caller, assetNumber: string): Promise<void> {
  const row = { model: 'SPAN 14', service: 'PREF-33', site: 'Bordeaux', state: 'registered' } as const;
  await house.flow.enrolment.register(by, { assetNumber, ...row });
}

/** Every item but the last by one, the last by the other. */
export async function signAll(
  house: House,
  checklist: keyof typeof CHECKLISTS,
  workstation: string,
  first: Caller,
  last: Caller,
): Promise<void> {
  const items = CHECKLISTS[checklist];
  for (const item of items)
    await house.flow.enrolment.signItem(item === items.at(-1) ? last : first, { workstation, item });
}

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

export async function approve(house: House, by: Caller, { id }: Pick<RequestRow, 'id'>): Promise<void> {
  const row = await house.reads.get('request', id);
  await house.flow.approval.approve(by, { requestId: id, contentHash: row?.contentHash ?? '' });
}

/** The secret letter of a request, printed and said to be readable. */
export async function printLetter(house: House, by: Caller, { id: requestId }: Pick<RequestRow, 'id'>): Promise<void> {
  const waiting = await house.reads.find('letter', { requestId, kind: ['pin', 'pkcs12-password'], state: 'waiting' });
  const letterId = waiting[0]?.id ?? '';
  await house.flow.letters.print(by, { letterId });
  await house.flow.letters.confirm(by, { letterId });
}

/** At the desk: challenge, acceptance by the holder, letter by somebody who had no part in the token, « Remis », and the holder says that they have it. */
export async function handOver(
  house: House,
  { desk, holder, printer, slot = '1' }: { desk: Caller; holder: Caller; printer: Caller; slot?: string },
  request: Pick<RequestRow, 'id'>,
): Promise<void> {
  const { handover } = house.flow;
  const { id: requestId } = request;
  await handover.challenge(desk, { requestId, slot });
  await handover.accept(holder, { requestId });
  await printLetter(house, printer, request);
  await handover.handOver(desk, { requestId });
  await handover.confirmReceipt(holder, { requestId });
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
