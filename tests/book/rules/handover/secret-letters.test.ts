import { letterWaitsFor } from '../../../../src/book/rules/handover/secret-letters.ts';

const at = 1;
const desk = { mode: 'desk', challengedAt: at, acceptedAt: null, receiptAt: null };
const parcel = { ...desk, mode: 'shipment' };
const download = { ...desk, mode: 'download', challengedAt: null };

describe('what a letter with a secret waits for', () => {
  it.each([
    ['pin', undefined, 'handover'],
    ['pin', { ...desk, challengedAt: null }, 'handover'],
    ['pin', desk, 'acceptance'],
    ['pin', { ...desk, acceptedAt: at }, null],
    ['pin', parcel, 'receipt'],
    ['pin', { ...parcel, acceptedAt: at }, 'receipt'],
    ['pin', { ...parcel, receiptAt: at }, 'receipt'],
    ['pin', { ...parcel, acceptedAt: at, receiptAt: at }, null],
    ['pin', { ...download, acceptedAt: at }, 'handover'],
    ['pkcs12-password', undefined, 'download'],
    ['pkcs12-password', { ...desk, acceptedAt: at }, 'download'],
    ['pkcs12-password', download, null],
    // a paper without a secret never waits
    ['label', undefined, null],
    ['handover-sheet', desk, null],
  ] as const)('%s with %j: %s', (kind, handover, waits) => {
    expect(letterWaitsFor(kind, handover)).toBe(waits);
  });
});
