import type { Caller } from '../../../src/book/rights/roles.ts';
import { createOwnNotices } from '../../../src/flow/reading/people/own-notices.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const DAY = 86_400_000;

/** Somebody reads on their own page what others did about them. */
describe('what was done about somebody', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const kinds = async (who: Caller) =>
    (await w.flow.reading.ownNotices(who)).notices.map(({ kind, by }) => `${kind} ${by}`);
  const newest = async (who: Caller) => (await kinds(who))[0];
  const together = async (proposal: Parameters<typeof w.flow.dualControl.propose>[1], one = w.adele) => {
    const { id: proposalId, argsHash } = await w.flow.dualControl.propose(one, proposal);
    await w.flow.dualControl.confirm(w.odile, { proposalId, argsHash });
  };

  it('is their account, sessions and links, the newest first, and never what they did themselves', async () => {
    await w.flow.people.setAddress(w.alice, { postalAddress: '1 rue des Tests, Bordeaux' });
    expect(await newest(w.alice)).not.toMatch(/details|mail/);
    await w.identity.endSessionsFor(w.adele, w.alice.personId);
    expect(await newest(w.alice)).toBe('sessions-ended administrator');
    await w.identity.endSessionsFor(w.adele);
    await w.flow.people.disable(w.adele, { personId: w.alice.personId });
    expect((await kinds(w.alice)).slice(0, 3)).toEqual([
      'account-disabled administrator',
      'sessions-ended administrator',
      'sessions-ended administrator',
    ]);
    expect(await newest(w.adele)).not.toBe('sessions-ended administrator');
    await together({ act: 'account.recover', args: { personId: w.alice.personId } });
    expect(await newest(w.alice)).toBe('account-reopened two-persons');
    await w.identity.invite(w.adele, w.alice.personId);
    expect(await newest(w.alice)).toBe('link-made administrator');
  });

  it('is that another person refused what they proposed, and not that they withdrew it', async () => {
    const args = { until: w.clock.now() + DAY / 2, reason: 'demand' } as const;
    const propose = async () => (await w.flow.dualControl.propose(w.adele, { act: 'surge.start', args })).id;
    await w.flow.dualControl.cancel(w.adele, { proposalId: await propose() });
    expect(await kinds(w.adele)).not.toContain('proposal-refused security-officer');
    await w.flow.dualControl.cancel(w.odile, { proposalId: await propose() });
    expect(await newest(w.adele)).toBe('proposal-refused security-officer');
    expect(await kinds(w.odile)).not.toContain('proposal-refused security-officer');
  });

  it('is a refusal still, after they withdrew more than are looked through', async () => {
    const args = { until: w.clock.now() + DAY / 2, reason: 'demand' } as const;
    const propose = async () => (await w.flow.dualControl.propose(w.adele, { act: 'surge.start', args })).id;
    await w.flow.dualControl.cancel(w.odile, { proposalId: await propose() });
    for (let i = 0; i < 20; i += 1) {
      w.clock.advance(1000);
      await w.flow.dualControl.cancel(w.adele, { proposalId: await propose() });
    }
    expect(await newest(w.adele)).toBe('proposal-refused security-officer');
  });

  it('says when older ones are left out, and since when decisions were looked through', async () => {
    const said = async (notices: number, decisions: number) => {
      const read = await createOwnNotices(w.own, w.opened.lists, { notices, decisions }).ownNotices(w.alice);
      return [read.notices.length, read.more, read.decidedSince];
    };
    await w.flow.people.grant(w.adele, { personId: w.alice.personId, role: 'supervisor', scope: '*' });
    for (const scope of ['PREF-59', 'PREF-33']) {
      w.clock.advance(1000);
      await together({ act: 'role.grant', args: { personId: w.thomas.personId, role: 'approver', scope } });
    }
    const all = (await w.flow.reading.ownNotices(w.alice)).notices.length;
    const act = 'role.grant'; // the only one of those that name people, so far
    const decided = await w.reads.find('proposal', { act, state: 'executed' }, { orderBy: 'proposedAt' });
    expect(await said(all, decided.length)).toEqual([all, false, null]);
    expect(await said(all - 1, decided.length)).toEqual([all - 1, true, null]);
    expect(await said(all, decided.length - 1)).toEqual([all, false, decided[1]?.proposedAt]);
  });

  it('is their account that two administrators gave back, for the only security officer', async () => {
    await w.flow.people.disable(w.adele, { personId: w.odile.personId });
    const args = { personId: w.olga.personId, reason: 'keys-lost' } as const;
    const { id: proposalId, argsHash } = await w.flow.dualControl.propose(w.adele, { act: 'officer.bringBack', args });
    w.clock.advance(DAY);
    await w.flow.dualControl.confirm(w.armand, { proposalId, argsHash });
    expect(await newest(w.olga)).toBe('account-reopened two-persons');
  });

  it('is their roles: given, reviewed, ended, by one person or two, and for how many services', async () => {
    const personId = w.alice.personId;
    await w.flow.people.grant(w.adele, { personId, role: 'supervisor', scope: 'PREF-33' });
    expect((await w.flow.reading.ownNotices(w.alice)).notices[0]).toMatchObject({
      kind: 'role-given',
      by: 'administrator',
      role: 'supervisor',
      scope: 'PREF-33',
      at: w.clock.now(),
    });
    const [grant] = await w.reads.find('grant', { personId, role: 'supervisor' });
    const line = { grantId: grant!.id, personId, role: 'supervisor' } as const;
    await together({ act: 'access.review', args: { grants: [{ ...line, outcome: 'confirmed' }] } });
    expect(await newest(w.alice)).toBe('role-confirmed two-persons');
    await together({ act: 'access.review', args: { grants: [{ ...line, outcome: 'ended' }] } });
    expect(await newest(w.alice)).toBe('role-ended-by-review two-persons');
    const deputy = { deputy: 'M-EVE', validUntil: w.clock.now() + 10 * DAY };
    const { id: proposalId, argsHash } = await w.flow.deputies.name(w.valerie, deputy);
    await w.flow.dualControl.confirm(w.odile, { proposalId, argsHash });
    expect(await newest(w.eve)).toBe('deputy-named two-persons');
    expect(await newest(w.valerie)).not.toMatch(/deputy/);
    await w.flow.people.endGrant(w.armand, {
      grantId: (await w.reads.find('grant', { personId: w.eve.personId }))[0]!.id,
    });
    expect(await newest(w.eve)).toBe('role-ended administrator');
  });

  it('is their address, and whatever else the directory says of them', async () => {
    const { givenName, familyName, email, directoryId } = (await w.reads.get('person', w.alice.personId))!;
    const row = { directoryId: directoryId!, givenName: givenName!, familyName: familyName!, site: 'Bordeaux' };
    await w.flow.imports.all(w.adele, 'people', [{ ...row, email: `new-${email}`, service: 'PREF-33' }]);
    expect(await newest(w.alice)).toBe('mail-changed administrator');
    await w.flow.imports.all(w.adele, 'people', [{ ...row, email: `new-${email}`, service: 'PREF-59' }]);
    expect(await newest(w.alice)).toBe('details-changed administrator');
  });

  it('is the code that was given in their name, and the one that was guessed at', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    const first = (await w.flow.pickupCodes.issueForMail(requestId)) ?? '';
    const wrong = first.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
    const give = (code: string) => w.flow.handover.takeCode(w.theo, { requestId, purpose: 'acceptance', code });
    for (let i = 0; i < 5; i += 1) await expect(give(wrong)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await kinds(w.alice)).filter((kind) => kind.startsWith('code'))).toEqual(['code-locked technician']);
    const { code } = await w.flow.pickupCodes.ask(w.alice, { requestId });
    await give(code);
    expect(await newest(w.alice)).toBe('code-used technician');
  });

  it('is the way of their token and PIN', async () => {
    await w.activeToken(w.alice, 'PN-1');
    const all = await kinds(w.alice);
    expect(all.filter((kind) => kind.startsWith('letter-printed'))).toHaveLength(1);
    expect(await kinds(w.bruno)).not.toContainEqual(expect.stringMatching(/^letter/));
  });
});
