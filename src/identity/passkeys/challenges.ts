import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Chance } from '../../flow/ports/chance.ts';
import type { Clock } from '../../flow/ports/clock.ts';

/** Long enough to look for a key in a bag. */
const LIFE_MS = 5 * 60_000;
const RANDOM = 16;
const TIME = 6;

/**
 * Challenges that the service need not remember, so that nobody can fill its memory with them: 16 random octets, their
 * end, and a MAC over both with what they are for and for whom. Each is used once; a restart ends them all.
 */
export function createChallenges({ clock, chance }: { clock: Clock; chance: Pick<Chance, 'bytes'> }) {
  const key = Uint8Array.from(chance.bytes(32));
  /** Used ones until their end: those alone that came with a good signature. */
  const used = new Map<string, number>();
  const mac = (purpose: string, head: Uint8Array): Buffer =>
    createHmac('sha256', key).update(`${purpose}\n`).update(head).digest();

  const endOf = (challenge: string, purpose: string): number | undefined => {
    const bytes = Buffer.from(challenge, 'base64url');
    const head = bytes.subarray(0, RANDOM + TIME);
    const given = bytes.subarray(RANDOM + TIME);
    const expected = mac(purpose, head);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return head.readUIntBE(RANDOM, TIME);
  };

  return {
    /** `purpose` names the ceremony and whom it is for. */
    make(purpose: string): Uint8Array<ArrayBuffer> {
      const end = Buffer.alloc(TIME);
      end.writeUIntBE(clock.now() + LIFE_MS, 0, TIME);
      const head = Buffer.concat([chance.bytes(RANDOM), end]);
      return Uint8Array.from(Buffer.concat([head, mac(purpose, head)]));
    },
    /** Whether it is one of ours, for this purpose, in time and not used. `challenge` is base64url and attacker-controlled. */
    stands(challenge: string, purpose: string): boolean {
      const end = endOf(challenge, purpose);
      return end !== undefined && end > clock.now() && !used.has(challenge);
    },
    /** Uses it: true once. */
    use(challenge: string, purpose: string): boolean {
      const now = clock.now();
      for (const [old, end] of used) if (end <= now) used.delete(old);
      const end = endOf(challenge, purpose);
      if (end === undefined || end <= now || used.has(challenge)) return false;
      used.set(challenge, end);
      return true;
    },
  };
}
export type Challenges = ReturnType<typeof createChallenges>;
