import { AppError } from '../errors.ts';
import type { Cast, Wish } from './cast.ts';
import type { Stage } from './stage.ts';

/** A request on its way through the demo. */
export interface Order {
  wish: Wish;
  id: string;
  number: string;
}
/** A token that was sealed, with what its holder knows of it. */
export interface Made {
  order: Order;
  serial: string;
  certificateId: string;
  /** From the printed letter; null where none was printed. */
  pin: string | null;
  /** Machine time from plugging in to sealed. */
  ms: number;
}
interface Produced {
  tokenId: string;
  certificateId: string;
}
interface Letter {
  id: string;
  kind: string;
  requestId: string;
}

/** An approver, who has no part in the token, prints a request's secret letter and confirms that it can be read. */
export async function printLetter(cast: Cast, requestId: string): Promise<void> {
  const { client } = cast.approvers[0];
  const { items } = await client.get<{ items: Letter[] }>('/letters');
  const letter = items.find((l) => l.requestId === requestId && l.kind !== 'label');
  if (!letter) throw new AppError('internal', 'the letter of this request is not waiting');
  await client.post(`/letters/${letter.id}/print`);
  await client.post(`/letters/${letter.id}/confirm`);
}

/** One slot of the bench at work: plug, produce, hand over, receipt, put away. */
export function createLine(stage: Stage & { bench: NonNullable<Stage['bench']> }, cast: Cast, slot: string) {
  const { technician, deskTechnician } = cast;

  const produce = async (order: Order): Promise<Made> => {
    const serial = stage.bench.plugNext(slot);
    const began = performance.now();
    const done = await technician.client.post<Produced>(`/requests/${order.id}/produce`, { slot, serial });
    return { order, serial: done.tokenId, certificateId: done.certificateId, pin: null, ms: performance.now() - began };
  };

  /** What the holder does: signed in where they can, else before two persons who check who they are. */
  const asHolder = async ({ id, wish }: Order, purpose: 'acceptance' | 'receipt'): Promise<void> => {
    if (wish.holder.id === wish.asker.personId) {
      await wish.asker.client.post(`/requests/${id}/handover/${purpose === 'acceptance' ? 'accept' : 'receipt'}`);
      return;
    }
    for (const { client } of [deskTechnician, cast.approvers[1]])
      await client.post(`/requests/${id}/handover/identity`, { purpose, document: 'agent-card' });
  };

  /** The desk: challenge, acceptance, letter, « Remis », and the holder's receipt. */
  const handOver = async (order: Order): Promise<string> => {
    const { id, number } = order;
    const desk = deskTechnician.client;
    await desk.post(`/requests/${id}/handover/challenge`, { slot });
    await asHolder(order, 'acceptance');
    await printLetter(cast, id);
    await desk.post(`/requests/${id}/handover/done`);
    await asHolder(order, 'receipt');
    return stage.mailbox.secretOf('pin', number);
  };

  return {
    /** A token for an order, in use at the end. */
    make: async (order: Order): Promise<Made> => {
      const made = await produce(order);
      const pin = await handOver(order);
      stage.bench.putAway(slot);
      return { ...made, pin };
    },
    /** A token that turns out dead at the desk: revoked, and the order waits to be produced again. */
    makeDead: async (order: Order): Promise<Made> => {
      const made = await produce(order);
      stage.bench.putAway(slot);
      await deskTechnician.client.post(`/requests/${order.id}/handover/repeat`, { reason: 'dead-on-arrival' });
      return made;
    },
  };
}
