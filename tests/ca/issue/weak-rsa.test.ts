import { checkPrimeSync, randomBytes } from 'node:crypto';
import { bitString, integer, NULL, oid, seq } from '../../../src/ca/asn1/der.ts';
import { OID } from '../../../src/ca/asn1/oid.ts';
import { checkPossession } from '../../../src/ca/issue/possession.ts';
import { rsaKey, writeCsr } from '../evaluation.ts';

/** A request whose key has this modulus. Nobody knows the private half of most, so another key signs: what is weak is found before. */
function csrOf(modulus: bigint): Uint8Array {
  const numbers = seq(integer(modulus.toString(16)), integer(65_537));
  return writeCsr(rsaKey().privateKey, seq(seq(oid(OID.rsaEncryption), NULL), bitString(numbers)));
}
const isPrime = (n: bigint): boolean => checkPrimeSync(n);
/** The first prime after `from`, at most some thousands away. */
function primeAfter(from: bigint): bigint {
  for (let n = from + 2n; ; n += 2n) if (isPrime(n)) return n;
}
function product(...of: bigint[]): bigint {
  const n = of.reduce((a, b) => a * b);
  expect(n.toString(2)).toHaveLength(3072);
  return n;
}
/** Any odd number of so many bits, the first two of them set. */
const fill = (bits: number): bigint => {
  const random = BigInt(`0x${randomBytes(400).toString('hex')}`) >> BigInt(3200 - bits + 2);
  return (3n << BigInt(bits - 2)) | random | 1n;
};
const multipleOf = (factor: bigint): bigint => {
  const n = fill(3072);
  const multiple = n - (n % factor);
  return multiple % 2n === 0n ? multiple + factor : multiple;
};

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base % modulus];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
/** A prime as the library of Infineon's chips made them (CVE-2017-15361): k · M + (65537^a mod M), M a product of the first primes. */
function infineonPrime(): bigint {
  const m = [...Array(168).keys()].filter((n) => n > 1 && isPrime(BigInt(n))).reduce((a, n) => a * BigInt(n), 1n);
  for (;;) {
    const k = (1n << 1536n) / m - 2n - BigInt(`0x${randomBytes(150).toString('hex')}`);
    const candidate = k * m + power(65_537n, BigInt(randomBytes(4).readUInt32BE()), m);
    if (isPrime(candidate)) return candidate;
  }
}

describe('an RSA key that its size does not protect is refused (C5)', () => {
  const weak: [string, () => bigint][] = [
    ['is even', () => fill(3072) - 1n],
    ['is divisible by 3', () => multipleOf(3n)],
    ['is divisible by 751', () => multipleOf(751n)],
    ['is a square', () => primeAfter(fill(1536)) ** 2n],
    [
      'has two factors beside each other (CVE-2022-26320)',
      () => {
        const first = primeAfter(fill(1536));
        return product(first, primeAfter(first));
      },
    ],
    ['was made by the library of Infineon (CVE-2017-15361)', () => product(infineonPrime(), infineonPrime())],
  ];
  it.each(weak)('its modulus %s', async (_, make) => {
    await expect(checkPossession(csrOf(make()))).rejects.toMatchObject({
      code: 'possession_failed',
      message: expect.stringContaining('weak'),
    });
  });

  it('and a good one passes', async () => {
    const { privateKey, spki } = rsaKey();
    await expect(checkPossession(writeCsr(privateKey, spki))).resolves.toHaveLength(spki.length);
  });
});
