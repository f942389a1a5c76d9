import { COMPARED } from '../../../src/book/rules/service/differences.ts';
import { create, move, update } from '../../../src/book/tables/lifecycle.ts';
import type { AuthorityRow, CertificateRow } from '../../../src/book/tables/rows/tokens.ts';
import type { Progress } from '../../../src/journal/long-reading.ts';
import { compareTables } from '../../../src/store/compare/compare.ts';
import { seekOpenings } from '../../../src/store/compare/openings.ts';
import { openReadOnly } from '../../../src/store/place.ts';
import { SEALED_TABLES } from '../../../src/store/seal/sealed-tables.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { entry, NO_BENCH, person, UNREVIEWED, workstation } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';

const grant = { id: 'g', personId: 'a', role: 'agent', scope: '*', grantedAt: START } as const;
const certificate: CertificateRow = {
  id: '0a',
  issuerId: 'ca',
  profile: 'agent-vpn',
  profileHash: '',
  policy: '',
  state: 'intended',
  holderId: 'a',
  names: null,
  requestId: null,
  tokenId: null,
  jobId: null,
  workstationId: null,
  publicKeyHash: 'k',
  sha256: 'h',
  subject: 'CN=Alice',
  notBefore: START,
  notAfter: START + 9,
  intendedAt: START,
  orderedBy: 'system',
  run: null,
  sealedAt: null,
  revokedAt: null,
  revocationReason: null,
};

type Kept = Record<string, string | number | null>;
const rowOf = async ({ behind }: TestStore, table: string, id: string): Promise<Kept> =>
  (await behind.all<Kept>(`select * from "${table}" where "id" = ?`, id))[0] ?? {};
/** Puts a row in, in the place of the one that has its key. */
async function putBack({ behind }: TestStore, table: string, row: Kept): Promise<void> {
  const [columns, values] = [Object.keys(row), Object.values(row)];
  await behind.run(`delete from "${table}" where "id" = ?`, row['id'] ?? null);
  const places = columns.map(() => '?').join(', ');
  await behind.run(`insert into "${table}" ("${columns.join('", "')}") values (${places})`, ...values);
}
/** Puts a trigger in that is none of ours, called "mine". */
const putTrigger = ({ behind, place }: TestStore): Promise<void> =>
  behind.run(
    'postgres' in place
      ? `create trigger "mine" after insert on "session" for each row execute function "refuseChange"('no')`
      : `create trigger "mine" after insert on "session" begin select 1; end`,
  );

/** A small house in which a certificate and a grant were revoked; the old rows are kept, with their seals. */
async function house() {
  const t = await openTestStore();
  const record = (action: string, changes: Parameters<typeof entry>[2]) =>
    t.store.transact((unit) => unit.record(entry(action, 'x', changes)));
  const granted = { ...grant, validFrom: null, validUntil: null, revokedAt: null, ...UNREVIEWED };
  await record('import', [...['a', 'b'].map((id) => create('person', person(id)))]);
  await record('import', [
    create('workstation', workstation('w')),
    create('grant', granted),
    create('certificate', certificate),
  ]);
  const old: Record<string, Kept> = {};
  old['grant'] = await rowOf(t, 'grant', 'g');
  old['certificate'] = await rowOf(t, 'certificate', '0a');
  old['person'] = await rowOf(t, 'person', 'a');
  await record('end', [update('grant', granted, { revokedAt: START + 1 })]);
  const revocation = { revokedAt: START + 1, revocationReason: 'lost' } as const;
  await record('revoke', [move('certificate', certificate, 'revoke', revocation)]);
  await record('rename', [update('person', person('a'), { familyName: 'Autre' })]);
  const compare = (progress?: Progress) =>
    compareTables({ open: () => openReadOnly(t.place), rowKey: ROW_KEY, progress });
  const found = async () =>
    (await compare()).differences.map(({ table, id, kind, columns }) => `${kind} ${table}:${id} ${columns}`);
  return { ...t, old: old as Record<'grant' | 'certificate' | 'person', Kept>, compare, found };
}
type House = Awaited<ReturnType<typeof house>>;

describe('the tables, held against the journal', () => {
  it('are what it says', async () => {
    const t = await house();
    expect(await t.compare()).toMatchObject({
      size: 5,
      rows: 5,
      total: 0,
      differences: [],
      revocations: [],
      purged: 0,
    });
    const { opened, tables } = await t.compare();
    expect(opened).toBeGreaterThan(5);
    expect(tables).toMatchObject({ person: 2, grant: 1, certificate: 1, token: 0 });
  });

  it('are told as they are read, entries and rows', async () => {
    const t = await house();
    const told: number[][] = [];
    const { size, rows, sealed } = await t.compare((done, total) => void told.push([done, total]));
    const total = size + rows + sealed;
    expect([told[0], told[1], told.at(-1)]).toEqual([
      [0, total],
      [size, total],
      [total, total],
    ]);
  });

  it('are named by words of the book, all of them', () => {
    const unsealed = ['journalEntry', 'journalNode', 'checkpoint', 'revocation', 'tokenCount', 'trigger', 'schema'];
    expect([...COMPARED].sort()).toEqual([...SEALED_TABLES, ...unsealed].sort());
  });

  const edits: [string, (t: House) => Promise<unknown>, string[]][] = [
    ['a row that was deleted', ({ behind }) => behind.run(`delete from "workstation"`), ['missing workstation:w ']],
    [
      'a row that was put in, with the seal of another',
      (t) => putBack(t, 'grant', { ...t.old.grant, id: 'h', personId: 'b' }),
      ['foreign grant:h '],
    ],
    [
      'a row that was edited',
      ({ behind }) => behind.run(`update "grant" set "role" = 'administrator', "revokedAt" = null`),
      ['different grant:g role,revokedAt'],
    ],
    ['a row that was put back as it was once', (t) => putBack(t, 'grant', t.old.grant), ['old grant:g revokedAt']],
    [
      'a certificate that was put back as it was once, its revocation still listed',
      (t) => putBack(t, 'certificate', t.old.certificate),
      ['old certificate:0a state,revokedAt,revocationReason'],
    ],
    [
      'a personal value that is no longer what was said',
      (t) => putBack(t, 'person', t.old.person),
      ['old person:a familyName'],
    ],
    [
      'a personal value whose opening was changed with it',
      async ({ behind }) => {
        await behind.dropTrigger('openingNoUpdate', 'opening');
        await behind.run(`update "opening" set "value" = '"X"' where "field" = 'familyName'`);
        await behind.run(`update "person" set "familyName" = 'X' where "id" = 'b'`);
      },
      ['missing trigger:openingNoUpdate ', 'different person:b familyName'],
    ],
    [
      'a row from before a value was said, the value’s opening put under another row, as if a purge had taken it',
      async (t) => {
        const old = await rowOf(t, 'person', 'b');
        const address = { postalAddress: '1 rue du Test' };
        await t.store.transact((unit) => unit.record(entry('move', 'x', [update('person', person('b'), address)])));
        await t.behind.dropTrigger('openingNoUpdate', 'opening');
        await t.behind.run(`update "opening" set "subject" = 'person:z' where "field" = 'postalAddress'`);
        await putBack(t, 'person', old);
      },
      ['missing trigger:openingNoUpdate ', 'old person:b postalAddress'],
    ],
    [
      'a seal that was emptied',
      ({ behind }) => behind.run(`update "workstation" set "seal" = ''`),
      ['different workstation:w seal'],
    ],
    [
      'a trigger that was dropped, and one of somebody else',
      async (t) => {
        await t.behind.dropTrigger('journalEntryNoUpdate', 'journalEntry');
        await putTrigger(t);
      },
      ['missing trigger:journalEntryNoUpdate ', 'foreign trigger:mine '],
    ],
    [
      'an entry that was edited',
      async ({ behind }) => {
        await behind.dropTrigger('journalEntryNoUpdate', 'journalEntry');
        await behind.run(`update "journalEntry" set "actor" = 'b',
          "line" = replace("line", '"action":"rename"', '"action":"remane"') where "seq" = 4`);
      },
      ['missing trigger:journalEntryNoUpdate ', 'different journalEntry:4 line'],
    ],
    [
      'an entry that was deleted',
      async ({ behind }) => {
        await behind.dropTrigger('journalEntryNoDelete', 'journalEntry');
        await behind.run(`delete from "journalEntry" where "seq" = 2`);
      },
      [
        ...['missing trigger:journalEntryNoDelete ', 'missing journalEntry:2 '],
        ...['different journalTip:0 chain', 'old grant:g revokedAt'],
      ],
    ],
  ];
  it.each(edits)('show %s', async (_, edit, found) => {
    const t = await house();
    await edit(t);
    expect(await t.found()).toEqual(found);
    expect((await t.compare()).total).toBe(found.length);
  });

  it('show a revocation that was deleted, and at which place it stood', async () => {
    const t = await house();
    await t.behind.run('delete from "revocation"');
    await putBack(t, 'certificate', t.old.certificate);
    expect(await t.found()).toEqual(['old certificate:0a state,revokedAt,revocationReason', 'missing revocation:0a ']);
    expect((await t.compare()).revocations).toEqual([
      { certificateId: '0a', issuerId: 'ca', seq: 1, revokedAt: START + 1, notAfter: START + 9 },
    ]);
  });

  it('show at a look that a revocation was taken out of the list, whichever', async () => {
    const t = await house();
    const authority: AuthorityRow = {
      id: 'ca',
      kind: 'issuing',
      purpose: 'token',
      policy: '2.999.1',
      issuerId: null,
      serialNumber: '1',
      subject: 'CN=CA',
      sha256: null,
      evaluation: 1,
      notBefore: START,
      notAfter: START + 9,
    };
    const crl = { id: 'ca-1', issuerId: 'ca', number: 1, thisUpdate: START, nextUpdate: START, entries: 2, revoked: 2 };
    const second = { ...certificate, id: '0b', publicKeyHash: 'l', sha256: 'm' };
    await t.store.transact(async (unit) => {
      await unit.record(entry('x', 'x', [create('authority', authority), create('certificate', second)]));
      const revocation = { revokedAt: START + 1, revocationReason: 'lost' } as const;
      await unit.record(entry('x', 'x', [move('certificate', second, 'revoke', revocation)]));
      await unit.record(entry('x', 'x', [create('crl', { ...crl, sha256: 'h' })]));
    });
    expect(await t.isListWhole()).toBe(true);
    for (const seq of [1, 2]) {
      await t.behind.run('delete from "revocation" where "seq" = ?', seq);
      expect(await t.isListWhole()).toBe(false);
      const { revocations } = await t.compare();
      await t.store.transact((unit) => unit.putBackRevocations(revocations));
      expect(await t.isListWhole()).toBe(true);
    }
  });

  it('show a way in that was put in or edited, by a name that opens nothing', async () => {
    const t = await house();
    const session = {
      hash: 'h',
      personId: 'a',
      csrf: 'c',
      createdAt: START,
      seenAt: START,
      freshUntil: 0,
      expiresAt: START + 9,
      method: 'password',
      address: '192.0.2.7',
      idToken: null,
      reach: null,
      ...NO_BENCH,
    };
    await t.identity.keepSession(session);
    expect(await t.compare()).toMatchObject({ sealed: 2, total: 0 });
    await t.behind.run(`update "session" set "personId" = 'b'`);
    expect(await t.found()).toEqual([expect.stringMatching(/^different session:[0-9a-f]{16} seal$/)]);
  });

  it('show a journal that was cut, by the checkpoint that was kept', async () => {
    const t = await house();
    const note = `jeton/1\n9\n${Buffer.alloc(32).toString('base64')}\n\n— jeton/1 AAAAAAAA\n`;
    await t.journal.keepCheckpoint({ size: 9, root: Buffer.alloc(32), note, signedAt: START });
    expect(await t.found()).toContain('missing journalEntry:5 ');
  });

  it('show a checkpoint that was signed over other lines', async () => {
    const t = await house();
    await t.journal.keepCheckpoint({ size: 3, root: Buffer.alloc(32), note: 'x', signedAt: START });
    expect(await t.found()).toEqual(['different checkpoint:3 root']);
  });

  it('are compared while the service goes on', async () => {
    const t = await house();
    await t.behind.run(`delete from "workstation"`);
    const writing = Array.from({ length: 50 }, (_, i) =>
      t.store.transact((unit) => unit.record(entry('x', 'x', [create('setting', { id: `s${i}`, value: '1' })]))),
    );
    expect(await t.found()).toEqual(['missing workstation:w ']);
    await Promise.all(writing);
    expect(await t.compare()).toMatchObject({ size: 55, total: 1 });
  });

  it('are told by name up to a thousand', async () => {
    const t = await house();
    await t.store.transact(async (unit) => {
      const rows = Array.from({ length: 1200 }, (_, i) => create('setting', { id: `s${i}`, value: '1' }));
      for (let i = 0; i < rows.length; i += 100) await unit.record(entry('x', 'x', rows.slice(i, i + 100)));
    });
    await t.behind.run('delete from "setting"');
    const { total, differences } = await t.compare();
    expect([total, differences.length]).toEqual([1200, 1000]);
  });
});

describe('openings that are sought under other rows', () => {
  it('are not all read where their pages lead astray, which is said', async () => {
    const { place } = await house();
    const database = openReadOnly(place);
    const missing = new Set(['a commitment']);
    expect(await seekOpenings(database, missing)).toEqual({ found: [], isWhole: true });
    // the answer of a page whose index was filled in another order
    const astray = { snapshot: async () => 'astray' as never };
    expect(await seekOpenings(astray, missing)).toEqual({ found: [], isWhole: false });
    await database.close();
  });
});

describe('more rows than a page has, put in behind the service', () => {
  it('are all told of, and those behind them compared, where their keys are the sign for what is no UTF-8', async () => {
    const t = await house();
    const ids = Array.from({ length: 2101 }, (_, i) => `a\ufffd${String(i).padStart(4, '0')}`);
    const rows = [...ids, 'z', '\u{10ffff}'].map((id) => `('${id}', '1', 'x')`);
    await t.behind.run(`insert into "setting" ("id", "value", "seal") values ${rows.join(', ')}`);
    const { rows: compared, differences } = await t.compare();
    expect(compared).toBe(5 + 2103);
    expect(differences.every(({ table, kind }) => table === 'setting' && kind === 'foreign')).toBe(true);
  });
});
