import { createWorld, ocspQuestion, serial, type World } from '../evaluation.ts';

describe('OCSP answers that are kept', () => {
  let world: World;
  let version: number;
  let looked: number;
  beforeEach(async () => {
    version = 1;
    looked = 0;
    world = await createWorld();
    const { status } = world.records.reads;
    world.records.reads.version = () => version;
    world.records.reads.status = (serialNumber) => {
      looked += 1;
      return status(serialNumber);
    };
  });
  afterEach(() => world.remove());

  const ask = async (serialNumber: string, nonce?: string) =>
    Buffer.from((await world.ca.ocsp(ocspQuestion(world.ca.issuingCertificate(), serialNumber, nonce))).der).toString(
      'hex',
    );

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

  it('are signed afresh for each nonce, and for serial numbers that are not ours', async () => {
    const { serialNumber } = await world.issue();
    expect(await ask(serialNumber, 'nonce one')).not.toBe(await ask(serialNumber, 'nonce one'));
    const stranger = serial();
    expect(await ask(stranger)).not.toBe(await ask(stranger));
  });
});
