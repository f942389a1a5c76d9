import type { Chance } from '../ports/chance.ts';

/** A certificate's serial number of 127 random bits (C1), hex: positive, and drawn again when its first octet is zero, so never shortened. */
export function randomSerial(chance: Pick<Chance, 'bytes'>): string {
  for (;;) {
    const serial = Uint8Array.from(chance.bytes(16));
    serial[0] = (serial[0] ?? 0) & 0x7f;
    if (serial[0] !== 0) return Buffer.from(serial).toString('hex');
  }
}
