import { readFileSync } from 'node:fs';
import { parsePeople } from '../../../src/imports/people.ts';
import { parseTakeOver } from '../../../src/imports/take-over.ts';
import { mutants } from './mutations.ts';
import { throwAt } from './throw.ts';

const head = (file: string): string => readFileSync(file, 'utf8').split('\n').slice(0, 6).join('\n');
const people = head('db/sample/people.csv');
const workstations = head('db/sample/workstations.csv');
const spoilt = [
  people.replaceAll(';', ','),
  `\ufeff${people}`,
  people.replaceAll('\n', '\r\n'),
  `"${people.replaceAll(';', '";"')}"`,
];

describe('a CSV file from outside', () => {
  it('of people is rows or problems, never a fault', async () => {
    const seen = await throwAt('CSV of people', mutants([people, ...spoilt]), (file) => {
      const { rows, problems } = parsePeople(file);
      if (rows.length > 0 && problems.length > 0) throw new Error('rows and problems at once');
      return rows.length > 0 ? 'read' : 'refused';
    });
    expect(Math.min(seen.get('read') ?? 0, seen.get('refused') ?? 0)).toBeGreaterThan(0);
  });

  it('of workstations is rows or problems, never a fault', async () => {
    const seen = await throwAt('CSV of workstations', mutants([workstations, people]), (file) =>
      parseTakeOver(file).rows.length > 0 ? 'read' : 'refused',
    );
    expect(Math.min(seen.get('read') ?? 0, seen.get('refused') ?? 0)).toBeGreaterThan(0);
  });
});
