import { IMPORT_ROWS } from '../../src/book/rules/limits.ts';
import { parsePeople } from '../../src/imports/people.ts';
import { MAX_PROBLEMS } from '../../src/imports/problems.ts';
import { FILE_BYTES } from '../../src/imports/size.ts';

const codes = (content: string | Uint8Array) => parsePeople(content).problems.map(({ code }) => code);

describe('the limits of an imported file', () => {
  it('are 25 MB, in octets', () => {
    expect(codes(Buffer.alloc(FILE_BYTES + 1))).toEqual(['too_large']);
    expect(codes('é'.repeat(FILE_BYTES / 2 + 1))).toEqual(['too_large']);
  });
  it('are 100,000 rows and 1,000 problems told', () => {
    const rows = Array.from({ length: IMPORT_ROWS + 5 }, () => 'x');
    const told = codes(['matricule;prenom;nom;courriel;service;site', ...rows].join('\n'));
    expect(told).toHaveLength(MAX_PROBLEMS + 1);
    expect(told.slice(-2)).toEqual(['too_many_rows', 'too_many_problems']);
  });
  it('reads a line full of misplaced quotes no longer than any other', () => {
    const began = process.cpuUsage(); // the machine may be busy with others
    const { problems } = parsePeople(`matricule;prenom;nom;courriel;service;site\n${'{"a":'.repeat(20_000)}\n`);
    expect(problems).toMatchObject([{ line: 2, code: 'bad_quotes' }]);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(2_000); // it took 20 seconds, and nothing else was served
  });
});
