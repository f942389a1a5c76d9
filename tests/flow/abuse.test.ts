import type { Caller } from '../../src/book/rights/roles.ts';
import type { Role } from '../../src/book/tables/codes.ts';
import { FreeText } from '../../src/flow/inputs.ts';
import { FOR_OTHERS, pace } from '../../src/flow/rate-limit.ts';
import { SubmitRequest } from '../../src/flow/request/request.ts';
import { letIn } from '../support/world/come-in.ts';
import { CAST } from '../support/world/people.ts';
import { createWorld, type World } from '../support/world/world.ts';

/** What a signed-in person tries against the procedure, step by step within their own rights. */
describe('abuse by people with rights', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const ask = () => w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
  /** Somebody who is correspondent of Alice's service too. */
  const correspondent = async (who: Caller, name: 'theo' | 'vincent'): Promise<Caller> => {
    const { roles: _, ...person } = CAST[name]!;
    const email = `${person.directoryId.toLowerCase()}@interieur.example`;
    await w.flow.imports.all(w.adele, 'people', [{ ...person, email, service: 'PREF-33' }]);
    await w.flow.people.grant(w.adele, { personId: who.personId, role: 'correspondent', scope: '*' });
    return { ...who, service: 'PREF-33', grants: await w.reads.find('grant', { personId: who.personId }) };
  };
  const renamed = {
    directoryId: 'M-ALICE',
    givenName: 'Ève',
    familyName: "L'Hermite",
    email: 'm-alice@interieur.example',
    service: 'PREF-33',
    site: 'Bordeaux',
  };
  const state = async (id: string) => (await w.reads.get('request', id))?.state;

  it('asks the approver again when an import gives the holder another name before production', async () => {
    const request = await ask();
    await w.approve(request.id);
    await w.flow.imports.all(w.adele, 'people', [renamed]);
    expect(await state(request.id)).toBe('submitted');
    expect(await w.reads.count('approval', { requestId: request.id, withdrawnAt: null })).toBe(0);
    await w.refuses('wrong_state', w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' }));
    await w.approve(request.id);
    await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    const [certificate] = await w.reads.find('certificate', { requestId: request.id });
    expect(certificate?.subject).toContain("Ève L'Hermite");
  });

  it('asks again for a request that a technician has taken, and for an address as for a name', async () => {
    const request = await ask();
    await w.approve(request.id);
    await w.flow.production.takeNext(w.thomas, { count: 1 });
    expect(await state(request.id)).toBe('in_production');
    await w.flow.imports.all(w.adele, 'people', [
      { ...renamed, givenName: 'Alice', familyName: 'Agard', email: 'prefet@interieur.example' },
    ]);
    expect(await state(request.id)).toBe('submitted');
  });

  it('leaves approvals alone when an import changes nothing that a certificate says', async () => {
    const request = await ask();
    await w.approve(request.id);
    await w.flow.imports.all(w.adele, 'people', [
      { ...renamed, givenName: 'Alice', familyName: 'Agard', site: 'Pessac' },
    ]);
    expect(await state(request.id)).toBe('approved');
  });

  it('makes a correspondent wait who fills the journal, and never the report of a loss', async () => {
    const { id } = await w.flow.request.submit(w.corinne, {
      holder: 'M-ALICE',
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    const amend = async () => w.flow.request.amend(w.corinne, { ...(await w.seen(id)), comment: 'encore' });
    await amend();
    const { left, spend } = pace(w.store, `for others ${w.corinne.personId}`, w.clock.now(), FOR_OTHERS);
    expect(left).toBe(FOR_OTHERS.burst - 2);
    for (let n = 0; n < left; n += 1) spend();
    await expect(amend()).rejects.toMatchObject({ code: 'too_many_requests' });
    const lost = w.flow.revocation.reportLoss(w.corinne, { serial: 'NONE', reason: 'lost' });
    await expect(lost).rejects.toMatchObject({ code: 'not_found' });
    w.clock.advance(2_000);
    await amend();
  });

  it('has no secret hashed for somebody who may not print it', async () => {
    await w.close();
    const hashed: string[] = [];
    const hash = async (secret: string) => String(hashed.push(secret));
    w = await createWorld({ hasher: { hash, verify: async () => false } });
    hashed.length = 0; // what a wrong revocation code is compared with was made at the start
    await w.refuses('not_found', w.flow.letters.print(w.alice, { letterId: 'NONE' }));
    const request = await ask();
    await w.approve(request.id);
    await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    const letter = await w.pinLetter(request.id);
    await w.refuses('forbidden', w.flow.letters.print(w.alice, { letterId: letter.id }));
    await w.refuses('same_person', w.flow.letters.print(w.thomas, { letterId: letter.id }));
    expect(hashed).toEqual([]);
  });

  describe('of an administrator who imports', () => {
    const account = { userPrincipalName: 'prefet@span.example', securityIdentifier: 'S-1-5-21-1-2-3-500' };
    const bruno = { ...renamed, directoryId: 'M-BRUNO', givenName: 'Bruno', familyName: 'Bell' };
    beforeEach(() => w.flow.imports.all(w.adele, 'people', [{ ...renamed, ...account }]));

    it.each([
      ['the Windows account', { userPrincipalName: 'PREFET@span.example' }],
      ['the SID', { securityIdentifier: account.securityIdentifier }],
    ])('gives nobody %s of somebody else, with which their token would open that session', async (_, stolen) => {
      await w.refuses('conflict', w.flow.imports.all(w.adele, 'people', [{ ...bruno, ...stolen }]));
      await w.refuses(
        'conflict',
        w.flow.imports.all(w.adele, 'people', [{ ...bruno, directoryId: 'M-NEW', ...stolen }]),
      );
      expect(await w.reads.get('person', w.bruno.personId)).toMatchObject({ securityIdentifier: null });
    });

    it('makes no second account of one person by writing their id otherwise', async () => {
      const people = await w.reads.count('person', {});
      await w.flow.imports.all(w.adele, 'people', [{ ...renamed, directoryId: 'm-alice', site: 'Pessac' }]);
      expect(await w.reads.count('person', {})).toBe(people);
      expect(await w.reads.get('person', w.alice.personId)).toMatchObject({ directoryId: 'M-ALICE', site: 'Pessac' });
    });
  });

  it('shows the approver an address of their own, and a certificate that opens more', async () => {
    const said = async (id: string) => (await w.flow.reading.request(w.valerie, id)).anomalies;
    const plain = await ask();
    expect(await said(plain.id)).toEqual([]);
    await w.flow.request.amend(w.alice, { ...(await w.seen(plain.id)), deliverySite: '3 rue du Bac, Paris' });
    expect(await said(plain.id)).toEqual(['delivery-elsewhere']);
    // the list of any length goes by the same rule
    const listed = async (has: boolean, usual = 'agent-vpn') => {
      const { items } = await w.opened.lists.requests({ visible: 'all', anomalies: { has, usual } }, { limit: 9 });
      return items.map(({ number }) => number);
    };
    expect([await listed(true), await listed(false)]).toEqual([[plain.number], []]);
    const usual = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    expect([await listed(true), await listed(false)]).toEqual([[plain.number], [usual.number]]);
    expect(await listed(false, 'smart-card-logon')).toEqual([]);
  });

  it('shows the approver that the agent has a nomade credential on another device', async () => {
    const nomade = (name = 'Téléphone') =>
      w.flow.request.submit(w.alice, { kind: 'nomade', device: { kind: 'android', name }, priority: 0 });
    const odd = async () => {
      const { items } = await w.opened.lists.requests(
        { visible: 'all', anomalies: { has: true, usual: 'agent-vpn' }, state: ['submitted'] },
        { limit: 9 },
      );
      return items.map(({ number }) => number);
    };
    const first = await nomade();
    expect(await odd()).toEqual([]);
    await w.approve(first.id);
    await w.flow.software.release(w.thomas, { requestId: first.id });
    await w.flow.software.download(w.alice, { requestId: first.id, terms: 1, form: 'modern' });
    expect((await w.flow.reading.request(w.valerie, first.id)).anomalies).toEqual([]);
    const again = await nomade();
    expect((await w.flow.reading.request(w.valerie, again.id)).anomalies).toEqual([]);
    await w.flow.request.withdraw(w.alice, { requestId: again.id });
    const second = await nomade('Tablette');
    expect((await w.flow.reading.request(w.valerie, second.id)).anomalies).toEqual(['other-credential']);
    expect(await odd()).toEqual([second.number]);
  });

  it('imports nobody whose id is another person’s address, nor the reverse: they would sign in as them', async () => {
    const mallory = { ...renamed, directoryId: 'Mallory@ministere.example', email: 'mallory@interieur.example' };
    const people = await w.reads.count('person', {});
    const shadow = { ...mallory, directoryId: 'M-Alice@interieur.example' };
    await w.refuses('conflict', w.flow.imports.all(w.adele, 'people', [shadow]));
    expect(await w.reads.count('person', {})).toBe(people);
    await w.flow.imports.all(w.adele, 'people', [mallory]);
    const reverse = { ...renamed, directoryId: 'M-MALLORY', email: 'mallory@MINISTERE.example' };
    await w.refuses('conflict', w.flow.imports.all(w.adele, 'people', [reverse]));
    const own = { ...renamed, directoryId: 'own@interieur.example', email: 'own@interieur.example' };
    for (const outcome of ['added', 'unchanged'] as const)
      expect((await w.flow.imports.all(w.adele, 'people', [own]))[outcome]).toBe(1);
  });

  describe('of two administrators', () => {
    const args = () => ({ personId: w.eve.personId, role: 'technician' as const, scope: '*' });

    it('are not enough where one was a security officer once', async () => {
      const validUntil = w.clock.now() + 3_600_000;
      await w.dual('role.grant', { personId: w.bruno.personId, role: 'security-officer', scope: '*', validUntil });
      w.clock.advance(7_200_000);
      await w.dual('role.grant', { personId: w.bruno.personId, role: 'administrator', scope: '*' });
      await letIn(w.identity, w, w.bruno.personId);
      const bruno = { ...w.bruno, grants: await w.reads.find('grant', { personId: w.bruno.personId }) };
      await w.refuses('forbidden', w.dual('role.grant', args(), bruno, w.armand));
    });

    it('cannot use what a security officer proposed before their role or account ended', async () => {
      await w.dual('role.grant', { personId: w.simon.personId, role: 'security-officer', scope: '*' });
      await letIn(w.identity, w, w.simon.personId); // somebody is left who holds the role
      const proposal = await w.flow.dualControl.propose(w.odile, { act: 'role.grant', args: args() });
      await w.flow.people.disable(w.adele, { personId: w.odile.personId });
      const seen = { proposalId: proposal.id, argsHash: proposal.argsHash };
      await w.refuses('forbidden', w.flow.dualControl.confirm(w.armand, seen));
      const other = await w.flow.dualControl.propose(w.olga, { act: 'role.grant', args: args() });
      const [grant] = await w.reads.find('grant', { personId: w.olga.personId, role: 'security-officer' });
      await w.flow.people.endGrant(w.adele, { grantId: grant!.id });
      await w.refuses(
        'forbidden',
        w.flow.dualControl.confirm(w.armand, { proposalId: other.id, argsHash: other.argsHash }),
      );
    });
  });

  it.each([
    [
      'the role ended',
      async () => {
        const [grant] = await w.reads.find('grant', { personId: w.valerie.personId, role: 'approver' });
        await w.flow.people.endGrant(w.adele, { grantId: grant!.id });
      },
    ],
    ['the account was disabled', () => w.flow.people.disable(w.adele, { personId: w.valerie.personId })],
  ])('does nothing for an operator whose request was on its way when %s', async (_, ends) => {
    const request = await ask();
    await ends();
    await w.refuses('forbidden', w.approve(request.id));
    expect(await state(request.id)).toBe('submitted');
  });

  describe('by one administrator', () => {
    /** Olga is the only officer who can come in: Odile's account waits for a link. */
    const alone = () => w.dual('account.recover', { personId: w.odile.personId });
    /** They hold the role for a day only. */
    const deputyOf = async (who: Caller, role: 'administrator'): Promise<Caller> => {
      await w.flow.people.endGrant(w.adele, { grantId: await grantOf(who, role) });
      const validUntil = w.clock.now() + 86_400_000;
      await w.dual('role.grant', { personId: who.personId, role, scope: '*', validUntil });
      return { ...who, grants: await w.reads.find('grant', { personId: who.personId, revokedAt: null }) };
    };
    const grantOf = async ({ personId }: Caller, role: Role) =>
      (await w.reads.find('grant', { personId, role, revokedAt: null }))[0]!.id;

    it('cannot take the last security officer away, nor the last administrator', async () => {
      await alone();
      const armand = await deputyOf(w.armand, 'administrator');
      await w.refuses('last_of_role', w.flow.people.disable(armand, { personId: w.olga.personId }));
      await w.refuses('last_of_role', w.flow.people.disable(armand, { personId: w.adele.personId }));
      const officer = await grantOf(w.olga, 'security-officer');
      await w.refuses('last_of_role', w.flow.people.endGrant(armand, { grantId: officer }));
      const administrator = await grantOf(w.adele, 'administrator');
      await w.refuses('last_of_role', w.flow.people.endGrant(armand, { grantId: administrator }));
    });

    it('takes one away whose roles another one holds without an end', async () => {
      await alone();
      const deputy = { personId: w.simon.personId, role: 'security-officer', scope: '*' } as const;
      await w.dual('role.grant', { ...deputy, validUntil: w.clock.now() + 60_000 });
      const grantId = await grantOf(w.olga, 'security-officer');
      await w.refuses('last_of_role', w.flow.people.endGrant(w.adele, { grantId }));
      await w.flow.people.disable(w.adele, { personId: w.odile.personId });
      await w.flow.people.disable(w.adele, { personId: w.bruno.personId });
    });
  });

  it('shows who approves what the certificate says of its holder, and takes no approval of what was shown before', async () => {
    const request = await ask();
    const shown = await w.flow.reading.request(w.valerie, request.number);
    expect(shown.certified).toEqual({
      commonName: 'Alice Agard',
      serialNumber: w.alice.personId,
      email: 'm-alice@interieur.example',
      profile: 'agent-vpn',
      key: 'ec-p256',
      days: 1095,
    });
    const { clear } = await w.flow.reading.undecided(w.valerie, {}, { limit: 10 });
    expect(clear[0]!.certified).toEqual(shown.certified);
    for (const who of [w.alice, w.thomas])
      expect((await w.flow.reading.request(who, request.number)).certified).toBeNull();
    await w.flow.imports.all(w.adele, 'people', [
      { ...renamed, givenName: 'Alice', familyName: 'Agard', email: 'x@interieur.example' },
    ]);
    const { contentHash } = shown.request;
    await w.refuses(
      'changed_since',
      w.flow.approval.approve(w.valerie, { requestId: request.id, contentHash, seenPriority: 0 }),
    );
    await w.approve(request.id);
  });

  it.each(['desk', 'shipment'])('lets no technician accept in the name of the holder: %s', async (mode) => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    if (mode === 'desk') await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    else await w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: 'C-1' });
    await w.refuses('forbidden', w.flow.handover.accept(w.theo, { requestId }));
    await w.flow.handover.accept(w.alice, { requestId });
  });

  it('lets who shipped a token not receive its parcel as a correspondent, nor print its letter', async () => {
    const both = await correspondent(w.theo, 'theo');
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.ship(both, { requestId, slot: '1', trackingNumber: 'C-1' });
    const acts = await w.flow.reading.actsOn(both, (await w.reads.get('request', requestId))!);
    expect(acts).not.toContain('handover.confirmReceipt');
    expect(acts).not.toContain('handover.receiveParcel');
    await w.refuses('forbidden', w.flow.handover.accept(both, { requestId }));
    await w.refuses('same_person', w.flow.handover.receiveParcel(both, { requestId }));
    await w.flow.handover.accept(w.alice, { requestId });
    await w.refuses('forbidden', w.flow.handover.confirmReceipt(both, { requestId }));
    await w.flow.handover.confirmReceipt(w.alice, { requestId });
    const { id: letterId } = await w.pinLetter(requestId);
    await w.refuses('same_person', w.flow.letters.print(both, { letterId }));
    await w.flow.letters.print(w.vincent, { letterId });
    await w.refuses('same_person', w.flow.letters.confirm(both, { letterId }));
  });

  it('lets a correspondent confirm the parcel and nothing else, and not print its letter', async () => {
    const vincent = await correspondent(w.vincent, 'vincent');
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: 'C-1' });
    await w.flow.handover.receiveParcel(vincent, { requestId });
    await w.refuses('forbidden', w.flow.handover.accept(vincent, { requestId }));
    await w.flow.handover.accept(w.alice, { requestId });
    await w.refuses('forbidden', w.flow.handover.confirmReceipt(vincent, { requestId }));
    await w.flow.handover.confirmReceipt(w.alice, { requestId });
    const { id: letterId } = await w.pinLetter(requestId);
    for (const by of [vincent, w.theo, w.thomas])
      await w.refuses('same_person', w.flow.letters.print(by, { letterId }));
    const [waiting] = (await w.flow.reading.letters(w.theo)).letters.filter((l) => l.id === letterId);
    expect(waiting!.carrierIds).toEqual([w.theo.personId, vincent.personId]);
  });

  it('lets a technician who holds a shipped token accept and receive it, whoever shipped it', async () => {
    const theo = await correspondent(w.theo, 'theo');
    const { id: requestId } = await w.produced(theo, 'PN-1');
    await w.flow.handover.ship(theo, { requestId, slot: '1', trackingNumber: 'C-1' });
    await w.flow.handover.accept(theo, { requestId });
    await w.flow.handover.confirmReceipt(theo, { requestId });
  });

  it('leaves a printed PIN letter to whoever printed it: nobody prints it again and takes the token in hand then', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    await w.accept(requestId);
    const { id: letterId } = await w.pinLetter(requestId);
    await w.flow.letters.print(w.valerie, { letterId });
    await w.refuses('same_person', w.flow.letters.print(w.vincent, { letterId }));
    await w.refuses('same_person', w.flow.letters.confirm(w.vincent, { letterId }));
    await w.flow.letters.print(w.valerie, { letterId });
    await w.flow.letters.confirm(w.valerie, { letterId });
  });

  it('ships no token whose PIN letter was printed at the desk', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    await w.accept(requestId);
    await w.refuses('same_person', w.flow.letters.print(w.theo, { letterId: (await w.pinLetter(requestId)).id }));
    await w.flow.letters.print(w.vincent, { letterId: (await w.pinLetter(requestId)).id });
    await w.refuses('wrong_state', w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: 'C-1' }));
    // who printed it does not take the token in hand either
    await w.refuses('same_person', w.flow.handover.challenge(w.vincent, { requestId, slot: '1' }));
    await w.flow.letters.confirm(w.vincent, { letterId: (await w.pinLetter(requestId)).id });
    await w.flow.handover.handOver(w.theo, { requestId });
    await w.flow.handover.repeat(w.theo, { requestId, reason: 'dead-on-arrival' });
    w.clock.advance(1000);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
    await w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: 'C-2' });
  });

  it('slows somebody who fills the journal with refusals, says so in it, and never slows a loss', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const before = await w.reads.count('request', {});
    const codes: string[] = [];
    for (let i = 0; i < 450; i += 1) {
      const refusal = w.flow.request.withdraw(w.alice, { requestId: 'DEM-2026-99999' });
      codes.push(
        await refusal.then(
          () => 'done',
          (error: { code: string }) => error.code,
        ),
      );
    }
    expect(codes.slice(0, 300).every((code) => code === 'not_found')).toBe(true);
    expect(codes.at(-1)).toBe('too_many_requests');
    const [newest] = (await w.opened.lists.entries({}, { limit: 1 })).items;
    expect(newest).toMatchObject({ outcome: 'refused', detail: { code: 'not_found', slowed: true } });
    expect(await w.reads.count('request', {})).toBe(before);
    await w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason: 'lost' });
    expect((await w.reads.get('token', tokenId))?.state).toBe('revoked');
    w.clock.advance(60_000);
    await w.refuses('not_found', w.flow.request.withdraw(w.alice, { requestId: 'DEM-2026-99999' }));
  });

  it('slows an agent who asks and withdraws without end', async () => {
    let code = '';
    for (let i = 0; i < 450 && code === ''; i += 1) {
      await w.flow.request
        .submit(w.bruno, { kind: 'nomade', device: { kind: 'android', name: 'Téléphone' }, priority: 0 })
        .then((r) => w.flow.request.withdraw(w.bruno, { requestId: r.id }))
        .catch((error: { code: string }) => {
          code = error.code;
        });
    }
    expect(code).toBe('too_many_requests');
  });
});

describe('texts of people', () => {
  it.each([
    ['a character that turns the reading direction', 'Paris\u202ezednerP'],
    ['half a character', 'Paris\ud800'],
    ['a NUL', 'Paris\u0000'],
  ])('takes no text that an approver or a letter would show otherwise: %s', (_, text) => {
    expect(FreeText.safeParse(text).success).toBe(false);
    expect(SubmitRequest.safeParse({ kind: 'nomade', deliverySite: text }).success).toBe(false);
  });
  it('takes lines in a comment, none in a delivery site', () => {
    expect(FreeText.safeParse('deux\nlignes\tici').success).toBe(true);
    expect(SubmitRequest.safeParse({ kind: 'nomade', deliverySite: 'Paris\nLyon' }).success).toBe(false);
  });
});
