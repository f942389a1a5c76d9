import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';

const JEST = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--listTests', '--json'];

/** The test files that a run has, where JETON_TEST_ENGINE asks for these engines; of one of them alone where it is named. */
function filesOf(engines: string, ...project: string[]): string[] {
  const env = { ...process.env, JETON_TEST_ENGINE: engines };
  const selected = project.flatMap((name) => ['--selectProjects', name]);
  const listed = execFileSync(process.execPath, [...JEST, ...selected], { encoding: 'utf8', env, stdio: 'pipe' });
  return (JSON.parse(listed) as string[]).map((file) => relative('.', file));
}
const folderOf = (file: string): string =>
  file
    .split('/')
    .slice(0, file.includes('/store/') ? 3 : 2)
    .join('/');

describe('a run of all tests', () => {
  it('has those of records and flow on PostgreSQL too, but for what is about one engine', () => {
    const files = filesOf('both', 'postgres');
    expect([...new Set(files.map((file) => file.split('/').slice(0, 2).join('/')))].sort()).toEqual([
      'tests/flow',
      'tests/store',
    ]);
    expect(files).toContain('tests/store/store.test.ts');
    expect(files.map(folderOf)).not.toEqual(expect.arrayContaining(['tests/store/sqlite']));
    expect(files.map(folderOf)).not.toEqual(expect.arrayContaining(['tests/store/postgres']));
  });

  it('has every test file on SQLite, and nothing of SQLite alone where PostgreSQL alone is asked for', () => {
    const [sqlite, postgres] = [filesOf('both', 'sqlite'), filesOf('postgres')];
    expect(sqlite).toEqual(expect.arrayContaining(['tests/store/sqlite/group.test.ts', 'tests/engines.test.ts']));
    expect(sqlite.filter((file) => !postgres.includes(file)).map(folderOf)).toEqual(
      sqlite.map(folderOf).filter((folder) => folder === 'tests/store/sqlite'),
    );
  });
});
