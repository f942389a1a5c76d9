import { BasicOCSPResponse, OCSPResponse } from '@peculiar/asn1-ocsp';
import { AsnConvert } from '@peculiar/asn1-schema';
import { createWorld, ocspQuestion, type World } from '../evaluation.ts';

const second = (ms: number): number => Math.floor(ms / 1000) * 1000;

describe('OCSP answers from a copy of the records', () => {
  let world: World;
  let level: number | undefined;
  beforeEach(async () => {
    world = await createWorld();
    level = world.clock.now();
    world.records.reads.levelAt = () => level;
  });
  afterEach(() => world.remove());

  async function ask(serialNumber: string, nonce?: string) {
    const { der, status } = await world.ca.ocsp(ocspQuestion(world.ca.issuingCertificate(), serialNumber, nonce));
    const { responseBytes } = AsnConvert.parse(der, OCSPResponse);
    const data = responseBytes && AsnConvert.parse(responseBytes.response, BasicOCSPResponse).tbsResponseData;
    const [one] = data?.responses ?? [];
    const times = { from: one?.thisUpdate.getTime(), until: one?.nextUpdate?.getTime() };
    return { status, signed: data?.producedAt.getTime(), ...times, isRevoked: one?.certStatus.revoked !== undefined };
  }

  it('claim no more than the moment at which the copy was level, and say when they were signed', async () => {
    const { serialNumber } = await world.issue();
    const was = second(world.clock.now());
    world.clock.advance(30_000);
    const answer = { status: 'successful', signed: was + 30_000, from: was, until: was + 120_000, isRevoked: false };
    expect(await ask(serialNumber)).toEqual(answer);
    level = world.clock.now();
    expect(await ask(serialNumber, 'a nonce')).toMatchObject({ from: was + 30_000, until: was + 150_000 });
  });

  it('end when the copy has not been level for as long as they may be used, of a revoked certificate too', async () => {
    const { serialNumber } = await world.issue();
    const revoked = await world.issue();
    world.revoke(revoked.serialNumber);
    level = second(world.clock.now());
    world.clock.advance(level + 119_999 - world.clock.now());
    expect(await ask(serialNumber)).toMatchObject({ status: 'successful', isRevoked: false });
    expect(await ask(revoked.serialNumber)).toMatchObject({ status: 'successful', isRevoked: true });
    world.clock.advance(1);
    expect(await ask(serialNumber)).toMatchObject({ status: 'tryLater' });
    expect(await ask(revoked.serialNumber)).toMatchObject({ status: 'tryLater' });
    expect((await world.ca.ocsp(Buffer.from('nonsense'))).status).toBe('malformedRequest');
    level = world.clock.now();
    expect(await ask(serialNumber)).toMatchObject({ status: 'successful' });
  });

  it('are never dated ahead, where the clock was set back since', async () => {
    const { serialNumber } = await world.issue();
    level = world.clock.now() + 3_600_000;
    expect(await ask(serialNumber)).toMatchObject({ from: second(world.clock.now()) });
  });
});
