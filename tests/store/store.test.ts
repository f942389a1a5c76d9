import { createHash } from 'node:crypto';
import { create, move, update } from '../../src/book/tables/lifecycle.ts';
import { parseEntry } from '../../src/journal/entry.ts';
import { entry, person, request, workstation } from '../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../support/records/store.ts';
import { checkEverything as check } from '../support/world/check.ts';

/** These entries keep no rule of duties: that is the flow's part. */
const checkEverything = (t: TestStore) => check(t, { byTheBook: false });

const lines = async ({ journal }: TestStore) => {
  const all: ReturnType<typeof parseEntry>[] = [];
  for await (const page of journal.lines(0, await journal.size())) all.push(...page.map(parseEntry));
  return all;
};
const addPerson = (t: TestStore, id: string) =>
  t.store.transact((unit) => unit.record(entry('person.import', `person:${id}`, [create('person', person(id))])));
const addRequest = (t: TestStore, id: string, holder: string, workstationId: string | null = null) =>
  t.store.transact((unit) =>
    unit.record(entry('request.submit', `request:${id}`, [create('request', request(id, holder, { workstationId }))])),
  );

describe('recording', () => {
  it('applies the changes and appends the entry with them, personal columns as commitments with openings beside', async () => {
    const t = await openTestStore();
    expect(await addPerson(t, 'a')).toBe(0);
    const seq = await t.store.transact(async (unit) => {
      const row = (await unit.get('person', 'a'))!;
      return unit.record({
        ...entry('person.move', 'person:a', [update('person', row, { service: 'PREF-59', familyName: 'Agard-Roux' })]),
        detail: { why: 'moved' },
      });
    });
    expect(seq).toBe(1);
    const [first, second] = await lines(t);
    expect(first).toMatchObject({ seq: 0, at: '1998-11-24T09:00:00.000Z', action: 'person.import' });
    expect(second?.detail).toEqual({
      why: 'moved',
      changes: [
        { table: 'person', id: 'a', set: { service: 'PREF-59', familyName: { commitment: expect.any(String) } } },
      ],
    });
    expect(JSON.stringify([first, second])).not.toContain('Agard');
    expect(await t.store.reads.get('person', 'a')).toEqual(
      person('a', { service: 'PREF-59', familyName: 'Agard-Roux' }),
    );
    expect(await checkEverything(t)).toMatchObject({ size: 2, rows: 1, opened: 4, purged: 0 });
  });

  it('leaves `changes` out of an entry without any', async () => {
    const t = await openTestStore();
    await t.store.transact((unit) => unit.record(entry('service.start', 'service')));
    expect((await lines(t))[0]?.detail).toEqual({});
  });

  it('is a conflict when the row is not as expected any more, null compared as a value', async () => {
    const t = await openTestStore();
    await addPerson(t, 'a');
    await addRequest(t, 'r', 'a');
    const stale = (await t.store.reads.get('request', 'r'))!;
    const reject = () =>
      t.store.transact((unit) => unit.record(entry('request.reject', 'request:r', [move('request', stale, 'reject')])));
    await reject();
    await expect(reject()).rejects.toMatchObject({ code: 'conflict', detail: { table: 'request', id: 'r' } });
    const claim = (producerId: string) =>
      t.store.transact((unit) =>
        unit.record(entry('request.x', 'request:r', [update('request', stale, { producerId }, { producerId: null })])),
      );
    const results = await Promise.allSettled([claim('p'), claim('q')]);
    expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected']);
    expect(await t.store.reads.get('request', 'r')).toMatchObject({ producerId: 'p', state: 'rejected' });
    await checkEverything(t);
  });

  it('is lost with its whole unit when refused half-way, even when the refusal is swallowed', async () => {
    const t = await openTestStore();
    await addPerson(t, 'a');
    await addRequest(t, 'r', 'a');
    const row = (await t.store.reads.get('request', 'r'))!;
    const swallowing = t.store.transact(async (unit) => {
      const changes = [
        create('workstation', workstation('w')),
        update('request', row, { priority: 2 }, { priority: 1 }),
      ];
      await unit.record(entry('x.y', 'x', changes)).catch(() => {});
    });
    await expect(swallowing).rejects.toMatchObject({ code: 'conflict' });
    expect(await t.store.reads.count('workstation', {})).toBe(0);
    expect(await t.journal.size()).toBe(2);
  });

  it('refuses a second open request for agent and workstation as a duplicate, none at all included', async () => {
    const t = await openTestStore();
    await addPerson(t, 'a');
    await t.store.transact((unit) =>
      unit.record(entry('workstation.register', 'workstation:w', [create('workstation', workstation('w'))])),
    );
    await addRequest(t, 'r1', 'a', 'w');
    await expect(addRequest(t, 'r2', 'a', 'w')).rejects.toMatchObject({ code: 'duplicate' });
    await addRequest(t, 'r3', 'a');
    await expect(addRequest(t, 'r4', 'a')).rejects.toMatchObject({ code: 'duplicate' });
    const twice = await Promise.allSettled([addPerson(t, 'b'), addPerson(t, 'b')]);
    expect(twice[1]).toMatchObject({ reason: { code: 'conflict' } });
    await checkEverything(t);
  });

  it('keeps what was confirmed to the letter: a text that somebody edits is not what was confirmed', async () => {
    const t = await openTestStore();
    const [text, hash] = ['{"days":1095}', createHash('sha256').update('{"days":1095}').digest('hex')];
    await t.store.transact((unit) => unit.keepConfirmedText({ hash, text }));
    await t.store.transact((unit) => unit.keepConfirmedText({ hash, text }));
    expect(await t.store.confirmedText(hash)).toBe(text);
    await t.behind.run('update "confirmedText" set "text" = ?', '{"days":3650}');
    expect(await t.store.confirmedText(hash)).toBeUndefined();
    await t.close();
  });

  it('refuses a column without a value, which journal and table would tell differently', async () => {
    const t = await openTestStore();
    const row = person('a', { site: undefined as never });
    const adding = t.store.transact((unit) => unit.record(entry('person.import', 'person:a', [create('person', row)])));
    await expect(adding).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('site') });
  });

  it('inserts neighbouring rows of one table together, in the order given', async () => {
    const t = await openTestStore();
    const changes = [
      ...Array.from({ length: 40 }, (_, i) => create('person', person(`p${i}`))),
      create('workstation', workstation('w')),
      create('person', person('last')),
    ];
    await t.store.transact((unit) => unit.record(entry('person.import', 'person:import', changes)));
    expect(await checkEverything(t)).toMatchObject({ size: 1, rows: 42 });
  });
});

describe('time in the journal', () => {
  const beat = (t: TestStore) => t.store.transact((unit) => unit.record(entry('beat', 'x')));

  it('never runs backwards, and a small step back is not told', async () => {
    const t = await openTestStore();
    await beat(t);
    t.clock.pass(-1000);
    await beat(t);
    t.clock.pass(1500);
    await beat(t);
    expect((await lines(t)).map((e) => e.at)).toEqual([
      '1998-11-24T09:00:00.000Z',
      '1998-11-24T09:00:00.000Z',
      '1998-11-24T09:00:00.500Z',
    ]);
  });

  it('tells a step back of more than a second once, before the entry that met it, and again after another one', async () => {
    const t = await openTestStore();
    await beat(t);
    t.clock.pass(-3_600_000);
    expect(await beat(t)).toBe(2);
    t.clock.pass(60_000);
    await beat(t);
    t.clock.pass(-120_000);
    await beat(t);
    const all = await lines(t);
    expect(all.map((e) => e.action)).toEqual(['beat', 'clock.step', 'beat', 'beat', 'clock.step', 'beat']);
    expect(new Set(all.map((e) => e.at))).toEqual(new Set(['1998-11-24T09:00:00.000Z']));
    expect(all[1]).toMatchObject({
      actor: 'system',
      detail: { journal: '1998-11-24T09:00:00.000Z', clock: '1998-11-24T08:00:00.000Z' },
    });
    t.clock.set(START + 5000);
    await beat(t);
    expect((await lines(t)).at(-1)).toMatchObject({ seq: 6, at: '1998-11-24T09:00:05.000Z' });
    await checkEverything(t);
  });

  it('tells it after a restart too, even when the unit that met it first was refused', async () => {
    const first = await openTestStore();
    await beat(first);
    const t = await first.reopen();
    t.clock.pass(-10_000);
    await expect(
      t.store.transact(async (unit) => {
        await unit.record(entry('beat', 'x'));
        throw new Error('refused');
      }),
    ).rejects.toThrow('refused');
    await beat(t);
    expect((await lines(t)).map((e) => e.action)).toEqual(['beat', 'clock.step', 'beat']);
  });
});

describe('a unit', () => {
  it('sees its own writes before anybody else does', async () => {
    const t = await openTestStore();
    const outside: unknown[] = [];
    await t.store.transact(async (unit) => {
      await unit.record(entry('person.import', 'person:a', [create('person', person('a'))]));
      expect(await unit.find('person', { service: 'PREF-33' })).toHaveLength(1);
      const answered = (answer: unknown) => void outside.push(answer);
      t.store.reads.get('person', 'a').then(answered, answered);
      // a unit waits for nothing but its own transaction: it goes on until who is outside was answered
      while (outside.length === 0) expect(await unit.count('person', {})).toBe(1);
    });
    expect(outside).toEqual([undefined]);
    expect(await t.store.reads.get('person', 'a')).toEqual(person('a'));
  });

  it('that is refused leaves nothing: no row, no entry, no secret, no number', async () => {
    const t = await openTestStore();
    const refused = t.store.transact(async (unit) => {
      await unit.record(entry('person.import', 'person:a', [create('person', person('a'))]));
      await unit.keepSecret({ id: 's', purpose: 'pin', sealed: Buffer.from('x') });
      await unit.keepCertificate('c', Buffer.from('der'));
      expect(await unit.nextNumber('DEM-1998')).toBe(1);
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    expect(await t.store.reads.count('person', {})).toBe(0);
    expect(await t.store.secret('s')).toBeUndefined();
    expect(await t.store.certificate('c')).toBeUndefined();
    expect(await t.journal.size()).toBe(0);
    expect(await t.store.transact((unit) => unit.nextNumber('DEM-1998'))).toBe(1);
  });

  it('that awaits something foreign is rolled back and told so', async () => {
    const t = await openTestStore();
    const foreign = t.store.transact(async (unit) => {
      await unit.record(entry('beat', 'x'));
      await t.store.transact((neighbour) => neighbour.count('person', {})); // which comes when this one has gone
    });
    await expect(foreign).rejects.toMatchObject({ code: 'internal' });
    expect(await t.journal.size()).toBe(0);
  });

  it('gives each series its own numbers without a gap', async () => {
    const t = await openTestStore();
    const next = (series: string) => t.store.transact((unit) => unit.nextNumber(series));
    expect(await Promise.all([next('a'), next('a'), next('b'), next('a')])).toEqual([1, 2, 1, 3]);
  });

  it('keeps secrets, certificates and revocation codes, the last only as its newest hash', async () => {
    const t = await openTestStore();
    const sealed = { id: 's', purpose: 'pin', sealed: Buffer.from('sealed octets') };
    await t.store.transact(async (unit) => {
      await unit.keepSecret(sealed);
      await unit.keepCertificate('c1', Buffer.from('der'));
    });
    expect(await t.store.secret('s')).toEqual(sealed);
    expect(await t.store.certificate('c1')).toEqual(Buffer.from('der'));
    const again = t.store.transact((unit) => unit.keepCertificate('c1', Buffer.from('other')));
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('reads', () => {
  it('find rows by value, null and lists, in the order asked for', async () => {
    const t = await openTestStore();
    const rows = [
      person('a', { site: 'Lille' }),
      person('b', { email: null }),
      person('c', { service: 'PREF-59' }),
      person('d'),
    ];
    await t.store.transact((unit) =>
      unit.record(
        entry(
          'person.import',
          'person:import',
          rows.map((row) => create('person', row)),
        ),
      ),
    );
    const { find, count } = t.store.reads;
    const ids = async (...query: Parameters<typeof find<'person'>>) => (await find(...query)).map((row) => row.id);
    expect(await ids('person', {})).toEqual(['a', 'b', 'c', 'd']);
    expect(await ids('person', { email: null })).toEqual(['b']);
    expect(await ids('person', { email: [null, 'a@example.fr'] })).toEqual(['a', 'b']);
    expect(await ids('person', { id: [] })).toEqual([]);
    expect(
      await ids('person', { service: 'PREF-33', site: ['Bordeaux', 'Lille'] }, { orderBy: 'site', descending: true }),
    ).toEqual(['a', 'd', 'b']);
    expect(await ids('person', {}, { limit: 2 })).toEqual(['a', 'b']);
    expect(await count('person', { service: ['PREF-33'] })).toBe(3);
    await expect(find('person', { id: undefined as never })).rejects.toMatchObject({ code: 'internal' });
  });

  it('give the queue by priority, then age', async () => {
    const t = await openTestStore();
    const holders = ['a', 'b', 'c', 'd', 'e'];
    const states = [
      { submittedAt: START + 3 },
      { submittedAt: START + 2 },
      { submittedAt: START + 4, priority: 2 },
      { submittedAt: START + 1, kind: 'nomade' as const },
      { submittedAt: START },
    ];
    const changes = holders.flatMap((h, i) => [
      create('person', person(h)),
      create('request', request(h, h, states[i])),
    ]);
    await t.store.transact((unit) => unit.record(entry('x.y', 'x', changes)));
    const approve = holders.slice(0, 4).map(async (h) => {
      const row = (await t.store.reads.get('request', h))!;
      return t.store.transact((unit) =>
        unit.record(entry('request.approve', `request:${h}`, [move('request', row, 'approve')])),
      );
    });
    await Promise.all(approve);
    const queue = async (limit: number) =>
      (await t.store.reads.queue(['first-issue', 'renewal'], limit)).map((r) => r.id);
    expect(await queue(10)).toEqual(['c', 'b', 'a']);
    expect(await queue(2)).toEqual(['c', 'b']);
  });
});

describe('a dropped secret', () => {
  it('is in nothing that is kept any more once secrets are forgotten', async () => {
    const t = await openTestStore();
    const sealed = Buffer.from('0f1e2d3c4b5a69788796a5b4c3d2e1f0'.repeat(4), 'hex');
    const found = async (octets: string | Buffer) =>
      (await t.behind.everything()).some(({ content }) => content.includes(octets));
    await t.store.transact((unit) => unit.keepSecret({ id: 'pin-1', purpose: 'pin', sealed }));
    await t.store.transact((unit) => unit.keepSecret({ id: 'pin-2', purpose: 'pin', sealed: Buffer.alloc(64, 7) }));
    expect([await found(sealed.subarray(0, 32)), await found('pin-1')]).toEqual([true, true]);
    await t.store.transact((unit) => unit.dropSecret('pin-1'));
    await t.store.forgetSecrets();
    expect([await found(sealed.subarray(0, 32)), await found('pin-1')]).toEqual([false, false]);
    expect(await t.store.secret('pin-2')).toBeDefined();
  });
});

describe('a purge', () => {
  it('takes values and openings, and leaves the proof and the replay as they were', async () => {
    const t = await openTestStore();
    await addPerson(t, 'a');
    await addPerson(t, 'b');
    const before = await checkEverything(t);
    await t.store.transact(async (unit) => {
      const row = (await unit.get('person', 'a'))!;
      const set = { directoryId: null, givenName: null, familyName: null, email: null, purgedAt: START };
      await unit.record(entry('person.purge', 'person:a', [update('person', row, set)]));
      await unit.erase({
        personId: 'a',
        requestIds: [],
        certificateIds: [],
        handoverIds: [],
        deviceIds: [],
        tokenIds: [],
        apiTokenIds: [],
      });
    });
    expect(before).toMatchObject({ rows: 2, opened: 8 });
    expect(await checkEverything(t)).toMatchObject({ size: 3, rows: 2, opened: 4 });
    const values: string[] = [];
    for await (const page of t.journal.openings(0, 10)) values.push(...page.map((o) => o.value));
    expect(values.join()).not.toContain('Agard a');
    expect(values).toHaveLength(4);
  });
});
