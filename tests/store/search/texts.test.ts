import Database from 'better-sqlite3';
import { create, update } from '../../../src/book/tables/lifecycle.ts';
import { openStore } from '../../../src/store/store.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { entry, person, request, token, workstation } from '../../support/records/rows.ts';
import { openTestStore, START } from '../../support/records/store.ts';

const PAGE = { limit: 50 };
const ids = (found: { items: { id: string }[] }) => found.items.map(({ id }) => id);
const delivery = {
  id: 'd',
  reference: 'BL-1',
  model: 'SoftHSM v2',
  firmware: null,
  batch: null,
  count: 2,
  locationId: null,
  expectedId: null,
  receivedBy: 'x',
  receivedAt: START,
};

/** Keeps the text of every question that SQLite answers while `ask` runs. A statement is prepared once, and may be asked often. */
async function questionsOf(ask: () => Promise<unknown>): Promise<string[]> {
  const db = new Database(':memory:');
  const all = jest.spyOn(Object.getPrototypeOf(db.prepare('select 1')) as Database.Statement, 'all');
  db.close();
  await ask();
  const texts = all.mock.contexts.map(({ source }) => source);
  all.mockRestore();
  return texts;
}

async function withRows() {
  const t = await openTestStore();
  const changes = [
    create('person', person('a', { givenName: 'Élodie', familyName: 'Étienne', email: 'e.e@example.fr' })),
    create('person', person('b', { givenName: 'Ève', familyName: "L'Hermite" })),
    create('workstation', workstation('1')),
    create('request', request('r1', 'a', { workstationId: '1' })),
    create('request', request('r2', 'b')),
    create('delivery', delivery),
    create('token', token('S1', 'd')),
  ];
  await t.store.transact((unit) => unit.record(entry('test.rows', 'test', changes)));
  const found = async (text: string) => ids(await t.lists.requests({ visible: 'all', text }, PAGE)).sort();
  return { ...t, found };
}

describe('a search by text', () => {
  it('finds what stands anywhere in a number, a name in either order and a machine, whatever case and accents', async () => {
    const { found } = await withRows();
    expect(await found('2026-R1')).toEqual(['r1']);
    expect(await found('lodie eti')).toEqual(['r1']);
    expect(await found('ÉTIENNE élodie')).toEqual(['r1']);
    expect(await found('pn-1')).toEqual(['r1']);
    expect(await found('nowhere')).toEqual([]);
    expect(await found('e.e@example')).toEqual([]); // an address is no part of what a request shows
  });

  it('takes two characters for the beginning of a word, and one for that of a name or number', async () => {
    const { found, lists } = await withRows();
    expect(await found('et')).toEqual(['r1']);
    expect(await found('ti')).toEqual([]);
    expect(await found('l')).toEqual(['r2']);
    expect(await found('d')).toEqual(['r1', 'r2']);
    expect(await found('  ')).toEqual(['r1', 'r2']); // nothing is asked for
    expect(ids(await lists.tokens({ text: 's' }, PAGE))).toEqual(['S1']);
  });

  it('finds several beginnings of words, in any order and of any of its things', async () => {
    const { found, lists } = await withRows();
    for (const text of ['eti elo', 'elo eti', 'etienne el', '  Élo \t Éti ', 'eti pn-1', '2026 elo', 'tienne elo'])
      expect([text, await found(text)]).toEqual([text, ['r1']]);
    // all of them, and each further one begins a word
    for (const text of ['eti her', 'elo tienne', 'etienne elo nowhere'])
      expect([text, await found(text)]).toEqual([text, []]);
    expect(await lists.totals.requests({ visible: 'all', text: 'eti elo' })).toEqual({ n: 1, more: false });
    // by no word that an index cannot find: the text is looked for in one piece
    expect(await found('etienne e')).toEqual(['r1']);
    expect(await found('elodie e n')).toEqual([]);
    expect(await found('el eti')).toEqual([]);
    expect(ids(await lists.people({ text: 'eti elo' }, PAGE))).toEqual(['a']);
  });

  it('takes the apostrophes that people write for one and the same', async () => {
    const { found, lists, store } = await withRows();
    const people = async (text: string) => ids(await lists.people({ text }, PAGE)).sort();
    const come = [
      create('person', person('c', { givenName: 'Rui', familyName: "D'Almeida" })),
      create('person', person('d', { givenName: 'Ana', familyName: 'D’Almeida' })),
      create('person', person('e', { givenName: 'Eva', familyName: 'Dʼalmeida' })),
    ];
    await store.transact((unit) => unit.record(entry('test.come', 'test', come)));
    for (const apostrophe of ["'", '’', 'ʼ']) {
      expect(await people(`d${apostrophe}almeida`)).toEqual(['c', 'd', 'e']);
      expect(await people(`D${apostrophe}`)).toEqual(['c', 'd', 'e']);
      expect(await found(`L${apostrophe}Hermite`)).toEqual(['r2']);
    }
  });

  it('is the same for all who look at once, and finds afterwards what came since', async () => {
    const { store, lists, found } = await withRows();
    const [one, other, total] = await Promise.all([
      found('etienne'),
      found('etienne'),
      lists.totals.requests({ visible: 'all', text: 'etienne' }),
    ]);
    expect([one, other, total]).toEqual([['r1'], ['r1'], { n: 1, more: false }]);
    await store.transact((unit) => unit.record(entry('x', 'x', [create('request', request('r3', 'a'))])));
    expect(await found('etienne')).toEqual(['r1', 'r3']);
  });

  it('is asked for once by a list and its total, which look for it at the same time', async () => {
    const { lists, place } = await withRows();
    const asked = { visible: 'all', text: 'etienne' } as const;
    const questions = await questionsOf(() => Promise.all([lists.requests(asked, PAGE), lists.totals.requests(asked)]));
    const ofTheText = questions.filter((text) => text.includes('/* long */'));
    expect(ofTheText).toHaveLength('path' in place ? 1 : 0); // a server is asked elsewhere
  });

  it('takes what others mean by a pattern or a query for plain characters', async () => {
    const { found } = await withRows();
    for (const text of ['%', '_', '"', "l'h", '" OR "eti', 'eti*', 'eti\0', 'a" AND NEAR(', '\u{1f600}', "'"]) {
      expect(await found(text)).toEqual(text === "l'h" ? ['r2'] : text.startsWith('eti\0') ? ['r1'] : []);
    }
  });

  it('is of what rows say now: a new name, a label, a machine of another number', async () => {
    const { found, store, lists } = await withRows();
    const at = async <T extends 'person' | 'token' | 'workstation'>(table: T, id: string, set: object) => {
      const row = (await store.reads.get(table, id))!;
      await store.transact((unit) => unit.record(entry('test.set', 'test', [update(table, row, set as never, {})])));
    };
    await at('person', 'a', { familyName: 'Zola' });
    expect([await found('etienne'), await found('élodie zola')]).toEqual([[], ['r1']]);
    expect(ids(await lists.people({ text: 'zola' }, PAGE))).toEqual(['a']);
    await at('workstation', '1', { assetNumber: 'QX-77' });
    expect([await found('pn-1'), await found('qx-77')]).toEqual([[], ['r1']]);
    await at('token', 'S1', { label: 'DNUM-1998-7' });
    expect(ids(await lists.tokens({ text: '1998' }, PAGE))).toEqual(['S1']);
  });

  it('finds machines by their image and their service, as a migration or a correction left them', async () => {
    const { lists, store } = await withRows();
    const machines = async (text: string) => ids(await lists.workstations({ text }, PAGE));
    const set = async (change: { image?: string; service?: string }) => {
      const row = (await store.reads.get('workstation', '1'))!;
      await store.transact((unit) => unit.record(entry('test.set', 'test', [update('workstation', row, change)])));
    };
    await set({ image: 'SPAN-2025.1', service: 'PREF-33/DCL' });
    for (const text of ['span-2025', '2025.1', 'pref-33', 'dcl']) expect(await machines(text)).toEqual(['1']);
    expect(await lists.totals.workstations({ text: '2025.1' })).toEqual({ n: 1, more: false });
    await set({ image: 'SPAN-2026.3' });
    expect([await machines('2025.1'), await machines('2026.3')]).toEqual([[], ['1']]);
    await set({ service: 'DNUM' });
    expect([await machines('pref-33'), await machines('dnum')]).toEqual([[], ['1']]);
  });

  it('of somebody whose data were purged finds nothing, and nothing of them is kept', async () => {
    const t = await withRows();
    const named = person('z', { givenName: 'Quixwy', familyName: 'Vøkzam', email: 'z@example.fr' });
    await t.store.transact((unit) => unit.record(entry('test.come', 'test', [create('person', named)])));
    const row = (await t.store.reads.get('person', 'z'))!;
    const purged = { givenName: null, familyName: null, email: null, directoryId: null, purgedAt: START };
    const none = { requestIds: [], certificateIds: [], handoverIds: [], deviceIds: [], tokenIds: [], apiTokenIds: [] };
    await t.store.transact(async (unit) => {
      await unit.record(entry('test.purge', 'test', [update('person', row, purged, {})]));
      await unit.erase({ personId: 'z', ...none });
    });
    await t.store.forgetSecrets();
    expect(ids(await t.lists.people({ text: 'quixwy' }, PAGE))).toEqual([]);
    expect(ids(await t.lists.people({}, PAGE))).toEqual(['a', 'b']);
    await t.close();
    const kept = (await t.behind.everything()).map(({ content }) => content.toString('latin1')).join('\n');
    for (const rest of ['quixwy', 'uix', 'ixw', 'xwy', 'kza', 'zam']) expect(kept.includes(rest) ? rest : '').toBe('');
  });

  it('finds on in pages, in the order of the list, what many have and what few have', async () => {
    const t = await withRows();
    for (let from = 0; from < 2500; from += 100) {
      const serials = Array.from({ length: 100 }, (_, i) => `T${String(from + i).padStart(4, '0')}`);
      const changes = serials.map((id) => create('token', token(id, 'd')));
      await t.store.transact((unit) => unit.record(entry('test.many', 'test', changes)));
    }
    for (const [text, count] of [
      ['t', 2500],
      ['t00', 100],
    ] as const) {
      const all: string[] = [];
      for (let cursor: string | undefined, more = true; more; ) {
        const page = await t.lists.tokens({ text }, { limit: 200, cursor });
        all.push(...ids(page));
        more = page.next !== null;
        cursor = page.next ?? undefined;
      }
      expect(all).toHaveLength(count);
      expect(all).toEqual(all.toSorted());
    }
    expect(ids(await t.lists.tokens({ text: 't', state: ['in_stock'] }, { limit: 2 }))).toEqual(['T0000', 'T0001']);
    expect(ids(await t.lists.tokens({ text: 't', state: ['scrapped'] }, PAGE))).toEqual([]);
  });

  it('goes with a unit that is refused, and stays with its neighbours in the same commit', async () => {
    const t = await withRows();
    const come = (id: string, familyName: string, refusal?: Error) =>
      t.store.transact(async (unit) => {
        await unit.record(entry('test.come', 'test', [create('person', person(id, { familyName }))]));
        if (refusal) throw refusal;
      });
    const units = [
      come('x', 'Quimper', new Error('refused')),
      come('y', 'Ymir'),
      come('z', 'Zola', new Error('refused')),
    ];
    expect((await Promise.allSettled(units)).map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'rejected',
    ]);
    const people = async (text: string) => ids(await t.lists.people({ text }, PAGE));
    expect([await people('quimper'), await people('ymir'), await people('zola')]).toEqual([[], ['y'], []]);
  });

  it('is whole again at the next start, whatever somebody did to its tables behind the program', async () => {
    const t = await withRows();
    await t.close();
    await t.behind.dropTrigger('openingNoDelete', 'opening');
    await t.behind.run('delete from "requestText"');
    await t.behind.run(`update "personText" set "text" = '  mallory'`);
    const { clock, chance, place } = t;
    const again = await openStore({ ...place, clock, chance, judge: noJudge, rowKey: ROW_KEY, mendTriggers: true });
    expect(again.mendedTriggers).toEqual(['openingNoDelete']);
    expect(ids(await again.lists.requests({ visible: 'all', text: 'etienne' }, PAGE))).toEqual(['r1']);
    expect(ids(await again.lists.people({ text: 'mallory' }, PAGE))).toEqual([]);
    await again.close();
  });
});
