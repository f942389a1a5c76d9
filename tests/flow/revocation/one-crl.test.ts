import { createWorld, type World } from '../../support/world/world.ts';

/** More than a few groups of the writer's take. */
const WAITING = 2000;

describe('one act that revokes several certificates', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  /** How many CRLs the issuer of this certificate has made. */
  const crlsFor = async (certificateId: string): Promise<number> => {
    const issuerId = (await w.store.reads.get('certificate', certificateId))?.issuerId ?? '';
    return w.store.reads.count('crl', { issuerId });
  };

  it('makes one CRL: a workstation that is lost with its tokens', async () => {
    const { certificateId } = await w.activeToken(w.alice, 'PN-1');
    await w.activeToken(w.bruno, 'PN-1');
    const before = await crlsFor(certificateId);
    const { revoked } = await w.flow.enrolment.reportLoss(w.thomas, { workstation: 'PN-1' });
    expect(revoked).toBe(2);
    expect(await crlsFor(certificateId)).toBe(before + 1);
  });

  it('has its turn, and its CRL, before everything that waits for the writer', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    let done = 0;
    const waiting = Array.from({ length: WAITING }, () =>
      w.store.transact(async (unit) => {
        await unit.get('token', tokenId);
        done += 1;
      }),
    );
    const { published } = await w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason: 'lost' });
    expect(published).toBe(true);
    expect(done).toBeLessThan(WAITING);
    await Promise.all(waiting);
  });
});
