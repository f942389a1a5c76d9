import { hash } from 'node:crypto';
import { createStaging } from '../../../src/flow/import/staging.ts';
import { nextTurn } from '../../../src/flow/turn.ts';
import { siftInventory } from '../../../src/imports/inventory.ts';
import { said } from '../../../src/imports/problems.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { machine, takeOver } from '../../support/world/machines.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const HEAD = 'numero;serie;modele;service;site;agent';
const PAGE = { limit: 200 };

describe('an inventory that is compared before it comes in', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const workstation = async (assetNumber: string) => (await w.reads.find('workstation', { assetNumber }))[0]!;
  const make = (text: string, by = w.thomas, gone?: AbortSignal) => {
    const { rows, problems, ...read } = siftInventory(text);
    const sha256 = hash('sha256', text);
    return w.flow.plans.make(by, { lines: rows, faults: problems, ...read, sha256, say: said }, gone);
  };
  const findings = async (planId: string, kind?: 'new' | 'changed' | 'gone' | 'noted' | 'wrong', by = w.thomas) =>
    (await w.flow.plans.findings(by, { planId, kind }, PAGE)).items;
  const apply = async ({ id, sha256 }: { id: string; sha256: string }, retire?: number, by = w.thomas) => {
    const { id: importId } = await w.flow.plans.apply(by, { planId: id, sha256, retire });
    await w.flow.imports.ended(importId);
    return w.flow.imports.show(by, { importId });
  };
  const file = (...lines: string[]): string => [HEAD, ...lines].join('\n');
  const entries = async () => (await w.opened.lists.entries({}, { limit: 1 })).items[0]!.seq;

  it('says what would be new and changed, column by column, and writes nothing', async () => {
    const before = await entries();
    const plan = await make(
      file(
        'PN-1;;SPAN 14;PREF-33;Bordeaux;M-ALICE',
        'PN-2;;SPAN 14;PREF-33;Bordeaux;',
        'PN-90;S-90;SPAN 15;PREF-33;Pau;',
      ),
    );
    expect(plan).toMatchObject({ count: 3, totals: { new: 1, changed: 1, unchanged: 1, wrong: 0 }, rows: 2 });
    expect(await findings(plan.id, 'changed')).toMatchObject([
      { line: 2, assetNumber: 'PN-1', changes: [{ column: 'holderId', before: null, after: 'M-ALICE' }] },
    ]);
    expect(await findings(plan.id, 'new')).toMatchObject([{ line: 4, assetNumber: 'PN-90' }]);
    expect(await entries()).toBe(before);
  });

  it('is compared one at a time for each of those who send any, and only for whoever is still there', async () => {
    const lines = Array.from({ length: 600 }, (_, at) => `PN-${1000 + at};;SPAN 14;PREF-33;Bordeaux;`);
    const gone = new AbortController();
    const first = make(file(...lines), w.thomas, gone.signal);
    await nextTurn();
    await w.refuses('conflict', make(file(...lines)), { entry: false });
    gone.abort();
    await expect(first).rejects.toMatchObject({ code: 'wrong_state' });
    expect(await w.store.secretsFor('import-plan')).toEqual([]);
    expect(await make(file(...lines))).toMatchObject({ count: 600 });
  });

  it('counts a line once, and says of none with a fault that it is left out', async () => {
    await takeOver(w.flow, [w.adele, w.olga], machine('PN-20'), machine('PN-21'), machine('PN-22'), machine('PN-23'));
    const text = file(
      'PN-20;Default string;SPAN 14;PREF-33;Bordeaux;',
      'PN-21;Default string;SPAN 14;PREF-33;Bordeaux;',
      'PN-90;S-90;SPAN 15;PREF-33;Bordeaux;',
      'PN-90;S-91;SPAN 15;PREF-33;Bordeaux;',
    );
    const plan = await make(text);
    expect(plan.totals).toMatchObject({ new: 1, wrong: 3 });
    expect(await findings(plan.id, 'wrong')).toMatchObject(
      (
        [
          [2, 'PN-20', 'bad_serial'],
          [3, 'PN-21', 'bad_serial'],
          [5, 'PN-90', 'duplicate'],
        ] as const
      ).map(([line, assetNumber, code]) => ({ line, assetNumber, problem: { code } })),
    );
    const gone = (await findings(plan.id, 'gone')).map(({ assetNumber }) => assetNumber);
    expect(gone).toContain('PN-23');
    expect(gone.filter((one) => ['PN-20', 'PN-21'].includes(one ?? ''))).toEqual([]);

    // nor is any where a line does not say which machine it is of
    const shifted = await make(file('PN-22;;SPAN 14;PREF-33;Bordeaux;;one more'));
    expect(shifted.totals).toMatchObject({ wrong: 1, gone: 0 });
    expect(await findings(shifted.id, 'wrong')).toMatchObject([{ line: 2, assetNumber: null }]);

    // where reading stopped, nothing is left out
    const broken = await make(`${file('PN-90;S-90;SPAN 15;PREF-33;Bordeaux;')}\n"PN-20"x;;\n`);
    expect(broken.totals).toMatchObject({ wrong: 1, gone: 0 });
  });

  it('is done exactly as it was read; what is unchanged writes nothing, and no state moves', async () => {
    const text = file(
      'PN-1;S-1;SPAN 14;PREF-33;Pau;M-ALICE',
      'PN-2;;SPAN 14;PREF-33;Bordeaux;',
      'PN-90;S-90;SPAN 15;PREF-33;Pau;M-BRUNO',
    );
    const done = await apply(await make(text));
    expect(done).toMatchObject({ state: 'finished', rows: 2, added: 1, updated: 1, refused: 0 });
    expect(await workstation('PN-1')).toMatchObject({
      serialNumber: 'S-1',
      site: 'Pau',
      holderId: w.alice.personId,
      state: 'commissioned',
    });
    expect(await workstation('PN-90')).toMatchObject({ state: 'registered', holderId: w.bruno.personId });
    const again = await make(text);
    expect(again).toMatchObject({ totals: { new: 0, changed: 0, unchanged: 3 }, rows: 0 });
    await expect(apply(again)).rejects.toMatchObject({ code: 'already_done' });
    const [event] = (await w.flow.reading.workstationLife(w.thomas, 'PN-1', PAGE)).items;
    expect(event).toMatchObject({ action: 'workstation.update', actor: 'Thomas Tissier' });
    expect(event!.changes).toContainEqual({ table: 'workstation', column: 'site', before: 'Bordeaux', after: 'Pau' });
  });

  it('leaves out a line of which something changed meanwhile, and tells it', async () => {
    const plan = await make(
      file('PN-1;;SPAN 14;PREF-33;Pau;', 'PN-2;;SPAN 15;PREF-33;Bordeaux;', 'PN-90;S-90;SPAN;PREF-33;Pau;'),
    );
    await w.flow.record.amend(w.theo, { workstation: 'PN-1', site: 'Lille' });
    await w.flow.enrolment.register(w.theo, machine('PN-90'));
    const done = await apply(plan);
    expect(done).toMatchObject({
      rows: 3,
      updated: 1,
      added: 0,
      refused: 2,
      refusals: [
        { row: 2, code: 'changed_since' },
        { row: 4, code: 'duplicate' },
      ],
    });
    expect(await workstation('PN-1')).toMatchObject({ site: 'Lille' });
    expect(await workstation('PN-2')).toMatchObject({ model: 'SPAN 15' });
  });

  it('gives nobody a machine that is lost or blocked, and takes it from whoever had it', async () => {
    await w.flow.record.assign(w.thomas, { workstation: 'PN-1', person: 'M-ALICE', reason: 'handed-out' });
    await w.flow.enrolment.reportLoss(w.thomas, { workstation: 'PN-1' });
    const plan = await make(file('PN-1;;SPAN 14;PREF-33;Bordeaux;M-BRUNO', 'PN-2;;SPAN 14;PREF-33;Bordeaux;M-BRUNO'));
    expect(await findings(plan.id, 'wrong')).toMatchObject([
      { line: 2, assetNumber: 'PN-1', problem: { column: 'holder', code: 'not_in_house' } },
    ]);
    const later = await make(file('PN-2;;SPAN 14;PREF-33;Bordeaux;M-BRUNO', 'PN-3;;SPAN 14;PREF-33;Pau;'));
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-2', action: 'block' });
    expect(await apply(later)).toMatchObject({ rows: 2, refused: 1 });
    expect((await workstation('PN-2')).holderId).toBeNull();
  });

  it('is of its file and of who sent it, for an hour', async () => {
    const plan = await make(file('PN-1;;SPAN 14;PREF-33;Pau;'));
    await expect(apply({ ...plan, sha256: '0'.repeat(64) })).rejects.toMatchObject({ code: 'conflict' });
    await expect(findings(plan.id, undefined, w.theo)).rejects.toMatchObject({ code: 'not_found' });
    await expect(make(file('PN-1;;S;PREF-33;Pau;'), w.alice)).rejects.toMatchObject({ code: 'forbidden' });
    w.clock.pass(3_600_001);
    await expect(apply(plan)).rejects.toMatchObject({ code: 'not_found' });
    await w.flow.plans.sweep();
    expect(await w.store.secretsFor('import-plan')).toEqual([]);
  });

  it('is swept an hour after its end was not written', async () => {
    const staging = createStaging(
      {
        store: w.store,
        vault: createVault({ kek: new Uint8Array(32).fill(7), chance: w.opened.chance }),
        warn: () => {},
      },
      'import-plan',
    );
    await staging.keep('DEAD~rows', [{}]);
    await w.flow.plans.sweep();
    expect(await staging.ids()).toEqual(['DEAD~rows']);
    w.clock.pass(3_600_001);
    await w.flow.plans.sweep();
    expect(await staging.ids()).toEqual([]);
  });

  it('tells an image that differs, and does not change it', async () => {
    const plan = await make('numero;image;site\nPN-1;SPAN 25H2;Bordeaux');
    expect(plan).toMatchObject({ totals: { noted: 1, changed: 0, unchanged: 1 } });
    expect((await findings(plan.id))[0]).toMatchObject({ kind: 'noted', problem: { code: 'image_kept' } });
  });

  describe('what a file leaves out', () => {
    const left = () => make(file('PN-2;;SPAN 14;PREF-33;Bordeaux;'));

    it('is told within the services and sites of the file, and stays', async () => {
      await w.flow.enrolment.register(w.thomas, { ...machine('PN-80'), site: 'Ailleurs' });
      const plan = await make(file('PN-2;;SPAN 15;PREF-33;Bordeaux;'));
      const gone = (await findings(plan.id, 'gone')).map(({ assetNumber }) => assetNumber);
      expect(gone).toContain('PN-1');
      expect(gone).not.toContain('PN-2');
      expect(gone).not.toContain('PN-80');
      await apply(plan);
      expect((await workstation('PN-1')).state).toBe('commissioned');
    });

    it('is told within the sites of a file that names no service, in services of which it has a machine there', async () => {
      await w.flow.enrolment.register(w.thomas, { ...machine('PN-80'), site: 'Ailleurs' });
      await w.flow.enrolment.register(w.thomas, { ...machine('PN-81'), service: 'DNUM/SDIT' });
      const plan = await make('numero;site\nPN-2;Bordeaux');
      const gone = (await findings(plan.id, 'gone')).map(({ assetNumber }) => assetNumber);
      expect(plan).toMatchObject({ absence: 'site', totals: { gone: gone.length } });
      expect(gone).toContain('PN-1');
      for (const other of ['PN-2', 'PN-80', 'PN-81']) expect(gone).not.toContain(other);
      expect(await apply(plan, plan.retirable)).toMatchObject({ updated: plan.retirable, refused: 0 });
      expect((await workstation('PN-1')).state).toBe('retired');
      expect((await workstation('PN-81')).state).toBe('registered');
    });

    it('was not looked for where the file names neither, or does not say of a line which machine it is of', async () => {
      expect(await left()).toMatchObject({ absence: 'service' });
      const neither = await make('numero;image\nPN-2;SPAN 25H2');
      expect(neither).toMatchObject({ absence: 'no-place', retirable: 0, totals: { gone: 0 } });
      const unread = await make('numero;site\nPN-2;Bordeaux\n;Bordeaux');
      expect(unread).toMatchObject({ absence: 'unread', retirable: 0, totals: { gone: 0, wrong: 1 } });
    });

    it('is retired where that is asked by its number, with its tokens; never what is blocked, lost, migrating or in an incident', async () => {
      const { tokenId } = await w.activeToken(w.alice, 'PN-1');
      const asked = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
      await takeOver(w.flow, [w.thomas, w.olga], 'PN-4');
      await w.flow.enrolment.reportLoss(w.thomas, { workstation: 'PN-3' });
      await w.flow.incident.report(w.thomas, { kind: 'phishing', person: w.alice.personId, workstation: 'PN-4' });
      await takeOver(w.flow, [w.thomas, w.olga], 'PN-5');
      await w.flow.enrolment.change(w.thomas, { workstation: 'PN-5', action: 'migrate' });
      const plan = await left();
      await expect(apply(plan, plan.retirable + 1)).rejects.toMatchObject({ code: 'conflict' });
      expect(plan.retirable).toBeLessThan(plan.totals.gone);
      expect(await apply(plan, plan.retirable)).toMatchObject({ updated: plan.retirable, refused: 0 });
      expect((await workstation('PN-1')).state).toBe('retired');
      expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
      expect(await w.reads.get('request', asked.id)).toMatchObject({
        state: 'withdrawn',
        endReason: 'workstation-retired',
      });
      expect((await workstation('PN-3')).state).toBe('lost');
      expect((await workstation('PN-4')).state).toBe('commissioned');
      expect((await workstation('PN-5')).state).toBe('migrating');
    });

    it('is not retired while an incident of whoever has it, or whose token was used in it, is open that names no machine', async () => {
      await w.activeToken(w.alice, 'PN-1');
      await takeOver(w.flow, [w.thomas, w.olga], 'PN-4');
      await w.flow.record.assign(w.thomas, { workstation: 'PN-4', person: 'M-BRUNO', reason: 'replacement' });
      const before = await left();
      for (const agent of [w.alice, w.bruno]) await w.flow.incident.report(agent, { kind: 'phishing' });
      // one plan a person: the one before stands
      const plan = await make(file('PN-2;;SPAN 14;PREF-33;Bordeaux;'), w.theo);
      expect(plan.retirable).toBe(before.retirable - 2);
      expect(await apply(before, before.retirable)).toMatchObject({ refused: 2, updated: plan.retirable });
      for (const one of ['PN-1', 'PN-4']) expect((await workstation(one)).state).toBe('commissioned');
    });

    it('is retired by no administrator, and not where it moved on meanwhile', async () => {
      const theirs = await make(file('PN-2;;SPAN 14;PREF-33;Bordeaux;'), w.adele);
      await expect(apply(theirs, theirs.retirable, w.adele)).rejects.toMatchObject({ code: 'forbidden' });
      const plan = await left();
      await w.flow.enrolment.change(w.theo, { workstation: 'PN-1', action: 'loan' });
      const done = await apply(plan, plan.retirable);
      const refusals = [{ row: 0, code: 'changed_since', assetNumber: 'PN-1' }];
      expect(done).toMatchObject({ refused: 1, refusals, updated: plan.retirable - 1 });
      expect((await workstation('PN-1')).state).toBe('loaned');
    });
  });

  it('tells a hundred faults of twelve kinds in 2,000 lines, each with its line and a sentence, and comes in not at all', async () => {
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-3', action: 'retire' });
    await w.flow.enrolment.register(w.thomas, { ...machine('PN-8'), serialNumber: 'S-TAKEN' });
    const FAULTS: ((n: number) => string)[] = [
      (n) => `L ${n};;SPAN;PREF-33;Pau;`,
      () => ';;SPAN;PREF-33;Pau;',
      (n) => `L-${n};Default string;SPAN;PREF-33;Pau;`,
      (n) => `L-${n};;${'x'.repeat(81)};PREF-33;Pau;`,
      (n) => `L-${n};;SP\u200bAN;PREF-33;Pau;`,
      (n) => `L-${n};;SPAN;pref 33;Pau;`,
      (n) => `L-${n};;SPAN;PREF-33`,
      () => 'L-0;;SPAN;PREF-33;Pau;',
      (n) => `L-${n};S-TAKEN;SPAN;PREF-33;Pau;`,
      (n) => `L-${n};;SPAN;PREF-33;Pau;M-NOBODY`,
      () => 'PN-3;;SPAN;PREF-33;Pau;',
      (n) => `L-${n};;SPAN;PREF-33;Pau;a b c`,
    ];
    const wrong = Array.from({ length: 100 }, (_, i) => (FAULTS[i % FAULTS.length] as (n: number) => string)(9000 + i));
    const right = Array.from({ length: 1900 }, (_, i) => `L-${i};;SPAN 14;PREF-33;Pau;`);
    const plan = await make(file(...right, ...wrong));
    const told = await findings(plan.id, 'wrong');
    expect(new Set(told.map(({ line }) => line)).size).toBe(100);
    expect(new Set(told.map(({ problem }) => problem?.code))).toEqual(
      new Set([
        ...['bad_number', 'missing', 'bad_serial', 'too_long', 'invisible_character', 'bad_service', 'column_count'],
        ...['duplicate', 'serial_known', 'holder_unknown', 'retired', 'bad_value'],
      ]),
    );
    for (const { problem } of told) expect(problem?.message.fr).toMatch(/\.$/);
    await expect(apply(plan)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await w.reads.count('workstation', { assetNumber: 'L-1' })).toBe(0);
  }, 60_000);
});
