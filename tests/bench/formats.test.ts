import { createHash, generateKeyPairSync, sign, verify, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { contentOf, element, elements, unsignedInteger } from '../../src/bench/der.ts';
import {
  certificateFields,
  ecdsaSignature,
  ecPoint,
  ecPublicKey,
  requestInfo,
  signedRequest,
} from '../../src/bench/formats.ts';
import { certifyWithOpenssl } from '../support/softhsm.ts';

const octets = (...values: number[]) => Uint8Array.from(values);

/** A request as a token would have it made: point and signature by node. */
function request(): Uint8Array {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-65);
  const info = requestInfo('Jean Petit', ecPublicKey(point));
  return signedRequest(info, sign('sha256', info, privateKey), 'ec');
}

describe('the bench writes DER', () => {
  it('with lengths of one, two and three octets', () => {
    for (const length of [0, 127, 128, 255, 256, 5_000]) {
      const made = element(0x04, new Uint8Array(length));
      expect(contentOf(made, 0x04)).toHaveLength(length);
    }
    expect([...element(0x30, new Uint8Array(200)).subarray(0, 3)]).toEqual([0x30, 0x81, 200]);
  });

  it('with integers as short as they may be, and positive', () => {
    expect([...unsignedInteger(octets(0, 0, 1))]).toEqual([2, 1, 1]);
    expect([...unsignedInteger(octets(0x80))]).toEqual([2, 2, 0, 0x80]);
    expect([...unsignedInteger(octets(0, 0))]).toEqual([2, 1, 0]);
  });

  it('with signatures that verify, whatever r and s begin with', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (let round = 0; round < 300; round += 1) {
      const data = createHash('sha256').update(`${round}`).digest();
      const raw = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      expect(verify('sha256', data, publicKey, ecdsaSignature(raw)!)).toBe(true);
    }
    expect(ecdsaSignature(new Uint8Array(63))).toBeUndefined();
  });
});

describe('the bench reads DER that an attacker may have made', () => {
  it('and finds what PKCS#11 wants beside a certificate', () => {
    const der = certifyWithOpenssl(request());
    const fields = certificateFields(der);
    const parsed = new X509Certificate(der);
    expect(Buffer.from(contentOf(fields!.serialNumber, 0x02)!).toString('hex').replace(/^00/, '')).toBe(
      parsed.serialNumber.toLowerCase(),
    );
    expect(Buffer.from(fields!.subject).toString('latin1')).toContain('Jean Petit');
    expect(Buffer.from(fields!.issuer).toString('latin1')).toContain('CA');
  });

  it('without being fooled by what is cut off or made up', () => {
    const der = certifyWithOpenssl(request());
    fc.assert(
      fc.property(fc.nat(der.length - 1), (length) => certificateFields(der.subarray(0, length)) === undefined),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        elements(bytes);
        certificateFields(bytes);
        ecPoint(bytes);
      }),
    );
    // indefinite, four-octet and overlong lengths; tags of several octets
    for (const bad of [
      octets(0x30, 0x80, 0, 0),
      octets(0x30, 0x84, 0, 0, 0, 0),
      octets(0x30, 5, 0),
      octets(0x1f, 1, 0),
      octets(0x30),
    ]) {
      expect(elements(bad)).toBeUndefined();
    }
  });

  it('takes an EC point wrapped or bare, and no other', () => {
    const point = octets(4, ...Array.from({ length: 64 }, (_, index) => index));
    expect(ecPoint(point)).toEqual(point);
    expect(ecPoint(element(0x04, point))).toEqual(point);
    expect(ecPoint(element(0x03, point))).toBeUndefined();
    expect(ecPoint(octets(2, ...point.subarray(1)))).toBeUndefined();
  });
});
