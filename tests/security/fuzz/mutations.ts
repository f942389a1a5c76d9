import fc from 'fast-check';

/** One change of a valid input: which kind, where, and with what. */
type Step = readonly [kind: number, at: number, what: number];

/** Octets that parsers stumble over: lengths that lie, ends of ranges, separators, half of a character. */
const INTERESTING = [
  0x00, 0x01, 0x7f, 0x80, 0x81, 0x84, 0x88, 0xff, 0xfe, 0xc0, 0xed, 0x0a, 0x0d, 0x22, 0x25, 0x3b, 0x30,
];
/** Pieces that mean something to somebody. */
const PIECES: readonly Buffer[] = [
  ...[
    '\r\n',
    '\r\n\r\n',
    '\n',
    '\0',
    '%',
    '%00',
    '%ff',
    '%c0%af',
    '..%2f',
    '../',
    '"',
    '""',
    ';;;;',
    ',,,,',
    '=CMD()',
    '&',
    '&&=',
  ],
  ...[
    '{"__proto__":{"a":1}}',
    '__proto__',
    'constructor',
    'toString',
    '[[[[[[[[',
    '{"a":{"a":{"a":',
    '\\ud800',
    '1e999',
    '-0',
  ],
  ...[
    '9'.repeat(400),
    'A'.repeat(5_000),
    '\u202e',
    '😀',
    'é'.normalize('NFD'),
    '--',
    '--x--',
    '; filename*=',
    ': ',
    'Bearer ',
  ],
].map((text) => Buffer.from(text));
const LIES: readonly Buffer[] = [
  '80',
  '81ff',
  '82ffff',
  '84ffffffff',
  '847fffffff',
  '8800000000ffffffff',
  'a0',
  '30',
  '1f8181',
].map((hex) => Buffer.from(hex, 'hex'));
const nested = (depth: number): Buffer => {
  let inner: Buffer = Buffer.alloc(0);
  for (let i = 0; i < depth && inner.length < 60_000; i += 1) {
    const size =
      inner.length < 128 ? Buffer.from([inner.length]) : Buffer.from([0x82, inner.length >> 8, inner.length & 255]);
    inner = Buffer.concat([Buffer.from([0x30]), size, inner]);
  }
  return inner;
};
const NESTED: readonly Buffer[] = [16, 200, 3_000, 12_000].flatMap((depth) => [
  nested(depth),
  Buffer.from('['.repeat(depth)),
  Buffer.from('{"a":'.repeat(depth)),
]);

const cut = (octets: Buffer, at: number, gone: number, put: Uint8Array = new Uint8Array()): Buffer =>
  Buffer.concat([octets.subarray(0, at), put, octets.subarray(at + gone)]);
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** Applies one change; `others` are valid inputs to splice with. */
function apply(octets: Buffer, [kind, where, what]: Step, others: readonly Buffer[]): Buffer {
  const at = octets.length === 0 ? 0 : where % octets.length;
  switch (kind) {
    case 0: // a bit turned round
      return cut(octets, at, 1, Buffer.from([(octets[at] ?? 0) ^ (1 << (what % 8))]));
    case 1:
      return cut(octets, at, 1, Buffer.from([pick(INTERESTING, what)]));
    case 2:
      return octets.subarray(0, at);
    case 3: // a piece gone, a piece twice
      return cut(octets, at, what % 40);
    case 4:
      return cut(octets, at, 0, octets.subarray(at, at + (what % 200)));
    case 5:
      return cut(octets, at, 0, pick(PIECES, what));
    case 6: // a length that lies
      return cut(octets, at, 1, pick(LIES, what));
    case 7: {
      const other = pick(others, what);
      return Buffer.concat([octets.subarray(0, at), other.subarray(where % (other.length + 1))]);
    }
    case 8:
      return cut(octets, at, what % 3, pick(NESTED, what));
    default: // nothing of it was valid
      return Buffer.from(Array.from({ length: what % 80 }, (_, i) => (where * 31 + i * what) & 255));
  }
}

/** Changes of valid inputs: bits and octets turned, cut, doubled, spliced, lengths that lie, deep nesting; seldom untouched. */
export function mutants(valid: readonly (Uint8Array | string)[]): fc.Arbitrary<Buffer> {
  const seeds: readonly Buffer[] = valid.map((input) => Buffer.from(input as Uint8Array));
  const step = fc.tuple(fc.nat(9), fc.nat(0xffffff), fc.nat(0xffff));
  return fc
    .tuple(fc.nat(seeds.length - 1), fc.array(step, { minLength: 0, maxLength: 4 }))
    .map(([which, steps]) =>
      steps.reduce<Buffer>((octets, one) => apply(octets, one, seeds), seeds[which] ?? Buffer.alloc(0)),
    );
}
