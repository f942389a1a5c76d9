import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';

const JEST = ['--import', './tests/support/typescript.mjs', 'node_modules/jest/bin/jest.js', '--listTests', '--json'];

/** What a run may have set itself. */
const { JETON_CLIENTS: _, JETON_CLUSTER: __, JETON_LONG: ___, ...ENVIRONMENT } = process.env;

/** The test files that a run has with these variables; of one project alone where it is named. */
function filesWith(variables: NodeJS.ProcessEnv, ...project: string[]): string[] {
  const env = { ...ENVIRONMENT, ...variables };
  const selected = project.flatMap((name) => ['--selectProjects', name]);
  const listed = execFileSync(process.execPath, [...JEST, ...selected], { encoding: 'utf8', env, stdio: 'pipe' });
  return (JSON.parse(listed) as string[]).map((file) => relative('.', file));
}
/** Where JETON_TEST_ENGINE asks for these engines. */
const filesOf = (engines: string, ...project: string[]): string[] =>
  filesWith({ JETON_TEST_ENGINE: engines }, ...project);
const folderOf = (file: string): string =>
  file
    .split('/')
    .slice(0, file.includes('/store/') ? 3 : 2)
    .join('/');

describe('a run of all tests', () => {
  it('has those of records, flow and a journey on PostgreSQL too, but for what is about one engine', () => {
    const files = filesOf('both', 'postgres');
    expect([...new Set(files.map((file) => file.split('/').slice(0, 2).join('/')))].sort()).toEqual([
      'tests/flow',
      'tests/journeys',
      'tests/store',
    ]);
    expect(files.filter((file) => folderOf(file) === 'tests/journeys')).toEqual(['tests/journeys/stock.test.ts']);
    expect(files).toContain('tests/store/store.test.ts');
    expect(files.map(folderOf)).not.toEqual(expect.arrayContaining(['tests/store/sqlite']));
    expect(files.map(folderOf)).not.toEqual(expect.arrayContaining(['tests/store/postgres']));
  });

  it('has every journey that is of one program on PostgreSQL too where it is long', () => {
    const files = filesWith({ JETON_TEST_ENGINE: 'both', JETON_LONG: '1' }, 'postgres');
    const days = [
      'campaign',
      'correspondent',
      'import',
      'incident',
      'inventory',
      'nomade',
      'recalls',
      'renewals',
      'replacement',
      'stock',
      'workstations',
      'year',
    ];
    expect(files.filter((file) => folderOf(file) === 'tests/journeys').sort()).toEqual(
      days.map((day) => `tests/journeys/${day}.test.ts`),
    );
  });

  it('has every test file on SQLite, and nothing of SQLite alone where PostgreSQL alone is asked for', () => {
    const [sqlite, postgres] = [filesOf('both', 'sqlite'), filesOf('postgres')];
    expect(sqlite).toEqual(expect.arrayContaining(['tests/store/sqlite/group.test.ts', 'tests/engines.test.ts']));
    expect(sqlite.filter((file) => !postgres.includes(file)).map(folderOf)).toEqual(
      sqlite.map(folderOf).filter((folder) => folder === 'tests/store/sqlite'),
    );
  });

  it.each([
    ['tests/clients', 'JETON_CLIENTS'],
    ['tests/cluster', 'JETON_CLUSTER'],
  ])('has %s, whose programs are not those of npm test, where %s asks for it alone', (folder, variable) => {
    const isIn = (file: string) => folderOf(file) === folder;
    expect(filesOf('both').some(isIn)).toBe(false);
    expect(filesWith({ JETON_TEST_ENGINE: '', [variable]: '1' }).some(isIn)).toBe(true);
  });
});
