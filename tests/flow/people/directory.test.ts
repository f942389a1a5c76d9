import { cast, createFake, DOWN, person, record } from '../../support/world/directory.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('the directory', () => {
  let w: World;
  let fake: ReturnType<typeof createFake>;
  const warned: string[] = [];
  beforeEach(async () => {
    warned.length = 0;
    fake = createFake();
    w = await createWorld({ directory: fake.directory, warn: (message) => warned.push(message) });
    fake.holds(...cast());
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const read = (manyLeft = false) => w.flow.directory.read(w.adele, { manyLeft });
  const byId = async (directoryId: string) => (await w.reads.find('person', { directoryId }))[0];
  const ask = (by: World['alice'], holder: string) =>
    w.flow.request.submit(by, { kind: 'first-issue', workstation: 'PN-1', priority: 0, holder });

  describe('at request time', () => {
    it('brings in whom a correspondent asks for, under the id as the directory writes it', async () => {
      fake.holds(record(person('M-NADIA')));
      const request = await ask(w.corinne, 'm-nadia');
      const nadia = (await byId('M-NADIA'))!;
      expect(request).toMatchObject({ holderId: nadia.id, askerId: w.corinne.personId });
      expect(await w.reads.find('grant', { personId: nadia.id })).toMatchObject([{ role: 'agent' }]);
      expect(await w.reads.get('account', nadia.id)).toMatchObject({ state: 'invited' });
    });

    it('is not asked about whom we know already', async () => {
      fake.fails(DOWN);
      await ask(w.corinne, 'M-ALICE');
      expect(fake.asked()).toBe(0);
    });

    it.each([
      ['who has left', () => record(person('M-X'), false), 'not_found'],
      ['of another service', () => record(person('M-X', { service: 'PREF-59' })), 'out_of_scope'],
      [
        'of whom it says too little',
        () => ({ ...record(person('M-X')), person: undefined, problems: ['email'] }),
        'invalid_input',
      ],
    ] as const)('brings in nobody %s', async (_, entry, code) => {
      fake.holds(entry());
      await expect(ask(w.corinne, 'M-X')).rejects.toMatchObject({ code });
      expect(await byId('M-X')).toBeUndefined();
    });

    it('is no oracle for whoever may ask for nobody but themselves', async () => {
      fake.holds(record(person('M-X')));
      for (const id of ['M-X', 'M-NOBODY', 'M-BRUNO']) // there, nowhere, here already
        await expect(ask(w.alice, id)).rejects.toMatchObject({ code: 'forbidden' });
      expect(fake.asked()).toBe(0);
    });

    it('says when it is down, and who is known is asked for all the same', async () => {
      fake.fails(DOWN);
      await expect(ask(w.corinne, 'M-X')).rejects.toMatchObject({ code: 'service_unreachable' });
      await ask(w.corinne, 'M-BRUNO');
    });

    it('is searched by name: a correspondent finds their service, an administrator everybody, an agent nobody', async () => {
      fake.holds(
        record(person('M-1', { familyName: 'Petit' })),
        record(person('M-2', { familyName: 'Petitjean', service: 'PREF-59' })),
        record(person('M-3', { familyName: 'Petitot' }), false),
        ...cast(),
      );
      const ids = async (by: World['alice'], text: string) =>
        (await w.flow.directory.search(by, { text })).map((p) => p.directoryId);
      expect(await ids(w.corinne, 'petit')).toEqual(['M-1']);
      expect(await ids(w.adele, 'petit')).toEqual(['M-1', 'M-2']);
      await expect(ids(w.alice, 'petit')).rejects.toMatchObject({ code: 'forbidden' });
      const [alice] = await w.flow.directory.search(w.corinne, { text: 'agard' });
      expect(alice).toEqual({
        directoryId: 'M-ALICE',
        givenName: 'Alice',
        familyName: 'Agard',
        service: 'PREF-33',
        site: 'Bordeaux',
        known: true,
      });
    });
  });

  describe('read as a whole', () => {
    it('adds who is new, brings up to date who is known, refuses what an import refuses', async () => {
      const alice = { ...person('M-ALICE', { givenName: 'Alice', familyName: 'Agard', site: 'Bègles' }) };
      fake.holds(
        ...cast(['alice']),
        record(alice),
        record(person('M-NADIA')),
        record(person('m-nadia', { familyName: 'Autre' })),
        record(person('M-LEFT'), false),
        { ...record(person('M-BAD')), person: undefined, problems: ['email'] },
      );
      const size = await w.opened.journal.size();
      const counts = { seen: 18, added: 1, updated: 1, unchanged: 13, refused: 2, leavers: 0, suggestions: 0 };
      expect(await read()).toEqual(counts);
      expect(await byId('M-ALICE')).toMatchObject({ site: 'Bègles' });
      expect([await byId('M-LEFT'), await byId('M-BAD'), await byId('m-nadia')]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      const lines: string[] = [];
      for await (const page of w.opened.journal.lines(size, await w.opened.journal.size())) lines.push(...page);
      expect(lines.map((l) => JSON.parse(l).action)).toEqual(['person.update', 'person.add', 'directory.read']);
      expect(JSON.parse(lines.at(-1)!)).toMatchObject({ actor: w.adele.personId, detail: counts });
      expect(lines.join()).not.toMatch(/Nadia|Nouveau|Agard|interieur\.example/);
      expect(await read()).toMatchObject({ added: 0, updated: 0 });
    });

    it('goes on behind the row of a person that somebody edited, and takes nobody for a leaver for it', async () => {
      await read();
      const { site } = (await byId('M-ALICE'))!;
      const edit = (to: string) =>
        w.opened.behind.run(`update "person" set "site" = ? where "id" = ?`, to, w.alice.personId);
      await edit('Ailleurs');
      fake.holds(...cast(['bruno']), record(person('M-NADIA')));
      expect(await w.flow.directory.readAgain()).toMatchObject({ added: 1, refused: 1, leavers: 1 });
      await edit(site);
      const { standings } = await w.store.directory();
      expect(standings.filter(({ state }) => state !== 'present')).toMatchObject([
        { personId: w.bruno.personId, state: 'gone' },
      ]);
      expect(standings.some(({ personId }) => personId === w.alice.personId)).toBe(true);
      expect(warned).toEqual(['a person of the directory is left as they are: their rows are not as the journal says']);
    });

    it('is an act of administrators, or of the service itself', async () => {
      await w.refuses('forbidden', w.flow.directory.read(w.corinne, { manyLeft: false }));
      expect(await w.flow.directory.readAgain()).toMatchObject({ seen: 14 });
    });

    it('keeps what it read when the directory breaks off, and takes nobody for a leaver', async () => {
      await read();
      fake.holds(record(person('M-NADIA')), ...cast(['alice']));
      fake.fails(DOWN);
      fake.groups();
      await expect(read()).rejects.toMatchObject({ code: 'service_unreachable' });
      expect(await w.flow.directory.leavers(w.olga)).toEqual([]);
    });

    it('has approvals given again when it changes the name of a holder, and waits for a production that runs', async () => {
      await read();
      const request = await ask(w.corinne, 'M-ALICE');
      await w.approve(request.id);
      fake.holds(...cast(['alice']), record({ ...cast([])[0]!.person!, familyName: 'Agard-Roux' }));
      await read();
      expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'submitted' });
      await w.approve(request.id);
      const producing = w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
      w.twin.onStep('generateKey', async () => {
        fake.holds(
          ...cast(['alice', 'bruno']),
          record({ ...cast([])[0]!.person!, familyName: 'Autre' }),
          record(person('M-BRUNO')),
        );
        expect(await read()).toMatchObject({ refused: 1, updated: 1 });
      });
      await producing;
      expect(await byId('M-ALICE')).toMatchObject({ familyName: 'Agard-Roux' });
      expect(await w.flow.directory.leavers(w.olga)).toEqual([]);
      expect(await read()).toMatchObject({ refused: 0 });
    });
  });

  describe('shows who has left', () => {
    it('by an entry that is locked or gone; coming back ends it', async () => {
      const { tokenId } = await w.activeToken(w.alice, 'PN-1');
      await w.activeToken(w.bruno, 'PN-2');
      await read();
      expect(await w.flow.directory.leavers(w.olga)).toEqual([]);
      const alice = cast().find((r) => r.directoryId === 'M-ALICE')!;
      fake.holds(...cast(['alice', 'bruno', 'eve']), { ...alice, enabled: false });
      expect(await read()).toMatchObject({ leavers: 3 });
      const leavers = await w.flow.directory.leavers(w.olga);
      expect(leavers.map((l) => [l.person.directoryId, l.state]).sort()).toEqual([
        ['M-ALICE', 'disabled'],
        ['M-BRUNO', 'gone'], // Ève has nothing in use
      ]);
      expect(leavers.find((l) => l.person.directoryId === 'M-ALICE')?.tokens.map((t) => t.id)).toEqual([tokenId]);
      fake.holds(...cast());
      await read();
      expect(await w.flow.directory.leavers(w.olga)).toEqual([]);
      expect(await w.reads.count('token', { state: 'active' })).toBe(2);
    });

    it('never among those whom it never showed: founders, people of a CSV file', async () => {
      await w.activeToken(w.alice, 'PN-1');
      fake.holds(...cast(['alice']));
      expect(await read()).toMatchObject({ leavers: 0 });
    });

    it('to whoever may revoke: all to the security officer, their scope to an approver, nobody to others', async () => {
      await w.activeToken(w.alice, 'PN-1');
      await read();
      fake.holds(...cast(['alice']));
      await read();
      const seen = async (by: World['alice']) => (await w.flow.directory.leavers(by)).length;
      expect([await seen(w.olga), await seen(w.vera), await seen(w.victor)]).toEqual([1, 1, 0]);
      for (const by of [w.adele, w.thomas, w.corinne, w.alice])
        await expect(w.flow.directory.leavers(by)).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('revokes nothing by itself: one click of who may, with a fresh factor, revokes all that the leaver has', async () => {
      const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
      await read();
      const { personId } = w.alice;
      await w.refuses('wrong_state', w.flow.directory.revokeLeaver(w.olga, { personId }));
      fake.holds(...cast(['alice']));
      await read();
      expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'active' });
      await w.refuses('fresh_factor_needed', w.flow.directory.revokeLeaver({ ...w.olga, freshUntil: 0 }, { personId }));
      await w.refuses('out_of_scope', w.flow.directory.revokeLeaver(w.victor, { personId }));
      await w.refuses('forbidden', w.flow.directory.revokeLeaver(w.adele, { personId }));
      expect(await w.flow.directory.revokeLeaver(w.olga, { personId })).toEqual({
        tokens: 1,
        credentials: 0,
        requests: 0,
        published: true,
      });
      expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
      expect(await w.reads.get('certificate', certificateId)).toMatchObject({ revocationReason: 'left-service' });
      await w.refuses('already_done', w.flow.directory.revokeLeaver(w.olga, { personId }));
      expect(await w.flow.directory.leavers(w.olga)).toEqual([]);
    });

    it('lists and revokes a leaver whose own row and account somebody edited', async () => {
      const { tokenId } = await w.activeToken(w.alice, 'PN-1');
      const bruno = await w.activeToken(w.bruno, 'PN-2');
      await read();
      fake.holds(...cast(['alice', 'bruno']));
      await read();
      const { personId } = w.alice;
      const edit = (service: string, state: string) =>
        Promise.all([
          w.opened.behind.run(`update "person" set "service" = ? where "id" = ?`, service, personId),
          w.opened.behind.run(`update "account" set "state" = ? where "id" = ?`, state, personId),
        ]);
      const { model } = (await w.reads.get('token', bruno.tokenId))!;
      const editToken = (to: string) =>
        w.opened.behind.run(`update "token" set "model" = ? where "id" = ?`, to, bruno.tokenId);
      await editToken('Edited'); // of another: all that he has
      await edit('EDITED', 'disabled');
      expect(await w.flow.directory.leavers(w.olga)).toMatchObject([
        { person: { id: personId, familyName: null, service: '' }, tokens: [{ id: tokenId }] },
      ]);
      await w.refuses('out_of_scope', w.flow.directory.revokeLeaver(w.victor, { personId }));
      expect(await w.flow.directory.revokeLeaver(w.olga, { personId })).toMatchObject({ tokens: 1 });
      await edit(w.alice.service, 'active');
      await editToken(model);
      expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
    });

    it('ends with their tokens what waits for them at the desk: nobody makes it again', async () => {
      await read();
      const asked = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
      await w.approve(asked.id);
      await w.flow.production.produce(w.thomas, { requestId: asked.id, slot: '1' });
      fake.holds(...cast(['alice']));
      await read();
      expect(await w.flow.directory.revokeLeaver(w.olga, { personId: w.alice.personId })).toMatchObject({ tokens: 1 });
      expect(await w.reads.get('request', asked.id)).toMatchObject({ state: 'withdrawn' });
      expect(await w.flow.reading.toMakeAgain(w.thomas, 10)).toMatchObject({ items: [] });
    });

    it('not when more are missing than ever leave at once, unless somebody says that it is so', async () => {
      const many = Array.from({ length: 60 }, (_, i) => record(person(`M-${1000 + i}`)));
      fake.holds(...cast(), ...many);
      await read();
      fake.holds(...cast(), ...many.slice(0, 39));
      await expect(read()).rejects.toMatchObject({ code: 'limit_reached', detail: { left: 21, present: 74 } });
      await expect(w.flow.directory.readAgain()).rejects.toMatchObject({ code: 'limit_reached' });
      expect(await w.store.directory()).toMatchObject({ suggestions: [] });
      expect((await w.store.directory()).standings.every((s) => s.state === 'present')).toBe(true);
      expect(await read(true)).toMatchObject({ leavers: 21 });
      fake.holds(...cast(), ...many.slice(0, 19));
      expect(await read()).toMatchObject({ leavers: 41 });
    });
  });

  describe('suggests roles', () => {
    const of = async () =>
      (await w.flow.directory.suggestions(w.adele))
        .map((s) => `${s.kind} ${s.person.directoryId} ${s.role} ${s.scope}`)
        .sort();

    it('from its groups, and grants none: two persons do, as for every operator role', async () => {
      fake.groups(
        { role: 'approver', scope: 'PREF-33', members: ['m-alice', 'M-VERA', 'M-NOBODY'] },
        { role: 'technician', scope: '*', members: ['M-THOMAS', 'M-THEO'] },
      );
      await read();
      expect(await of()).toEqual([
        'end M-VINCENT technician *', // a technician whom the group does not have
        'grant M-ALICE approver PREF-33',
      ]);
      const grants = await w.reads.count('grant', {});
      await read();
      expect(await w.reads.count('grant', {})).toBe(grants);
      await w.dual('role.grant', { personId: w.alice.personId, role: 'approver', scope: 'PREF-33' });
      expect(await of()).toEqual(['end M-VINCENT technician *']);
      const [end] = await w.flow.directory.suggestions(w.adele);
      await w.flow.people.endGrant(w.adele, { grantId: end!.grantId! });
      expect(await of()).toEqual([]);
      await read();
      expect(await of()).toEqual([]);
    });

    it('back from who has left, whichever they hold, and none to them', async () => {
      await read();
      fake.groups({ role: 'technician', scope: '*', members: ['M-THOMAS', 'M-THEO', 'M-VINCENT', 'M-ALICE'] });
      const alice = cast().find((r) => r.directoryId === 'M-ALICE')!;
      fake.holds(...cast(['alice', 'aurore']), { ...alice, enabled: false });
      await read();
      expect(await of()).toEqual(['end M-AURORE auditor *']);
    });

    it('into the acts by which roles are given and ended anyway, and only while it makes them', async () => {
      fake.groups(
        { role: 'approver', scope: 'PREF-33', members: ['M-ALICE', 'M-VERA'] },
        { role: 'supervisor', scope: '*', members: ['M-EVE', 'M-SIMON'] },
        { role: 'technician', scope: '*', members: ['M-THOMAS', 'M-THEO'] },
      );
      await read();
      const toDecide = await w.flow.directory.suggestionCount(w.armand);
      const follow = (by: World['alice'], ref: object) =>
        w.flow.directory.followSuggestion(by, { scope: '*', kind: 'grant', ...ref } as never);
      const approver = { personId: w.alice.personId, role: 'approver', scope: 'PREF-33' };
      await w.refuses('forbidden', follow(w.thomas, approver));
      await w.refuses('fresh_factor_needed', follow({ ...w.armand, freshUntil: 0 }, approver));
      await w.refuses('not_found', follow(w.armand, { ...approver, scope: 'PREF-59' }));
      await w.refuses('same_person', follow({ ...w.armand, personId: w.alice.personId }, approver));
      const { outcome, proposalId } = await follow(w.armand, approver);
      expect([outcome, await w.reads.count('grant', { ...approver, role: 'approver' })]).toEqual(['proposed', 0]);
      await w.refuses('already_done', follow(w.armand, approver));
      const waiting = (await w.flow.directory.suggestions(w.armand)).filter((s) => s.proposed);
      expect(waiting).toMatchObject([{ personId: w.alice.personId, role: 'approver' }]);
      expect(await w.flow.directory.suggestionCount(w.armand)).toBe(toDecide - 1); // it waits for a second person
      const all = await w.flow.directory.suggestions(w.armand);
      const [{ personId: whose } = { personId: '' }] = all.filter((s) => !s.proposed);
      const theirs = all.filter((s) => !s.proposed && s.personId === whose).length;
      expect(await w.flow.directory.suggestionCount({ ...w.armand, personId: whose })).toBe(toDecide - 1 - theirs);
      const proposal = (await w.reads.get('proposal', proposalId ?? ''))!;
      await w.flow.dualControl.confirm(w.odile, { proposalId: proposal.id, argsHash: proposal.argsHash });
      expect(await w.reads.count('grant', { ...approver, role: 'approver' })).toBe(1);
      const { personId } = w.eve;
      expect(await follow(w.armand, { personId, role: 'supervisor' })).toMatchObject({ outcome: 'granted' });
      const vincent = { personId: w.vincent.personId, role: 'technician', kind: 'end' };
      expect(await follow(w.armand, vincent)).toMatchObject({ outcome: 'ended' });
      await w.refuses('not_found', follow(w.armand, vincent));
      expect(await of()).toEqual([]);
    });

    it('that somebody puts aside with a reason, until the directory makes them anew', async () => {
      const group = {
        role: 'technician' as const,
        scope: '*',
        members: ['M-THOMAS', 'M-THEO', 'M-VINCENT', 'M-ALICE'],
      };
      fake.groups(group);
      await read();
      const [first] = await w.flow.directory.suggestions(w.adele);
      const input = { personId: w.alice.personId, role: 'technician', scope: '*', kind: 'grant' } as const;
      const dismiss = (by: World['alice']) => w.flow.directory.dismissSuggestion(by, { ...input, reason: 'temporary' });
      await w.refuses('forbidden', dismiss(w.olga));
      await dismiss(w.armand);
      const { items } = await w.opened.lists.entries({ action: 'suggestion.dismiss', outcome: 'done' }, { limit: 1 });
      expect(items[0]?.detail).toEqual({ role: 'technician', scope: '*', kind: 'grant', reason: 'temporary' });
      expect(await of()).toEqual([]);
      w.clock.advance(86_400_000);
      await read();
      expect(await of()).toEqual([]);
      fake.groups({ ...group, members: group.members.slice(0, 3) });
      await read();
      fake.groups(group);
      await read();
      const [again] = await w.flow.directory.suggestions(w.adele);
      expect(again).toMatchObject({ personId: w.alice.personId, since: (first?.since ?? 0) + 86_400_000 });
    });

    it('to whoever manages accounts and nobody else', async () => {
      for (const by of [w.olga, w.thomas, w.corinne, w.alice]) {
        await expect(w.flow.directory.suggestions(by)).rejects.toMatchObject({ code: 'forbidden' });
      }
    });
  });

  describe('says how its last reading ended', () => {
    const HOUR = 3_600_000;
    const state = () => w.flow.directory.state(w.armand);

    it('whole, stopped or failed, by whom and when; and that it is stale after a day', async () => {
      expect(await state()).toEqual({ configured: true, running: false, last: null, readAt: null, stale: false });
      await read();
      const readAt = w.clock.now();
      expect(await state()).toMatchObject({
        last: { outcome: 'done', by: w.adele.personId, counts: { seen: 14, leavers: 0 } },
        readAt,
        stale: false,
      });
      w.clock.advance(25 * HOUR);
      fake.fails(DOWN);
      await expect(w.flow.directory.readAgain()).rejects.toMatchObject({ code: 'service_unreachable' });
      expect(await state()).toMatchObject({
        last: { outcome: 'failed', by: 'system', code: 'service_unreachable', at: w.clock.now(), counts: null },
        readAt,
        stale: true,
      });
      fake.fails(undefined);
      const many = Array.from({ length: 60 }, (_, i) => record(person(`M-${1000 + i}`)));
      fake.holds(...cast(), ...many);
      await read();
      fake.holds(...cast());
      await expect(read()).rejects.toMatchObject({ code: 'limit_reached' });
      expect(await state()).toMatchObject({
        last: { outcome: 'refused', code: 'limit_reached', missing: { left: 60, present: 74 } },
        stale: false,
      });
    });

    it('to administrators only', async () => {
      for (const by of [w.olga, w.thomas, w.corinne])
        expect(() => w.flow.directory.state(by)).toThrow(expect.objectContaining({ code: 'forbidden' }));
    });

    it('one at a time', async () => {
      const first = read();
      await expect(read()).rejects.toMatchObject({ code: 'conflict' });
      await first;
    });

    it('and the service reads it by itself when that is due: at first, after four hours, sooner after a failure', async () => {
      const due = async () => (await w.flow.directory.readWhenDue()) !== undefined;
      expect([await due(), await due()]).toEqual([true, false]);
      w.clock.advance(4 * HOUR);
      fake.fails(DOWN);
      await expect(due()).rejects.toMatchObject({ code: 'service_unreachable' });
      fake.fails(undefined);
      expect(await due()).toBe(false);
      w.clock.advance(HOUR / 4);
      expect([await due(), await due()]).toEqual([true, false]);
    });
  });

  it('is searched at a pace: whoever goes on without end is made to wait, and leaves an entry', async () => {
    const search = () => w.flow.directory.search(w.corinne, { text: 'agard' });
    for (let i = 0; i < 20; i++) await search();
    await expect(search()).rejects.toMatchObject({ code: 'too_many_requests' });
    const { items } = await w.opened.lists.entries({ action: 'person.read' }, { limit: 5 });
    expect(items).toMatchObject([{ actor: w.corinne.personId, outcome: 'refused', detail: { code: 'limit_reached' } }]);
    w.clock.advance(20_000);
    await search();
    await expect(search()).rejects.toMatchObject({ code: 'too_many_requests' });
  });

  it('is not copied by asking for one id after another', async () => {
    const ask = (n: number) =>
      w.flow.request.submit(w.corinne, {
        holder: `M-${2000 + n}`,
        kind: 'nomade',
        device: { kind: 'android', name: 'Téléphone' },
        priority: 0,
      });
    for (let n = 0; n < 20; n++) await expect(ask(n)).rejects.toMatchObject({ code: 'not_found' });
    await expect(ask(20)).rejects.toMatchObject({ code: 'too_many_requests' });
    await w.flow.request.submit(w.corinne, {
      holder: 'M-ALICE',
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    }); // known here
  });

  it('is not missed where none is configured', async () => {
    const without = await createWorld();
    expect(await without.flow.directory.readAgain()).toBeUndefined();
    await expect(without.flow.directory.search(without.adele, { text: 'agard' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      without.flow.request.submit(without.corinne, {
        kind: 'nomade',
        device: { kind: 'android', name: 'Téléphone' },
        priority: 0,
        holder: 'M-X',
      }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await without.close();
  });
});
