import { BasicOCSPResponse, OCSPResponse } from '@peculiar/asn1-ocsp';
import { AsnConvert } from '@peculiar/asn1-schema';
import { createWorld, ocspQuestion, run, type World } from '../evaluation.ts';

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

  const HOUR = 3_600_000;
  /** What an answer claims that is given now from a copy that was level at `from`. */
  const claim = (from: number) => ({
    signed: second(world.clock.now()),
    from,
    until: second(world.clock.now()) + 120_000,
  });
  const crl = () => world.ca.crl('issuing')!;

  it('claim no more than the moment at which the copy was level, and say when they were signed', async () => {
    const { serialNumber } = await world.issue();
    const was = second(world.clock.now());
    for (const later of [30_000, 10 * 60_000, 20 * HOUR]) {
      world.clock.advance(later);
      const answer = await ask(serialNumber, 'a nonce');
      expect(answer).toEqual({ ...claim(was), status: 'successful', isRevoked: false });
    }
    level = world.clock.now();
    expect(await ask(serialNumber, 'another')).toMatchObject(claim(second(level)));
  });

  it('say good for no longer than the CRL in the copy, then come again later; revoked is said for ever', async () => {
    const { serialNumber } = await world.issue();
    const revoked = await world.issue();
    world.revoke(revoked.serialNumber);
    const { nextUpdate } = crl();
    world.clock.advance(nextUpdate - 30_000 - world.clock.now());
    expect(await ask(serialNumber)).toMatchObject({ isRevoked: false, until: nextUpdate });
    world.clock.advance(nextUpdate - 1 - world.clock.now());
    expect(await ask(serialNumber)).toMatchObject({ status: 'successful', isRevoked: false, until: nextUpdate });
    world.clock.advance(1);
    expect(await ask(serialNumber)).toMatchObject({ status: 'tryLater' }); // not what is kept in memory either
    expect(await ask(revoked.serialNumber)).toMatchObject({ ...claim(second(level ?? 0)), isRevoked: true });
    expect((await world.ca.ocsp(Buffer.from('nonsense'))).status).toBe('malformedRequest');
    level = world.clock.now();
    expect(await ask(serialNumber)).toMatchObject({ status: 'successful' });
  });

  it('say good for 26 hours at most, whatever end somebody wrote beside the CRL', async () => {
    const { serialNumber } = await world.issue();
    world.records.reads.crlEndsAt = () => Number.MAX_SAFE_INTEGER;
    world.clock.advance(second(level ?? 0) + 26 * HOUR - 1 - world.clock.now());
    expect(await ask(serialNumber)).toMatchObject({ status: 'successful' });
    world.clock.advance(1);
    expect(await ask(serialNumber)).toMatchObject({ status: 'tryLater' });
  });

  it('end after two minutes where there is no CRL, and for what the copy does not know yet', async () => {
    const known = await world.issue();
    const ordered = await world.issue({}, 'intended');
    const was = second(level ?? 0);
    world.clock.advance(was + 119_999 - world.clock.now());
    expect(await ask(ordered.serialNumber)).toMatchObject({ status: 'successful', until: was + 120_000 });
    world.clock.advance(1);
    expect(await ask(ordered.serialNumber)).toMatchObject({ status: 'tryLater' });
    expect(await ask('0badcafe')).toMatchObject({ status: 'tryLater' });
    expect(await ask(known.serialNumber)).toMatchObject({ status: 'successful' });
    world.records.reads.crlEndsAt = () => undefined;
    expect(await ask(known.serialNumber, 'a nonce')).toMatchObject({ status: 'tryLater' });
  });

  it('are kept in memory while the copy is not level too', async () => {
    const { serialNumber } = await world.issue();
    world.clock.advance(HOUR);
    const question = ocspQuestion(world.ca.issuingCertificate(), serialNumber);
    const first = await world.ca.ocsp(question);
    world.clock.advance(59_000);
    expect(await world.ca.ocsp(question)).toBe(first);
    world.clock.advance(2_000);
    expect(await world.ca.ocsp(question)).not.toBe(first);
  });

  it('is taken by openssl, with no age asked for; with one it says that it is too old', async () => {
    const { serialNumber } = await world.issue();
    level = world.clock.now() - HOUR;
    const question = ocspQuestion(world.ca.issuingCertificate(), serialNumber);
    const response = world.file('old.resp', (await world.ca.ocsp(question)).der);
    const issuer = world.pem('issuer.pem', 'CERTIFICATE', world.ca.issuingCertificate());
    const roots = world.pem('roots.pem', 'CERTIFICATE', world.ca.rootCertificate());
    const judge = (...age: string[]) =>
      run('sh', [
        ...['-c', 'openssl "$@" 2>&1', 'sh', 'ocsp', '-respin', response, '-issuer', issuer],
        ...['-serial', `0x${serialNumber}`, '-CAfile', roots, '-no_nonce', ...age],
      ]);
    expect(judge()).toMatch(/Response verify OK[\s\S]*: good/);
    expect(judge()).not.toContain('WARNING');
    expect(judge('-status_age', '600')).toContain('status too old');
  });

  it('are never dated ahead, where the clock was set back since', async () => {
    const { serialNumber } = await world.issue();
    level = world.clock.now() + 3_600_000;
    expect(await ask(serialNumber)).toMatchObject({ from: second(world.clock.now()) });
  });
});
