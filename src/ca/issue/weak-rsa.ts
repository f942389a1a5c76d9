/** Small primes, from 3: no modulus of a good generator is divisible by one (NIST SP 800-89 5.3.3 asks for those to 751). */
const PRIMES = Array.from({ length: 751 }, (_, n) => n + 1).filter(isSmallPrime);
function isSmallPrime(n: number): boolean {
  if (n < 3 || n % 2 === 0) return false;
  for (let d = 3; d * d <= n; d += 2) if (n % d === 0) return false;
  return true;
}

/** Steps of Fermat's factorisation: more than enough for factors that were looked for one after the other. */
const FERMAT_STEPS = 100;

/** The residues that powers of 65537 have modulo each prime to 167: the mark of keys of Infineon's library (CVE-2017-15361). */
const POWERS: readonly (readonly [prime: number, residues: ReadonlySet<number>])[] = PRIMES.filter((p) => p <= 167).map(
  (p) => {
    const residues = new Set<number>();
    for (let power = 1; !residues.has(power); power = (power * 65_537) % p) residues.add(power);
    return [p, residues];
  },
);

/** The integer square root, by Newton's method. */
function root(n: bigint): bigint {
  let x = 1n << BigInt((n.toString(16).length * 4) / 2 + 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}
/** Squares end in few ways: most others are told without a root. */
const ENDS = new Set(Array.from({ length: 64 }, (_, n) => (n * n) % 64));
const isSquare = (n: bigint): boolean => ENDS.has(Number(n & 63n)) && root(n) ** 2n === n;

/** Whether n = p · q with p and q so near to each other that Fermat finds them (CVE-2022-26320). */
function hasNearFactors(n: bigint): boolean {
  const floor = root(n);
  if (floor * floor === n) return true;
  for (let a = floor + 1n; a <= floor + BigInt(FERMAT_STEPS); a += 1n) if (isSquare(a * a - n)) return true;
  return false;
}

/**
 * Why an RSA modulus protects nothing whatever its length, or undefined: it is even, has a small factor, is a square, has two
 * factors beside each other, or bears the mark of a generator that is broken. Attacker-controlled, in hex.
 */
export function weaknessOf(modulus: string): string | undefined {
  const n = BigInt(`0x${modulus}`);
  if ((n & 1n) === 0n) return 'it is even';
  const rests = new Map(PRIMES.map((p) => [p, Number(n % BigInt(p))]));
  const factor = PRIMES.find((p) => rests.get(p) === 0);
  if (factor !== undefined) return `it is divisible by ${factor}`;
  if (POWERS.every(([p, residues]) => residues.has(rests.get(p) ?? 0)))
    return 'it comes from a generator that is broken';
  return hasNearFactors(n) ? 'its factors are too near to each other' : undefined;
}
