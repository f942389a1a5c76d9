import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import {
  children,
  generalizedTime,
  integer,
  octetString,
  oid,
  read,
  readBits,
  readInteger,
  readOid,
  readTime,
  seq,
  TAG,
  tagged,
  time,
  tlv,
} from '../../../src/ca/asn1/der.ts';
import { isAppError } from '../../../src/errors.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('writing DER', () => {
  it.each([
    [integer(0), '020100'],
    [integer(127), '02017f'],
    [integer(128), '02020080'],
    [integer(65_536), '0203010000'],
    [integer('00ff'), '020200ff'],
    [integer('7fffffffffffffffffffffffffffffff'), '02107fffffffffffffffffffffffffffffff'],
    [oid('2.5.4.3'), '0603550403'],
    [oid('2.999.1.1'), '0604883701 01'.replace(' ', '')],
    [oid('1.2.840.113549.1.1.11'), '06092a864886f70d01010b'],
    [oid('1.3.132.0.34'), '06052b81040022'],
    [octetString(new Uint8Array(0)), '0400'],
    [tagged(2, integer(1)), 'a203020101'],
  ])('encodes as the standard says (%#)', (encoded, expected) => expect(hex(encoded)).toBe(expected));

  it.each([127, 128, 255, 256, 65_535, 65_536, 20_000_000])('writes a length of %i in its shortest form', (length) => {
    const value = tlv(TAG.octetString, new Uint8Array(length));
    expect(read(value, TAG.octetString).body).toHaveLength(length);
  });

  it('writes UTCTime to 2049 and GeneralizedTime from 2050 (C9), without fractions', () => {
    const last = Date.parse('2049-12-31T23:59:59.999Z');
    expect(Buffer.from(time(last)).toString('latin1')).toContain('491231235959Z');
    expect(time(last)[0]).toBe(TAG.utcTime);
    expect(Buffer.from(time(last + 1)).toString('latin1')).toContain('20500101000000Z');
    expect(time(last + 1)[0]).toBe(TAG.generalizedTime);
    expect(readTime(read(time(last), TAG.utcTime))).toBe(last - 999);
    expect(readTime(read(generalizedTime(last), TAG.generalizedTime))).toBe(last - 999);
  });
});

describe('reading DER', () => {
  it('reads back what was written', () => {
    const arcs = fc.tuple(
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 0, max: 39 }),
      fc.array(fc.maxSafeNat(), { maxLength: 8 }),
    );
    fc.assert(
      fc.property(arcs, fc.bigInt({ min: 0n, max: 2n ** 159n }), ([a, b, rest], n) => {
        const dotted = [a, b, ...rest].join('.');
        const even = n.toString(16).padStart(n.toString(16).length + (n.toString(16).length % 2), '0');
        const [first, second] = children(read(seq(oid(dotted), integer(even))));
        expect(readOid(first)).toBe(dotted);
        expect(readInteger(second)).toBe(even);
      }),
    );
  });

  it('agrees with @peculiar/asn1-schema on object identifiers', () => {
    for (const id of ['2.999.1.1', '2.16.840.1.101.3.4.2.1', '1.3.6.1.4.1.311.20.2.2']) {
      const der = new Uint8Array(AsnConvert.serialize(new AlgorithmIdentifier({ algorithm: id })));
      expect(readOid(children(read(der))[0])).toBe(id);
      expect(hex(seq(oid(id)))).toBe(hex(der));
    }
  });

  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['an indefinite length', '30 80 00 00'],
    ['a length beyond the end', '30 05 02 01'],
    ['a length of five octets', '30 85 00 00 00 00 01 00'],
    ['a long length that is short', '30 81 05 02 03 00 00 01'],
    ['a length with a leading zero', '30 82 00 80'],
    ['something behind it', '30 00 00'],
    ['a tag of several octets', '1f 81 01 00'],
    ['another tag', '31 00'],
  ])('refuses %s', (_, text) => {
    expect(() => read(bytes(text))).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  it.each([
    ['a negative integer', () => readInteger(read(bytes('02 01 80'), TAG.integer))],
    ['a padded integer', () => readInteger(read(bytes('02 02 00 01'), TAG.integer))],
    ['an empty integer', () => readInteger(read(bytes('02 00'), TAG.integer))],
    ['an empty object identifier', () => readOid(read(bytes('06 00'), TAG.oid))],
    ['an arc that does not end', () => readOid(read(bytes('06 02 2a 86'), TAG.oid))],
    ['a padded arc', () => readOid(read(bytes('06 03 2a 80 01'), TAG.oid))],
    ['an arc beyond 2^53', () => readOid(read(bytes('06 0a 2a ff ff ff ff ff ff ff ff 7f'), TAG.oid))],
    ['a bit string of broken octets', () => readBits(read(bytes('03 02 01 80'), TAG.bitString))],
    ['a month 13', () => readTime(read(tlv(TAG.utcTime, Buffer.from('261324000000Z')), TAG.utcTime))],
    [
      'a time with a fraction',
      () => readTime(read(tlv(TAG.generalizedTime, Buffer.from('20261124000000.5Z')), TAG.generalizedTime)),
    ],
    ['more values than asked for', () => children(read(seq(...Array.from({ length: 65 }, () => integer(0)))))],
  ])('refuses %s', (_, act) => expect(act).toThrow(expect.objectContaining({ code: 'invalid_input' })));

  it('answers any octets with a value or a refusal, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (octets) => {
        try {
          for (const child of children(read(octets, octets[0] ?? 0))) readTime(child);
        } catch (error) {
          expect(isAppError(error, 'invalid_input')).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
