import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documented } from '../support/documented.ts';

const PAGE = 'docs/installation.md';

describe('the page for whoever installs the service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-installed-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const inFolder = (path: string) => join(folder, path.replaceAll('/', '_'));

  it('names settings that there are, in its file and for its container', () => {
    const known = readFileSync('docs/settings.md', 'utf8');
    const named = readFileSync(PAGE, 'utf8').match(/\b(?:JETON|CUPS)_[A-Z_]+/g) ?? [];
    expect(named.length).toBeGreaterThan(10);
    expect([...new Set(named)].filter((name) => !known.includes(`\`${name}\``))).toEqual([]);
  });

  it('starts what there is, with the settings of its file', () => {
    const unit = documented('/etc/systemd/system/jeton.service', {}, PAGE);
    const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? '';
    expect(existsSync(value('ExecStart').replace('/usr/bin/node /opt/jeton/', '').split(' ')[0] ?? '')).toBe(true);
    expect(documented(value('EnvironmentFile'), {}, PAGE)).toContain(
      `JETON_DATA=/var/lib/${value('StateDirectory').split(' ')[0]}`,
    );
    expect(value('StateDirectory').split(' ')).toContain('jeton-prints'); // the printers' folder of settings that name none
  });

  it('makes a command that runs', () => {
    const command = inFolder('/usr/local/bin/jeton');
    const put = { '/usr/local/bin/jeton': command, '/opt/jeton': process.cwd() };
    execFileSync('sh', ['-c', documented('the command', put, PAGE)]);
    expect(execFileSync(command, ['--help'], { encoding: 'utf8', cwd: folder })).toContain('journal');
  });
});
