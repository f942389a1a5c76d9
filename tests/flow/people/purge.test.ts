import { create } from '../../../src/book/tables/lifecycle.ts';
import { PERSONAL } from '../../../src/book/tables/tables.ts';
import { CAST } from '../../support/world/people.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const YEAR = 366 * 86_400_000;
let w: World;
beforeEach(async () => {
  w = await createWorld();
});

const due = async () => (await w.flow.purge.due(w.armand)).map(({ id }) => id);
const purge = async (personIds: readonly string[]) => {
  const args = { personIds: [...personIds] };
  const proposal = await w.flow.dualControl.propose(w.armand, { act: 'person.purge', args });
  await w.flow.dualControl.confirm(w.odile, { proposalId: proposal.id, argsHash: proposal.argsHash });
};
const count = async (sql: string): Promise<number> => {
  const [row] = await w.opened.behind.all<{ n: number }>(`select (${sql}) as n`);
  return row?.n ?? 0;
};

describe('a purge of personal data', () => {
  afterEach(() => w.close());

  it('erases who somebody was seven years after their last certificate, and leaves every proof valid', async () => {
    const { certificateId } = await w.activeToken(w.alice, 'PN-1');
    const [request] = await w.reads.find('request', { holderId: w.alice.personId });
    await w.flow.request.submit(w.bruno, {
      kind: 'first-issue',
      workstation: 'PN-2',
      priority: 0,
      comment: 'Pour Bruno',
    });
    await w.flow.views.keep(w.alice, { list: 'demandes', name: 'Celles d’Alice', query: 'etat=closed' });
    await w.flow.firstSteps.open(w.alice, '/mes-jetons', await w.flow.firstSteps.of(w.alice));
    const before = await w.check();
    expect(before.purged).toBe(0);
    expect(await due()).toEqual([]);
    w.clock.advance(3 * YEAR + 1);
    await w.flow.expiry.expire();
    w.clock.advance(7 * YEAR);
    // Bruno's request is open still, and who holds a role is not due
    expect(new Set(await due())).toEqual(new Set([w.alice.personId, w.eve.personId]));

    await purge([w.alice.personId]);
    const nobody = { directoryId: null, givenName: null, familyName: null, email: null, purgedAt: w.clock.now() };
    expect(await w.reads.get('person', w.alice.personId)).toMatchObject(nobody);
    expect(await w.reads.get('account', w.alice.personId)).toMatchObject({ state: 'disabled' });
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({
      subject: null,
      holderId: w.alice.personId,
    });
    expect(await w.store.certificate(certificateId)).toBeUndefined();
    expect(await w.store.savedViews(w.alice.personId)).toEqual([]);
    expect(await w.store.firstSteps(w.alice.personId)).toEqual([]);
    expect(await w.reads.get('request', request!.id)).toMatchObject({
      contentSalt: null,
      contentHash: request!.contentHash,
    });
    const subjects = [`person:${w.alice.personId}`, `request:${request!.id}`, `certificate:${certificateId}`];
    for (const subject of subjects)
      expect(await count(`select count(*) from opening where subject = '${subject}'`)).toBe(0);
    const after = await w.check(); // root, replay, commitments, rules
    expect(after.size).toBeGreaterThan(before.size);
    expect(await due()).toEqual([w.eve.personId]);
    for (const { name, content } of await w.opened.behind.everything()) {
      for (const word of ['Agard', 'M-ALICE', 'm-alice@'])
        expect([name, content.includes(word)]).toEqual([name, false]);
    }
    const { items } = await w.opened.lists.entries({ action: 'person.purge' }, { limit: 5 });
    expect(items).toMatchObject([{ subject: `person:${w.alice.personId}`, actor: w.odile.personId }]);
    expect(JSON.stringify(items)).not.toContain('Agard');
  });

  it('erases whatever is personal of somebody, the Windows account and the names of their tokens too', async () => {
    const upn = { userPrincipalName: 'eve@span.example', securityIdentifier: 'S-1-5-21-1-2-3-1108' };
    const { roles: _, ...eve } = CAST['eve']!;
    await w.flow.imports.all(w.adele, 'people', [{ ...eve, email: 'eve@interieur.example', ...upn }]);
    const id = 'TOKEN-OF-EVE';
    const day = 86_400_000;
    const apiToken = {
      id,
      personId: w.eve.personId,
      name: 'Poste de Mme Evrard',
      scopes: 'agent',
      thumbprint: null,
      createdAt: w.clock.now(),
      expiresAt: w.clock.now() + day,
      revokedAt: null,
    };
    await w.store.transact((unit) =>
      unit.record({
        actor: w.eve.personId,
        role: 'agent',
        action: 'apiToken.create',
        subject: `apiToken:${id}`,
        outcome: 'done',
        detail: { days: 1 },
        changes: [create('apiToken', apiToken)],
      }),
    );
    w.clock.advance(8 * YEAR);
    await purge([w.eve.personId]);
    const person = await w.reads.get('person', w.eve.personId);
    const token = await w.reads.get('apiToken', id);
    expect(person).toMatchObject(Object.fromEntries(PERSONAL.person!.map((column) => [column, null])));
    expect(token).toMatchObject({ name: null, revokedAt: w.clock.now() });
    const of = `('person:${w.eve.personId}', 'apiToken:${id}')`;
    expect(await count(`select count(*) from opening where subject in ${of}`)).toBe(0);
    await w.check();
  });

  it('leaves the name of an operator for seven years after their last role ended, whatever certificates they had', async () => {
    w.clock.advance(8 * YEAR);
    const [grant] = await w.reads.find('grant', { personId: w.thomas.personId, role: 'technician' });
    await w.flow.people.endGrant(w.armand, { grantId: grant!.id });
    expect(await due()).not.toContain(w.thomas.personId);
    await w.refuses('wrong_state', purge([w.thomas.personId]));
    w.clock.advance(7 * YEAR);
    expect(await due()).toContain(w.thomas.personId);
  });

  it('is of people who are due, all of them or none, by two persons', async () => {
    await w.activeToken(w.alice, 'PN-1');
    const args = { personIds: [w.alice.personId] };
    await w.refuses('wrong_state', w.flow.dualControl.propose(w.armand, { act: 'person.purge', args }));
    await w.refuses('forbidden', w.flow.dualControl.propose(w.theo, { act: 'person.purge', args }));
    await w.refuses('forbidden', w.flow.purge.due(w.theo));
    w.clock.advance(8 * YEAR); // her certificate ended five years ago
    await w.refuses('wrong_state', purge([w.eve.personId, w.alice.personId]));
    const proposal = await w.flow.dualControl.propose(w.armand, {
      act: 'person.purge',
      args: { personIds: [w.eve.personId] },
    });
    await w.flow.request.submit(w.eve, { kind: 'first-issue', workstation: 'PN-3', priority: 0 });
    const confirm = w.flow.dualControl.confirm(w.odile, { proposalId: proposal.id, argsHash: proposal.argsHash });
    await w.refuses('wrong_state', confirm);
    expect(await w.reads.get('person', w.eve.personId)).toMatchObject({ purgedAt: null });
    await w.check();
  });

  it('waits longer where policy says so', async () => {
    const set = { act: 'policy.set', args: { id: 'purge.years', value: 8 } } as const;
    const proposal = await w.flow.dualControl.propose(w.armand, set);
    await w.flow.dualControl.confirm(w.odile, { proposalId: proposal.id, argsHash: proposal.argsHash });
    w.clock.advance(7 * YEAR + YEAR / 2);
    expect(await due()).toEqual([]);
    w.clock.advance(YEAR);
    expect(await due()).toContain(w.eve.personId);
  });
});
