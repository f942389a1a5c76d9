import { hash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import { generalizedTime, octetString, seq, tagged } from '../asn1/der.ts';
import { keyBits } from '../keys/public-key.ts';
import { signed } from '../keys/signer.ts';
import type { OcspDelegate, OcspIssuer } from './ocsp-status.ts';

/** DER that is the same for a whole second: when an answer is signed, and from when to when what it says holds. */
export function createTimes() {
  let [signed, from, to] = [Number.NaN, Number.NaN, Number.NaN];
  const times = { producedAt: new Uint8Array(), validity: new Uint8Array() };
  return (second: number, thisUpdate: number, nextUpdate: number): Readonly<typeof times> => {
    if (second !== signed) times.producedAt = Uint8Array.from(generalizedTime(second));
    if (thisUpdate !== from || nextUpdate !== to) {
      const until = tagged(0, generalizedTime(nextUpdate));
      times.validity = Uint8Array.from(Buffer.concat([generalizedTime(thisUpdate), until]));
    }
    [signed, from, to] = [second, thisUpdate, nextUpdate];
    return times;
  };
}

/** What is the same in all answers of a delegate. */
function createSigning({ certificate, publicKey, signer }: OcspDelegate) {
  const responder = tagged(2, octetString(hash('sha1', keyBits(publicKey), 'buffer')));
  const certificates = tagged(0, seq(certificate));
  return { responder, sign: (data: Uint8Array) => signed(data, signer, certificates) };
}

/** Signs with the newest delegate of the CA that is asked about or, where the CA is not ours, of the newest CA. */
export function createSignerChoice(issuers: readonly OcspIssuer[], clock: Clock) {
  const made = new Map(issuers.map(({ id, delegate }) => [id, delegate && createSigning(delegate)]));
  return (asked: readonly { issuer: OcspIssuer | undefined }[]): ReturnType<typeof createSigning> => {
    const issuer = asked.find((one) => one.issuer)?.issuer ?? issuers.at(-1);
    const signing = issuer && made.get(issuer.id);
    const { notBefore = 0, notAfter = 0 } = issuer?.delegate ?? {};
    if (signing && notBefore <= clock.now() && clock.now() < notAfter) return signing;
    throw new AppError('ca_unavailable', 'no OCSP signer is in force: the issuing CA has ended or its key is away');
  };
}
