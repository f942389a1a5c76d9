import { carriersOf } from '../handover/carriers.ts';
import { type Rule, text } from './duty.ts';
import type { Replayed } from './replay.ts';

const sentBy = (row: Replayed) => ({
  mode: text(row, 'mode'),
  operatorId: text(row, 'operatorId'),
  receiptBy: text(row, 'receiptBy') || null,
});

/** Whoever shipped or handed over a token does not say for its holder that the certificate is theirs, nor that they have it. */
export const receivedByAnother: Rule = ({ id, before, after }, { actor }, world) => {
  const operator = text(after, 'operatorId');
  const began = (column: string) => (before?.[column] ?? null) === null && (after[column] ?? null) !== null;
  const holder = text(world.rows('request').get(text(after, 'requestId')), 'holderId');
  if (operator === '' || operator === holder || actor !== operator) return undefined;
  if (began('receiptBy')) return `hand-over ${id}: its receipt is confirmed by ${actor}, who handed the token over`;
  return began('acceptedAt') && text(after, 'mode') === 'shipment'
    ? `hand-over ${id}: its certificate is accepted by ${actor}, who shipped the token`
    : undefined;
};

/** The PIN letter of a token that travelled is printed by nobody who had the token in hand. */
export const printedApart: Rule = ({ id, after }, { actor }, world) => {
  if (after['state'] !== 'printed' || text(after, 'kind') !== 'pin') return undefined;
  const requestId = text(after, 'requestId');
  const holder = text(world.rows('request').get(requestId), 'holderId');
  return world.handovers(requestId).some((h) => carriersOf(sentBy(h), holder).includes(actor))
    ? `letter ${id} is printed by ${actor}, who had its token in hand`
    : undefined;
};
