import type { ImportRow } from '../../../src/book/tables/rows/service.ts';
import { AppError, PASSING_FAULTS } from '../../../src/errors.ts';
import { createFileChecks } from '../../../src/flow/import/checks.ts';
import { createImports } from '../../../src/flow/import/import.ts';
import { nextTurn } from '../../../src/flow/turn.ts';
import { createOnlyNode } from '../../../src/store/presence.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { machine, newMachines } from '../../support/world/machines.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('a file that is imported', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const machines = (count: number, from = 100) => Array.from({ length: count }, (_, i) => machine(`PN-${from + i}`));
  const people = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      directoryId: `M-9${i}`,
      givenName: 'Zoé',
      familyName: `Zola ${'I'.repeat(1 + (i % 5))}`,
      email: `zoe.${i}@interieur.example`,
      service: 'PREF-33',
      site: 'Bordeaux',
    }));
  const workstation = async (assetNumber: string) => (await w.reads.find('workstation', { assetNumber }))[0];
  const kept = () => w.store.secretsFor('import');
  /** The same flow with a vault of its own and a way to look in between two pieces, `before` a piece is read or after it. */
  const apart = (between: (row: ImportRow) => Promise<void> = async () => {}, at: 'before' | 'after' = 'before') => {
    const vault = createVault({ kek: new Uint8Array(32).fill(9), chance: w.opened.chance });
    let isOpen = false;
    const store = {
      ...w.store,
      secret: async (id: string) => {
        const [running] = await w.reads.find('import', { state: 'running' });
        const read = at === 'after' ? await w.store.secret(id) : undefined;
        if (running && !isOpen) {
          isOpen = true; // once at a time: what is done in between may read secrets too
          await between(running).finally(() => (isOpen = false));
        }
        return read ?? w.store.secret(id);
      },
    };
    const claims = createOnlyNode('one');
    let published = 0;
    const status = {
      publish: async () => {
        published += 1;
      },
    };
    const warnings: unknown[] = [];
    const warn = (_: string, error: unknown) => void warnings.push(error);
    const { lists } = w.opened;
    const deps = { store, lists, vault, claims, clock: w.clock, chance: w.opened.chance, status, warn };
    const again = (over: Partial<typeof w.store> = {}, its: Partial<typeof claims> = {}) =>
      createImports({ ...deps, store: { ...w.store, ...over }, claims: { ...claims, ...its } }, createFileChecks());
    return { imports: createImports(deps, createFileChecks()), again, claims, warnings, published: () => published };
  };

  it('comes in a piece at a time, under the name of who sent it, and leaves none of its rows behind', async () => {
    const done = await w.flow.imports.all(w.adele, 'people', people(45));
    expect(done).toMatchObject({
      kind: 'people',
      state: 'finished',
      rows: 45,
      taken: 45,
      added: 45,
      updated: 0,
      unchanged: 0,
      refused: 0,
      refusals: [],
      leftMs: null,
    });
    const { items } = await w.opened.lists.entries({ subject: `import:${done.id}` }, { limit: 10 });
    expect(items.map(({ action, actor }) => [action, actor])).toEqual([
      ['import.finish', 'system'],
      ...Array.from({ length: 2 }, () => ['import.proceed', w.adele.personId]),
      ['import.begin', w.adele.personId],
    ]);
    expect(await kept()).toEqual([]);
    const again = await w.flow.imports.all(w.adele, 'people', [...people(44), { ...people(45)[44]!, site: 'Pau' }]);
    expect(again).toMatchObject({ added: 0, updated: 1, unchanged: 44 });
  });

  it('puts nothing into service, and names who brought it in', async () => {
    await w.flow.imports.all(w.adele, 'workstations', newMachines(machines(5)));
    for (const { assetNumber } of machines(5)) {
      expect(await workstation(assetNumber)).toMatchObject({
        state: 'registered',
        registererId: w.adele.personId,
        seconderId: null,
        commissionerId: null,
        cameIn: null,
      });
    }
  });

  it.each([
    ['the SID', { securityIdentifier: 'S-1-5-21-1-2-3-1108' }],
    ['the Windows account', { userPrincipalName: 'zoe@int.example' }],
  ])('is refused whole where two of its people have %s of one', async (_, same) => {
    const rows = people(30);
    const file = [...rows.slice(0, 28), ...rows.slice(28).map((row) => ({ ...row, ...same }))];
    await w.refuses('conflict', w.flow.imports.all(w.adele, 'people', file));
    expect(await w.reads.find('person', { directoryId: 'M-90' })).toEqual([]);
    expect(await kept()).toEqual([]);
    expect(await w.reads.find('import', { state: 'running' })).toEqual([]);
  });

  it('lets everybody else act between two of its pieces', async () => {
    const places: number[] = [];
    const { imports } = apart(async ({ taken }) => {
      const row = await w.flow.request.submit(w.alice, {
        kind: 'nomade',
        device: { kind: 'android', name: 'Téléphone' },
        priority: 0,
      });
      await w.flow.request.withdraw(w.alice, { requestId: row.id });
      places.push(taken);
    });
    await imports.all(w.thomas, 'workstations', newMachines(machines(90)));
    expect(places).toEqual([0, 40, 80]);
  });

  it('refuses a row that somebody made meanwhile, and says which', async () => {
    const { imports } = apart(async ({ taken }) => {
      if (taken === 40) await w.flow.enrolment.register(w.theo, machine('PN-142'));
    });
    const done = await imports.all(w.thomas, 'workstations', newMachines(machines(45)));
    expect(done).toMatchObject({ state: 'finished', taken: 45, added: 44, refused: 1 });
    expect(done.refusals).toEqual([{ row: 43, code: 'duplicate', assetNumber: null }]);
    expect(await workstation('PN-142')).toMatchObject({ registererId: w.theo.personId });
    expect(await workstation('PN-144')).toMatchObject({ registererId: w.thomas.personId });
  });

  it('goes on after a stop of the service, with every row once', async () => {
    const before = await w.reads.count('workstation', { registererId: w.thomas.personId, state: 'registered' });
    let stop = (): void => {};
    const { imports, again } = apart(async ({ taken }) => (taken === 40 ? stop() : undefined));
    stop = () => void imports.close();
    const { id } = await imports.begin(w.thomas, 'workstations', newMachines(machines(110)));
    await imports.close();
    const halted = await w.reads.get('import', id);
    expect(halted).toMatchObject({ state: 'running' });
    expect(halted!.taken).toBeLessThan(110);
    const next = again();
    await next.resume();
    await next.ended(id);
    expect(await next.show(w.thomas, { importId: id })).toMatchObject({
      state: 'finished',
      taken: 110,
      added: 110,
      refused: 0,
    });
    expect(await w.reads.count('workstation', { registererId: w.thomas.personId, state: 'registered' })).toBe(
      110 + before,
    );
    expect(await kept()).toEqual([]);
  });

  it.each(PASSING_FAULTS)('waits while a fault lasts that passes, %s, and goes on by itself', async (code) => {
    let isAway = true;
    const { imports, warnings } = apart(async ({ taken }) => {
      w.clock.advance(1000);
      if (taken === 40 && isAway) throw new AppError(code, 'away');
    });
    const show = () => imports.show(w.thomas, { importId: id });
    const { id } = await imports.begin(w.thomas, 'workstations', newMachines(machines(90)));
    await imports.ended(id);
    expect(await show()).toMatchObject({ state: 'running', taken: 40, stalled: code, perSecond: null, leftMs: null });
    for (const _ of [1, 2]) {
      await imports.resume();
      await imports.ended(id);
      w.clock.advance(60_000);
    }
    // its lock is nobody's meanwhile
    expect(await show()).toMatchObject({ state: 'running', taken: 40, stalled: code });
    expect(warnings).toEqual([expect.objectContaining({ code })]);
    isAway = false;
    await imports.resume();
    await imports.ended(id);
    expect(await show()).toMatchObject({ state: 'finished', added: 90, refused: 0, stalled: null, stopCode: null });
    expect(await kept()).toEqual([]);
  });

  it('says how fast it goes while it runs', async () => {
    const seen: unknown[] = [];
    const { imports } = apart(async ({ id, taken }) => {
      w.clock.advance(2000);
      if (taken > 0) seen.push(await imports.show(w.thomas, { importId: id }));
    });
    const done = await imports.all(w.thomas, 'workstations', newMachines(machines(90)));
    expect(seen[0]).toMatchObject({ taken: 40, perSecond: 10, leftMs: 5000 });
    expect(done).toMatchObject({ perSecond: null, leftMs: null });
  });

  it('of which nothing was recorded when the service died is forgotten at the next start', async () => {
    const { again } = apart();
    await w.store.transact((unit) =>
      unit.keepSecret({ id: 'import:never:000000', purpose: 'import', sealed: new Uint8Array(8) }),
    );
    await again().resume();
    expect(await kept()).toEqual([]);
  });

  it('is one node’s at a time, and goes on at another once that one has lost it', async () => {
    const lost: string[] = [];
    const { imports, again, claims } = apart(async (row) => {
      await again().resume(); // it is claimed: nothing is taken twice, and no row is dropped
      if (row.taken < 40) return;
      lost.push(row.id);
      await claims.release(`import ${row.id}`);
    });
    const { id } = await imports.begin(w.thomas, 'workstations', newMachines(machines(90)));
    await imports.ended(id);
    expect(lost).toHaveLength(1);
    expect(await w.reads.get('import', id)).toMatchObject({ state: 'running', taken: 80, added: 80 });
    const next = again();
    await next.resume();
    await next.ended(id);
    expect(await next.show(w.thomas, { importId: id })).toMatchObject({ state: 'finished', added: 90, refused: 0 });
    expect(await kept()).toEqual([]);
  });

  it.each([
    ['before this one reads its rows', 'before'],
    ['after this one read its rows', 'after'],
  ] as const)('goes on where a node that lost it takes one more piece, %s', async (_, at) => {
    const { imports, again, warnings } = apart(async ({ id, taken }) => {
      if (taken > 0) return;
      let asked = 0;
      const late = again({}, { claim: async () => true, release: async () => {}, holds: () => asked++ === 0 });
      await late.resume();
      await late.ended(id);
      expect(await w.reads.get('import', id)).toMatchObject({ state: 'running', taken: 40 });
    }, at);
    const done = await imports.all(w.thomas, 'workstations', newMachines(machines(90)));
    expect(done).toMatchObject({ state: 'finished', taken: 90, added: 90, unchanged: 0, refused: 0, stopCode: null });
    const { items } = await w.opened.lists.entries({ subject: `import:${done.id}` }, { limit: 10 });
    const acts = items.map(({ action, outcome }) => `${action} ${outcome}`);
    expect(acts.filter((name) => name !== 'import.proceed done')).toEqual(['import.finish done', 'import.begin done']);
    expect(warnings).toEqual([]);
    expect(await kept()).toEqual([]);
  });

  it('says that it does not go on, where a stranger or a dead node holds its lock, and may be stopped', async () => {
    let stop = (): void => {};
    const { imports } = apart(async ({ taken }) => (taken === 20 ? stop() : undefined));
    stop = () => void imports.close();
    const { id } = await imports.begin(w.thomas, 'workstations', newMachines(machines(70)));
    await imports.close();
    const told: unknown[] = [];
    let isHeld = true;
    const only = createOnlyNode('two');
    const claims = { ...only, claim: async (work: string) => !isHeld && (await only.claim(work)) };
    const vault = createVault({ kek: new Uint8Array(32), chance: w.opened.chance });
    const deps = { store: w.store, lists: w.opened.lists, vault };
    const warn = (_: string, error: unknown) => void told.push(error);
    const status = { publish: async () => {} };
    const checks = createFileChecks();
    const other = createImports({ ...deps, claims, clock: w.clock, chance: w.opened.chance, status, warn }, checks);
    const show = () => other.show(w.thomas, { importId: id });
    for (const seconds of [0, 30, 29]) {
      w.clock.advance(seconds * 1000);
      await other.resume();
      expect(await show()).toMatchObject({ state: 'running', stalled: null });
    }
    expect(told).toEqual([]);
    w.clock.advance(1000);
    for (const _ of [1, 2]) await other.resume();
    expect(told).toEqual([
      expect.objectContaining({ code: 'locked', detail: expect.objectContaining({ import: id }) }),
    ]);
    expect(await show()).toMatchObject({ state: 'running', stalled: 'locked', leftMs: null });
    expect((await other.list(w.thomas, 'workstations', { limit: 50 })).items).toContainEqual(
      expect.objectContaining({ id, stalled: 'locked' }),
    );
    expect(await other.stop(w.thomas, { importId: id })).toMatchObject({ state: 'stopped', stalled: null });
    isHeld = false;
    await other.resume();
    expect(await kept()).toEqual([]);
  });

  it('of which rows are kept now is no leftover for another node', async () => {
    const { again, claims } = apart();
    await w.store.transact((unit) =>
      unit.keepSecret({ id: 'import:now:000000', purpose: 'import', sealed: new Uint8Array(8) }),
    );
    await claims.claim('import now');
    await again().resume();
    expect(await kept()).toEqual(['import:now:000000']);
    await claims.release('import now');
    await again().resume();
    expect(await kept()).toEqual([]);
  });

  it('keeps its rows where another node looked just before it began', async () => {
    const { imports, again, claims } = apart(async (row) => claims.release(`import ${row.id}`));
    const { id } = await imports.begin(w.thomas, 'workstations', newMachines(machines(60)));
    await imports.ended(id);
    const rows = await kept();
    expect(rows).not.toEqual([]);
    await again({ reads: { ...w.reads, find: async () => [] } }).resume();
    expect(await kept()).toEqual(rows);
    const next = again();
    await next.resume();
    await next.ended(id);
    expect(await next.show(w.thomas, { importId: id })).toMatchObject({ state: 'finished', added: 60 });
  });

  it('stops when who sent it has lost the role, and what came in stays', async () => {
    const [grant] = await w.reads.find('grant', { personId: w.thomas.personId, role: 'technician', revokedAt: null });
    const { imports } = apart(async ({ taken }) => {
      if (taken === 40) await w.flow.people.endGrant(w.adele, { grantId: grant!.id });
    });
    const done = await imports.all(w.thomas, 'workstations', newMachines(machines(45)));
    expect(done).toMatchObject({ state: 'stopped', added: 40, taken: 40, stopCode: 'forbidden' });
    expect(await workstation('PN-139')).toBeDefined();
    expect(await workstation('PN-140')).toBeUndefined();
    expect(await kept()).toEqual([]);
  });

  it('stops when the account that it was sent from is given back to its person, and is no fault of ours', async () => {
    const { imports } = apart(async ({ taken }) => {
      if (taken === 40) await w.dual('account.recover', { personId: w.thomas.personId });
    });
    const done = await imports.all(w.thomas, 'workstations', newMachines(machines(45)));
    expect(done).toMatchObject({ state: 'stopped', added: 40, taken: 40 });
    const { items } = await w.opened.lists.entries({ subject: `import:${done.id}` }, { limit: 1 });
    expect(items[0]).toMatchObject({ action: 'import.stop', actor: 'system', detail: { code: 'forbidden' } });
  });

  it('is in no agent’s way to stop by what they ask for: what changes of a person is bound into 40 requests at most', async () => {
    await w.dual('policy.set', { id: 'approvals:first-issue', value: 2 });
    await w.flow.imports.all(w.thomas, 'workstations', newMachines(machines(41, 1000)));
    const ask = (place: number) => {
      w.clock.advance(20_000);
      return w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: `PN-${1000 + place}`, priority: 0 });
    };
    for (let place = 0; place < 40; place += 1) {
      const { id } = await ask(place);
      for (const by of [w.valerie, w.vera]) await w.approve(id, by);
    }
    await w.refuses('limit_reached', ask(40));
    const row = (await w.reads.get('person', w.alice.personId))!;
    const alice = { directoryId: row.directoryId!, familyName: row.familyName!, email: row.email!, site: row.site! };
    const file = [{ ...alice, givenName: 'Alicia', service: row.service! }, ...people(1)];
    const done = await w.flow.imports.all(w.adele, 'people', file);
    expect(done).toMatchObject({ state: 'finished', updated: 1, added: 1 });
    expect(await w.reads.count('request', { holderId: w.alice.personId, state: 'submitted' })).toBe(40);
  }, 60_000);

  it('is stopped by whoever sent it, and by nobody else', async () => {
    let stop: Promise<unknown> | undefined;
    const { imports } = apart(async ({ id, taken }) => {
      if (taken !== 40) return;
      await w.refuses('forbidden', imports.stop(w.theo, { importId: id }));
      stop = imports.stop(w.thomas, { importId: id }); // answers once the piece that runs has ended
      while ((await w.reads.get('import', id))?.state === 'running') await nextTurn();
    });
    const done = await imports.all(w.thomas, 'workstations', newMachines(machines(45)));
    await stop;
    expect(done).toMatchObject({ state: 'stopped', added: 40, stopCode: null });
    expect(await kept()).toEqual([]);
    await w.refuses('wrong_state', imports.stop(w.thomas, { importId: done.id }));
  });

  it('that is stopped after it retired machines has their certificates on a list of revoked ones', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const { id, state } = await workstation('PN-1').then((row) => row!);
    let stop: Promise<unknown> | undefined;
    const { imports, published } = apart(async ({ id: importId, taken }) => {
      if (taken !== 40) return;
      stop = imports.stop(w.thomas, { importId });
      while ((await w.reads.get('import', importId))?.state === 'running') await nextTurn();
    });
    const rows = [
      { plan: 'gone' as const, line: 0 as const, id, assetNumber: 'PN-1', state },
      ...newMachines(machines(60)),
    ];
    await imports.all(w.thomas, 'workstations', rows);
    await stop;
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
    expect(published()).toBe(1);
  });

  it('of which it is not known whether it began keeps its rows and comes in', async () => {
    const { imports, again } = apart();
    const unsure = again({
      transact: async (work, how) => {
        const done = await w.store.transact(work, how);
        if (how?.act?.name === 'workstation.import' && (await kept()).length > 0) {
          throw new AppError('overloaded', 'nobody knows whether it is done');
        }
        return done;
      },
    });
    await expect(unsure.begin(w.thomas, 'workstations', newMachines(machines(60)))).rejects.toMatchObject({
      code: 'overloaded',
    });
    await imports.resume();
    const [{ id } = { id: '' }] = await w.reads.find('import', { askerId: w.thomas.personId, rows: 60 });
    await imports.ended(id);
    expect(await imports.show(w.thomas, { importId: id })).toMatchObject({ state: 'finished', added: 60 });
    expect(await kept()).toEqual([]);
  });

  it('that could not begin, and of which no row could be dropped, is a leftover of the next look', async () => {
    const { again } = apart();
    let isAway = false;
    const away = again({
      transact: async (work, how) => {
        isAway ||= how?.act?.name === 'workstation.import' && (await kept()).length > 0;
        if (isAway) throw new AppError('internal', 'the disk is gone');
        return w.store.transact(work, how);
      },
    });
    await expect(away.begin(w.thomas, 'workstations', newMachines(machines(60)))).rejects.toMatchObject({
      code: 'internal',
    });
    isAway = false;
    expect(await kept()).not.toEqual([]);
    await away.resume();
    expect(await kept()).toEqual([]);
  });

  it('is one at a time for each of those who send any', async () => {
    const { imports } = apart(async ({ taken }) => {
      if (taken !== 40) return;
      await w.refuses('conflict', imports.all(w.thomas, 'workstations', newMachines(machines(1, 500))));
      await w.flow.imports.all(w.adele, 'workstations', newMachines(machines(1, 600)));
    });
    await imports.all(w.thomas, 'workstations', newMachines(machines(45)));
    expect(await workstation('PN-500')).toBeUndefined();
    expect(await workstation('PN-600')).toBeDefined();
  });

  it('is checked one at a time for each of those who send any, and only for whoever is still there', async () => {
    const gone = new AbortController();
    const listed = () => w.flow.imports.list(w.adele, 'people', { limit: 50 });
    const before = await listed();
    // it is checked for longer than a refusal takes to be written down
    const first = w.flow.imports.begin(w.adele, 'people', people(3000), gone.signal);
    await nextTurn();
    const second = w.flow.imports.begin(w.adele, 'people', people(1));
    await w.refuses('conflict', second);
    gone.abort();
    await expect(first).rejects.toMatchObject({ code: 'wrong_state' });
    expect(await listed()).toEqual(before);
    expect(await w.flow.imports.all(w.adele, 'people', people(1))).toMatchObject({ added: 1 });
  });

  it('is shown to whoever may import its like, and to nobody else', async () => {
    w.clock.advance(1000); // the house began with an import
    const { id } = await w.flow.imports.all(w.adele, 'people', people(1));
    const listed = (cursor?: string) => w.flow.imports.list(w.adele, 'people', { limit: 1, cursor });
    const first = await listed();
    expect(first).toMatchObject({ items: [{ id, rows: 1 }] });
    // the newest first; a page goes on where the last one ended
    w.clock.advance(1000);
    await w.flow.imports.all(w.adele, 'people', people(2));
    const newest = await listed();
    expect(newest.items).toMatchObject([{ rows: 2 }]);
    expect((await listed(newest.next ?? '')).items).toMatchObject([{ id }]);
    for (const caller of [w.thomas, w.alice]) {
      await w.refuses('not_found', w.flow.imports.show(caller, { importId: id }), { entry: false });
    }
  });
});
