import fc from 'fast-check';
import { AndFilter, BerReader, BerWriter, EqualityFilter, OrFilter, SubstringFilter } from 'ldapts';
import { createDirectory, type DirectoryOptions } from '../../src/directory/directory.ts';
import { createFilters } from '../../src/directory/filter.ts';
import { DirectoryMap } from '../../src/directory/settings.ts';
import type { DirectoryRecord } from '../../src/flow/ports/directory.ts';
import { counts, seed } from '../support/runs/long.ts';
import { type Agent, agent, BASE, BIND, GROUPS, type Slapd, startSlapd } from './slapd.ts';

const PEOPLE: readonly Agent[] = [
  agent('M-ALICE'),
  agent('M-BRUNO', { givenName: 'Bruno', sn: 'Béart', departmentNumber: 'pref-59', l: 'Lille' }),
  agent('M-EVE', { givenName: 'Ève', sn: "L'Hermite" }),
  agent('M-GONE', { givenName: 'Gontran', sn: 'Parti', pwdAccountLockedTime: '000001010000Z' }),
  agent('M-NOMAIL', { sn: 'Sansmail', mail: undefined, departmentNumber: undefined }),
];

describe('the directory over LDAP', () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd(
      PEOPLE.map(({ pwdAccountLockedTime: locked, ...a }) => (locked ? { ...a, employeeType: 'parti' } : a)),
      {
        valideurs: ['M-ALICE', 'M-EVE'],
        techniciens: ['M-BRUNO'],
      },
    );
  });
  afterAll(() => slapd.stop());

  const map = (more: object = {}) =>
    DirectoryMap.parse({ disabled: [{ attribute: 'employeeType', equals: ['parti'] }], ...more });
  const open = (more: Partial<DirectoryOptions> = {}) =>
    createDirectory({
      server: { url: slapd.url, requireTls: false, bind: BIND },
      base: BASE,
      map: map(),
      clock: { now: Date.now },
      ...more,
    });
  const all = async (more: Partial<DirectoryOptions> = {}): Promise<DirectoryRecord[][]> => {
    const pages: DirectoryRecord[][] = [];
    for await (const page of open(more).everyone()) pages.push([...page]);
    return pages;
  };

  describe('look-ups', () => {
    it('find a person by id, in any case, as an import would take them', async () => {
      expect(await open().find('m-bruno')).toEqual({
        directoryId: 'M-BRUNO',
        enabled: true,
        problems: [],
        person: {
          directoryId: 'M-BRUNO',
          givenName: 'Bruno',
          familyName: 'Béart',
          email: 'm-bruno@interieur.example',
          service: 'PREF-59',
          site: 'Lille',
        },
      });
    });

    it('find nobody who is not there, and no entry that is not a person', async () => {
      expect(await open().find('M-NOBODY')).toBeUndefined();
      expect(await open().find('printer')).toBeUndefined();
    });

    it('say who has left, and what an entry lacks', async () => {
      expect(await open().find('M-GONE')).toMatchObject({ enabled: false });
      expect(await open().find('M-NOMAIL')).toEqual({
        directoryId: 'M-NOMAIL',
        enabled: true,
        person: undefined,
        problems: ['email', 'service'],
      });
    });

    it.each([
      ['agard', ['M-ALICE']],
      ['alice agard', ['M-ALICE']],
      ['AGARD m-al', ['M-ALICE']],
      ['béart', ['M-BRUNO']],
      ['m-', ['M-ALICE', 'M-BRUNO', 'M-EVE', 'M-GONE', 'M-NOMAIL']],
      ['gard', []],
      ['*', []],
      ['  ', []],
    ])('by name or id find %j', async (text, expected) => {
      expect((await open().search(text, 20)).map((r) => r.directoryId).sort()).toEqual(expected);
    });

    it('answer no more than asked for', async () => {
      expect(await open().search('m-', 2)).toHaveLength(2);
    });
  });

  describe('everybody', () => {
    it('is read in pages, also when the server gives away fewer at once than there are', async () => {
      const pages = await all({ pageSize: 2 });
      expect(pages.map((p) => p.length)).toEqual([2, 2, 1]);
      expect(new Set(pages.flat().map((r) => r.directoryId)).size).toBe(5);
    });

    it('or it fails: half a directory is no directory', async () => {
      await expect(all({ base: 'ou=nowhere,dc=interieur,dc=example' })).rejects.toMatchObject({
        code: 'service_unreachable',
      });
    });

    it('is in groups that propose roles, by distinguished names as the server compares them', async () => {
      const groups = [
        { group: `cn=valideurs,${GROUPS}`, role: 'approver', scope: 'PREF-33' },
        { group: `CN=Techniciens, ${GROUPS.toUpperCase()}`, role: 'technician' },
        { group: `cn=nobody,${GROUPS}`, role: 'supervisor' },
      ];
      expect(await open({ map: map({ groups }) }).groups()).toEqual([
        { role: 'approver', scope: 'PREF-33', members: ['M-ALICE', 'M-EVE'] },
        { role: 'technician', scope: '*', members: ['M-BRUNO'] },
        { role: 'supervisor', scope: '*', members: [] },
      ]);
    });
  });

  describe('what somebody types', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            '*',
            '(',
            ')',
            '\\',
            '\0',
            '|',
            '&',
            '!',
            '=',
            'uid',
            'M-ALICE',
            '\\2a',
            'mail',
            '>=',
            ':',
            '~',
          ),
          {
            maxLength: 12,
          },
        )
        .map((parts) => parts.join('')),
    );

    it('is a value in the BER and never part of a filter', () => {
      const filters = createFilters(map());
      const value = (text: string): string => Buffer.from(text).toString();
      fc.assert(
        fc.property(hostile, (text) => {
          const equal = encodedAnd(filters.byId(text))[1] as EqualityFilter;
          expect([equal.attribute, equal.value]).toEqual(['uid', value(text)]);
          const words = text.split(/\s+/).filter((w) => w !== '');
          for (const [i, word] of words.entries()) {
            const either = encodedAnd(filters.byWords(words))[i + 1] as OrFilter;
            expect(either.filters.map((f) => (f as SubstringFilter).initial)).toEqual([word, word, word].map(value));
            expect(either.filters.map((f) => (f as SubstringFilter).attribute)).toEqual(['uid', 'givenname', 'sn']);
          }
        }),
        { numRuns: counts(2000, 100_000), seed: seed() },
      );
    });

    it('finds, on the real server, whoever bears it literally and nobody else', async () => {
      const directory = open();
      await fc.assert(
        fc.asyncProperty(hostile, async (text) => {
          const id = text.trim().replace(/ +/g, ' ').toLowerCase();
          const found = await directory.find(text).catch(notUnreachable);
          if (found) expect(found.directoryId.toLowerCase()).toBe(id);
          for (const record of await directory.search(text, 20).catch(() => [])) {
            const { givenName = '', familyName = '' } = record.person ?? {};
            const names = [record.directoryId, givenName, familyName].map((n) => n.toLowerCase());
            const first =
              text
                .split(/\s+/)
                .find((w) => w !== '')
                ?.toLowerCase() ?? '?';
            if (/^[\x20-\x7e]*$/.test(first) && record.person)
              expect(names.some((n) => n.startsWith(first))).toBe(true);
          }
        }),
        { numRuns: counts(150, 5000), seed: seed() },
      );
    });
    /** A server may say no to octets that are no text of its syntax; it never says yes to them. */
    const notUnreachable = (error: unknown): undefined => {
      expect(error).toMatchObject({ code: 'service_unreachable' });
      return undefined;
    };

    it.each(['*', 'M-*', '*)(uid=*', 'M-ALICE)(|(uid=*', '\\2a', 'M-ALICE\0', '*)(userPassword=*'])(
      'as %j finds nobody',
      async (text) => {
        expect(
          await open()
            .find(text)
            .catch(() => undefined),
        ).toBeUndefined();
        expect(
          await open()
            .search(text, 20)
            .catch(() => []),
        ).toEqual([]);
      },
    );
  });
});

/** Encodes a filter as it goes over the wire and reads it back; the parts of the `and` that it is. */
function encodedAnd(filter: { write(writer: BerWriter): void }): AndFilter['filters'] {
  const writer = new BerWriter();
  filter.write(writer);
  const back = parseFilter(new BerReader(writer.buffer));
  return (back as AndFilter).filters;
}
function parseFilter(reader: BerReader): AndFilter | OrFilter | EqualityFilter | SubstringFilter {
  const tag = reader.readSequence();
  const end = reader.offset + reader.length;
  if (tag === 0xa0 || tag === 0xa1) {
    const filters = [];
    while (reader.offset < end) filters.push(parseFilter(reader));
    return tag === 0xa0 ? new AndFilter({ filters }) : new OrFilter({ filters });
  }
  const leaf = tag === 0xa3 ? new EqualityFilter() : new SubstringFilter();
  leaf.parse(reader);
  return leaf;
}
