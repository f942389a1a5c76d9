import { FROM, PASSWORD } from '../../support/world/come-in.ts';
import { restoreInto } from '../../support/world/restore.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('revocation by telephone, with the code of the holder', () => {
  let w: World;
  const work: string[] = [];
  beforeEach(async () => {
    work.length = 0;
    w = await createWorld({
      hasher: {
        hash: async (secret) => {
          work.push('hash');
          return `plain:${secret}`;
        },
        verify: async (hash, secret) => {
          work.push('verify');
          return hash === `plain:${secret}`;
        },
      },
    });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const codeOf = (number: number): string => {
    const letters = w.printed.filter((p) => p.kind === 'pin');
    const letter = letters.at(number);
    return (letter && 'revocationCode' in letter && letter.revocationCode) || '';
  };
  const wrong = 'AAAA-BBBB-CCCC';
  const revoke = (serial: string, code: string, by = w.thomas) => w.flow.revocation.revokeByCode(by, { serial, code });
  const refusalOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => undefined,
      ({ code, message, detail }) => ({ code, message, detail }),
    );

  it('answers a wrong code, an unknown serial number and a token without a code alike, after the same work', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    work.length = 0;
    const answers = [];
    for (const serial of ['NOTHING', tokenId, 'B-0012', 'NOTHING-2']) {
      const before = work.length;
      answers.push(await refusalOf(revoke(serial, wrong)));
      expect(work.slice(before)).toEqual(['verify']);
    }
    expect(new Set(answers.map((a) => JSON.stringify(a))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: 'forbidden' });
    await w.refuses('forbidden', revoke('NOTHING', wrong, w.olga));
  });

  it('is done where somebody edited the row of the authority that issued its certificate', async () => {
    const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
    const edit = (by: number) => w.opened.behind.run(`update "authority" set "notAfter" = "notAfter" + ${by}`);
    await edit(1);
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'lost' });
    await edit(-1);
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({ state: 'revoked' });
  });

  it('is done where somebody edited the row of the request that its token was made for', async () => {
    const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
    const { requestId } = (await w.reads.get('token', tokenId))!;
    const edit = (comment: string) =>
      w.opened.behind.run(`update "request" set "comment" = ${comment} where "id" = '${requestId}'`);
    await edit("'edited'");
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'lost' });
    await edit('null');
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({ state: 'revoked' });
  });

  it('is done by an approver of all services where somebody edited the row of the holder', async () => {
    const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
    await w.dual('role.grant', { personId: w.vera.personId, role: 'approver', scope: '*' });
    const vera = { ...w.vera, grants: await w.reads.find('grant', { personId: w.vera.personId }) };
    const edit = (service: string) =>
      w.opened.behind.run(`update "person" set "service" = '${service}' where "id" = '${w.alice.personId}'`);
    await edit('EDITED');
    await w.flow.revocation.revoke(vera, { serial: tokenId, reason: 'lost' });
    await edit(w.alice.service);
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({ state: 'revoked' });
  });

  it('names nobody else’s token by a certificate of before', async () => {
    const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'damaged' });
    await w.flow.stock.change(w.thomas, { serial: tokenId, action: 'return' });
    await w.flow.stock.recycle(w.thomas, { serial: tokenId, slot: '1' });
    const next = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.approve(next.id);
    await w.flow.production.produce(w.thomas, { requestId: next.id, slot: '1' });
    await w.refuses('already_done', w.flow.revocation.revoke(w.olga, { serial: certificateId, reason: 'lost' }));
    expect(await w.reads.get('token', tokenId)).toMatchObject({ holderId: w.bruno.personId, state: 'produced' });
  });

  it('takes the code however it was written down', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const said = codeOf(-1).toLowerCase().replace(/-/g, ' ');
    expect(await revoke(tokenId, said)).toMatchObject({ serial: tokenId, replacement: { reason: 'lost' } });
    await w.refuses('already_done', revoke(tokenId, codeOf(-1)));
  });

  it('makes who guesses wait, longer each time, and nobody else: a token can always be revoked by its code', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    for (let i = 0; i < 3; i++) await w.refuses('forbidden', revoke(tokenId, wrong));
    const seconds = async () => (await refusalOf(revoke(tokenId, wrong)))?.detail?.seconds;
    expect(await seconds()).toBe(1);
    w.clock.advance(1_000);
    await w.refuses('forbidden', revoke(tokenId, wrong));
    expect(await seconds()).toBe(2);
    const before = work.length;
    expect(await refusalOf(revoke(tokenId, codeOf(-1)))).toMatchObject({ code: 'too_many_requests' });
    expect(work).toHaveLength(before); // not even compared
    await revoke(tokenId, codeOf(-1), w.olga);
  });

  it('lets in the right code after a minute at most, whatever was typed before', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    for (let i = 0; i < 30; i++) {
      await refusalOf(revoke(tokenId, wrong));
      w.clock.advance(60_000);
    }
    await revoke(tokenId, codeOf(-1));
  });

  it('counts tries of many serial numbers, and many at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 15 }, (_, i) => refusalOf(revoke(`GUESS-${i}`, wrong, w.theo))),
    );
    expect(answers.filter((a) => a?.code === 'forbidden')).toHaveLength(10);
    expect(answers.filter((a) => a?.code === 'too_many_requests')).toHaveLength(5);
  });

  it('is refused to whoever has no right, before anything is compared', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    work.length = 0;
    await w.refuses('forbidden', revoke(tokenId, codeOf(-1), w.bruno));
    expect(work).toEqual([]);
  });

  it('no longer takes the code of a holder who gave the token back', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const old = codeOf(-1);
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'damaged' });
    await w.flow.stock.change(w.thomas, { serial: tokenId, action: 'return' });
    await w.flow.stock.recycle(w.thomas, { serial: tokenId, slot: '1' });
    expect(await w.store.revocationCode(tokenId)).toBeUndefined();
    const next = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.approve(next.id);
    await w.flow.production.produce(w.thomas, { requestId: next.id, slot: '1' });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ holderId: w.bruno.personId, state: 'produced' });
    await w.refuses('forbidden', revoke(tokenId, old));
  });
});

describe('a certificate that restored records do not know', () => {
  let w: World;
  const LOST = '4f00000000000000000000000000a1b2';
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const revoke = (by: World['olga'], serial = LOST) => w.flow.revocation.revoke(by, { serial, reason: 'other' });

  it('is revoked by its serial number, by the security officer', async () => {
    await restoreInto(w.opened);
    for (const { token } of await w.identity.firstLinks())
      await w.identity.enrol({ token, password: 'huit petites portes bleues', former: PASSWORD }, FROM);
    await w.refuses('forbidden', revoke(w.alice));
    await w.refuses('not_found', revoke(w.olga, 'B-9999'));
    expect(await revoke(w.olga, LOST.toUpperCase())).toMatchObject({ certificateIds: [LOST] });
    expect(await w.store.reads.get('certificate', LOST)).toMatchObject({ state: 'revoked', holderId: null });
    await w.refuses('already_done', revoke(w.olga));
  });

  it('stands on the CRL of the CA that whoever revokes it names: of tokens, unless they say Nomade', async () => {
    await restoreInto(w.opened);
    for (const { token } of await w.identity.firstLinks())
      await w.identity.enrol({ token, password: 'huit petites portes bleues', former: PASSWORD }, FROM);
    const before = { token: w.ca.crl('issuing')!.entries, nomade: w.ca.crl('issuing', 'nomade')!.entries };
    const file = '5c'.repeat(16);
    await w.flow.revocation.revoke(w.olga, { serial: file, reason: 'other', issuer: 'nomade' });
    expect(await w.store.reads.get('certificate', file)).toMatchObject({ issuerId: w.ca.issuing('nomade')!.id });
    expect(w.ca.crl('issuing', 'nomade')!.entries).toBe(before.nomade + 1);
    expect(w.ca.crl('issuing')!.entries).toBe(before.token);
    await revoke(w.olga);
    expect(await w.store.reads.get('certificate', LOST)).toMatchObject({ issuerId: w.ca.issuing()!.id });
    expect(w.ca.crl('issuing')!.entries).toBe(before.token + 1);
  });

  it('is a mistyped one where nothing was restored', async () => {
    await w.refuses('not_found', revoke(w.olga));
    expect(await w.store.reads.get('certificate', LOST)).toBeUndefined();
  });
});
