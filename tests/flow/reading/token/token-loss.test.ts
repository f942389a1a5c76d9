import { createWorld, type World } from '../../../support/world/world.ts';

/** Whom and what the report of a loss is about, before it is sent. */
describe('a token whose loss is to be reported', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  it('is named with its holder and workstation to whoever may report it', async () => {
    const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
    const expected = {
      serial: tokenId,
      kind: 'token',
      own: false,
      holder: { directoryId: 'M-ALICE', service: 'PREF-33' },
      assetNumber: 'PN-1',
      machineToo: true,
      temporary: false,
      since: expect.any(Number),
      over: false,
      revokedAt: null,
      replacement: null,
    };
    for (const serial of [tokenId, certificateId])
      expect(await w.flow.reading.tokenLoss(w.corinne, serial)).toMatchObject(expected);
    const alone = { ...w.alice, scopes: [], oneFactor: ['agent'] as const, freshUntil: 0 };
    expect(await w.flow.reading.tokenLoss(alone, tokenId)).toMatchObject({ ...expected, own: true });
  });

  it('is not there for anybody else, as one that nobody has', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const said = async (by: typeof w.alice, serial: string) =>
      w.flow.reading.tokenLoss(by, serial).catch(({ code, message, detail }) => ({ code, message, detail }));
    for (const by of [w.bruno, w.thomas, w.valerie]) {
      expect(await said(by, tokenId)).toEqual(await said(by, 'NOBODY'));
      expect(await said(by, tokenId)).toMatchObject({ code: 'not_found' });
      expect(await w.flow.reading.tokensToReport(by, w.alice.personId)).toEqual(new Set());
    }
  });

  it('that is revoked says since when, and what may be asked for in its place', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    expect(await w.flow.reading.tokensToReport(w.corinne, w.alice.personId)).toEqual(new Set([tokenId]));
    const { revokedAt } = await w.flow.revocation.reportLoss(w.corinne, { serial: tokenId, reason: 'stolen' });
    for (const by of [w.alice, w.corinne])
      expect(await w.flow.reading.tokenLoss(by, tokenId)).toMatchObject({
        over: true,
        revokedAt,
        assetNumber: 'PN-1',
        replacement: { kind: 'replacement', reason: 'stolen' },
      });
    expect(await w.flow.reading.tokensToReport(w.corinne, w.alice.personId)).toEqual(new Set());
    const asked = { kind: 'replacement', reason: 'stolen', workstation: 'PN-1', priority: 0 } as const;
    await w.flow.request.submit(w.alice, asked);
    // what is asked for already is not asked for once more
    expect(await w.flow.reading.tokenLoss(w.alice, tokenId)).toMatchObject({ over: true, replacement: null });
  });

  it('is shown where somebody edited the row of its workstation', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const rename = (model: string) =>
      w.opened.behind.run(`update "workstation" set "model" = '${model}' where "assetNumber" = 'PN-1'`);
    const [machine] = await w.reads.find('workstation', { assetNumber: 'PN-1' });
    await rename('EDITED');
    expect(await w.flow.reading.tokenLoss(w.alice, tokenId)).toMatchObject({ own: true, assetNumber: null });
    await rename(machine?.model ?? '');
  });
});
