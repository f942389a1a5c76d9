import { hash } from 'node:crypto';
import { integer, NULL, octetString, oid, seq, tagged } from '../../src/ca/der.ts';
import { OID } from '../../src/ca/oid.ts';
import { keyBits } from '../../src/ca/public-key.ts';
import { readCertificate } from '../../src/ca/read.ts';
import { createWorld, serial, type World } from './evaluation.ts';

describe('OCSP answers that are kept', () => {
  let world: World;
  let version: number;
  let looked: number;
  beforeEach(async () => {
    version = 1;
    looked = 0;
    world = await createWorld();
    const { status } = world.records.status;
    world.records.status.version = () => version;
    world.records.status.status = (serialNumber) => {
      looked += 1;
      return status(serialNumber);
    };
  });
  afterEach(() => world.remove());

  function question(serialNumber: string, nonce?: string): Uint8Array {
    const { subject, publicKey } = readCertificate(world.ca.issuingCertificate());
    const digest = (bytes: Uint8Array) => octetString(hash('sha1', bytes, 'buffer'));
    const id = seq(seq(oid(OID.sha1), NULL), digest(subject), digest(keyBits(publicKey)), integer(serialNumber));
    const value = octetString(octetString(Buffer.from(nonce ?? '')));
    return seq(seq(seq(seq(id)), ...(nonce ? [tagged(2, seq(seq(oid(OID.ocspNonce), value)))] : [])));
  }
  const ask = async (serialNumber: string, nonce?: string) =>
    Buffer.from((await world.ca.ocsp(question(serialNumber, nonce))).der).toString('hex');

  it('are signed once, and again at half their life', async () => {
    const { serialNumber } = await world.issue();
    const first = await ask(serialNumber);
    expect(await ask(serialNumber)).toBe(first);
    expect(looked).toBe(1);
    world.clock.advance(61_000);
    expect(await ask(serialNumber)).not.toBe(first);
  });

  it('are given again after an unrelated commit, and never after a revocation', async () => {
    const { serialNumber } = await world.issue();
    const good = await ask(serialNumber);
    version += 1;
    expect(await ask(serialNumber)).toBe(good);
    expect(looked).toBe(2);
    world.revoke(serialNumber);
    version += 1;
    const revoked = await ask(serialNumber);
    expect(revoked).not.toBe(good);
    expect(await ask(serialNumber)).toBe(revoked);
  });

  it('stay true where nobody counts commits: the records are asked each time', async () => {
    delete world.records.status.version;
    const { serialNumber } = await world.issue();
    const good = await ask(serialNumber);
    expect(await ask(serialNumber)).toBe(good);
    world.revoke(serialNumber);
    expect(await ask(serialNumber)).not.toBe(good);
  });

  it('are signed afresh for each nonce, and for serial numbers that are not ours', async () => {
    const { serialNumber } = await world.issue();
    expect(await ask(serialNumber, 'nonce one')).not.toBe(await ask(serialNumber, 'nonce one'));
    const stranger = serial();
    expect(await ask(stranger)).not.toBe(await ask(stranger));
  });
});
