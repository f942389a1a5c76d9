import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonical, isCanonical } from '../../src/journal/canonical.ts';
import { type Entry, encodeEntry, formatTime, MAX_LINE, parseEntry } from '../../src/journal/entry.ts';

const entry: Entry = {
  seq: 7,
  at: '2026-11-24T08:00:07.000Z',
  actor: 'valerie',
  role: 'approver',
  action: 'request.approve',
  subject: 'request:R1',
  outcome: 'done',
  detail: { note: 'à « tous »\n', count: 2 ** 53 - 1, none: null, list: [true, { b: 1, a: 2 }] },
};
const LINE =
  '{"action":"request.approve","actor":"valerie","at":"2026-11-24T08:00:07.000Z",' +
  '"detail":{"count":9007199254740991,"list":[true,{"a":2,"b":1}],"none":null,"note":"à « tous »\\n"},' +
  '"outcome":"done","role":"approver","seq":7,"subject":"request:R1"}';
const internal = expect.objectContaining({ code: 'internal' });
const broken = expect.objectContaining({ code: 'journal_broken' });

describe("an entry's line", () => {
  it('is canonical JSON, whatever order the fields came in', () => {
    expect(encodeEntry(entry)).toBe(LINE);
    expect(encodeEntry(Object.fromEntries(Object.entries(entry).reverse()) as unknown as Entry)).toBe(LINE);
  });

  it('reads back as it was', () => {
    expect(parseEntry(LINE)).toEqual(entry);
    const detail = fc.dictionary(
      fc.string(),
      fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)),
    );
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.string({ minLength: 1, unit: 'grapheme' }), detail, (seq, actor, more) => {
        const made = { ...entry, seq, actor, detail: more };
        expect(parseEntry(encodeEntry(made))).toEqual(made);
      }),
    );
  });

  it('orders keys by UTF-16 code units (RFC 8785, 3.2.3)', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const text = canonical(Object.fromEntries(keys.map((k) => [k, 0])));
    expect(text).toBe('{"\\r":0,"1":0,"\u0080":0,"\u00f6":0,"\u20ac":0,"\u{1f600}":0,"\ufb33":0}');
  });

  it('may be 65,535 octets long and no more', () => {
    const room = MAX_LINE - Buffer.byteLength(encodeEntry({ ...entry, subject: '' }));
    expect(Buffer.byteLength(encodeEntry({ ...entry, subject: 'x'.repeat(room) }))).toBe(65_535);
    expect(() => encodeEntry({ ...entry, subject: 'x'.repeat(room + 1) })).toThrow(internal);
    expect(() => encodeEntry({ ...entry, subject: 'é'.repeat(room / 2 + 1) })).toThrow(internal);
  });

  it.each([
    ['a fraction', 0.5],
    ['an integer above 2^53−1', 2 ** 53],
    ['an integer below −(2^53−1)', -(2 ** 53)],
    ['infinity', Number.POSITIVE_INFINITY],
    ['not a number', Number.NaN],
    ['octets', new Uint8Array(2)],
    ['a date', new Date(0)],
    ['half a character', '\ud800'],
    ['half a character in a key', { '\udc00': 1 }],
    ['a big integer', 1n],
  ])('never holds %s', (_, value) => {
    expect(() => encodeEntry({ ...entry, detail: { deep: [{ value }] } })).toThrow(internal);
  });

  it('never holds a value without a bottom', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(() => encodeEntry({ ...entry, detail: loop })).toThrow(internal);
    expect(() => canonical(undefined)).toThrow(internal);
  });
});

describe('reading a line that an attacker wrote', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', LINE.slice(0, -1)],
    ['two values', `${LINE}${LINE}`],
    ['an array', '[]'],
    ['null', 'null'],
    ['a space', LINE.replace(',', ', ')],
    ['another order of keys', LINE.replace(/^\{("action":"[^"]*"),("actor":"[^"]*")/, '{$2,$1')],
    ['a key twice', LINE.replace('"outcome":"done"', '"outcome":"refused","outcome":"done"')],
    ['an escape that needs none', LINE.replace('valerie', '\\u0076alerie')],
    ['a number written otherwise', LINE.replace('"seq":7', '"seq":7.0')],
    ['a number beyond 2^53', LINE.replace('9007199254740991', '9007199254740993')],
    ['2^53, which another number reads as too', LINE.replace('9007199254740991', '9007199254740992')],
    ['−2^53', LINE.replace('9007199254740991', '-9007199254740992')],
    ['a number far above, as RFC 8785 writes it', LINE.replace('9007199254740991', '1e+30')],
    ['half a number', LINE.replace('9007199254740991', '0.5')],
    ['half a number in a list', LINE.replace('[true,', '[1.5,true,')],
    [
      'a number above 2^53 behind a key out of JavaScript’s order',
      LINE.replace('{"count"', '{"10":9007199254740992,"9":0,"count"'),
    ],
    ['minus nought', LINE.replace('9007199254740991', '-0')],
    ['an exponent', LINE.replace('9007199254740991', '1e3')],
    ['a key twice in its detail', LINE.replace('"none":null', '"none":null,"none":null')],
    ['a key twice, once escaped', LINE.replace('"none":null', '"none":null,"\\u006eone":null')],
    ['NUL as it is', LINE.replace('valerie', 'val\0erie')],
    ['a byte order mark', `\ufeff${LINE}`],
    ['a carriage return at its end', `${LINE}\r`],
    ['a line feed at its end', `${LINE}\n`],
    ['two entries in one line', `${LINE}${LINE}`],
    ['half a character', LINE.replace('valerie', '\\ud800')],
    ['a missing field', LINE.replace('"role":"approver",', '')],
    ['a negative seq', LINE.replace('"seq":7', '"seq":-7')],
    ['a seq as text', LINE.replace('"seq":7', '"seq":"7"')],
    ['a time without milliseconds', LINE.replace('.000Z', 'Z')],
    ['a day that does not exist', LINE.replace('2026-11-24', '2026-02-30')],
    ['an unknown outcome', LINE.replace('"done"', '"maybe"')],
    ['a detail that is a list', LINE.replace(/"detail":\{.*\},"outcome"/, '"detail":[],"outcome"')],
    ['an actor without a name', LINE.replace('valerie', '')],
    ['ten thousand brackets', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ])('refuses %s', (_, line) => {
    expect(() => parseEntry(line)).toThrow(broken);
  });

  it('tells canonical text from other text exactly as RFC 8785 does, of integers up to 2^53−1', () => {
    const whole = (value: unknown): boolean =>
      typeof value === 'object' && value !== null
        ? Object.values(value).every(whole)
        : typeof value !== 'number' || Number.isSafeInteger(value);
    const respaced = (text: string) => text.replace(/([,:])/, '$1 ');
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (text, space) => {
        const value: unknown = JSON.parse(text);
        for (const candidate of [text, JSON.stringify(value), space ? respaced(text) : (canonicalize(value) ?? '')]) {
          const read: unknown = JSON.parse(candidate);
          expect(isCanonical(candidate, read)).toBe(whole(read) && canonicalize(read) === candidate);
        }
      }),
    );
  });

  it('knows keys that look like numbers, which JavaScript puts first', () => {
    for (const text of [
      '{"10":0,"9":0}',
      '{"9":0,"10":0}',
      '{"a":0,"1":0}',
      '{"1":0,"a":0}',
      '{"__proto__":0,"a":1}',
    ]) {
      expect(isCanonical(text, JSON.parse(text))).toBe(canonicalize(JSON.parse(text)) === text);
    }
  });
});

describe('the time of an entry', () => {
  it('is UTC with milliseconds', () => {
    expect(formatTime(Date.UTC(2026, 10, 24, 9, 30, 0, 5))).toBe('2026-11-24T09:30:00.005Z');
  });

  it.each([Number.NaN, 1.5, 8.65e15, Date.UTC(10_000, 0)])('is never %p', (ms) => {
    expect(() => formatTime(ms)).toThrow(internal);
  });
});
