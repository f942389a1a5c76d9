import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesThatKnowTheDate, otherDates } from './dates.mjs';

describe('the other dates of the suite', () => {
  const on = (today: string) => otherDates(Date.parse(today)).map(({ at }) => new Date(at).toISOString().slice(0, 16));

  it('are ahead of today: 400 days, the next leap day, and the next night in which an hour comes twice', () => {
    expect(on('2026-11-25T12:00Z')).toEqual(['2027-12-30T12:00', '2028-02-29T12:00', '2027-10-31T00:59']);
    expect(on('2028-03-01T00:00Z')).toEqual(['2029-04-05T00:00', '2032-02-29T12:00', '2028-10-29T00:59']);
    const [, , night] = otherDates(Date.parse('2026-11-25'));
    const paris = new Intl.DateTimeFormat('fr', { timeZone: 'Europe/Paris', timeStyle: 'short' });
    expect([0, 1].map((minutes) => paris.format((night?.at ?? 0) + minutes * 60_000))).toEqual(['02:59', '02:00']);
  });
});

describe('files that depend on the date', () => {
  it('are found by what they and their imports reach', () => {
    const root = mkdtempSync(path.join(tmpdir(), 'jeton-dates-'));
    const write = (file: string, text: string) => {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    };
    write('src/clock.ts', 'export const now = () => Date.now();');
    write('src/starter.ts', "import { spawn } from 'node:child_process';");
    write('src/root.ts', "import { a } from './starter.ts';\nimport { now } from './clock.ts';");
    write('tests/helper.ts', "import { spawn } from 'node:child_process';");
    write('tests/a/judging.test.ts', "import { connect } from 'node:tls';");
    write('tests/a/helped.test.ts', "import {\n  help,\n} from '../helper.ts';");
    write('tests/b/clock.test.tsx', "import { root } from '../../src/root.ts';");
    write('tests/b/pure.test.ts', "// Date.now() is not asked\nimport { spawn } from '../../src/starter.ts';");
    write('tests/b/typed.test.ts', "import type { Help } from '../helper.ts';");
    write('tests/clients/site.test.ts', "import { connect } from 'node:tls';");
    write('tests/cluster/nodes.test.ts', "import { connect } from 'node:tls';");
    expect(filesThatKnowTheDate(root)).toEqual({
      reaching: ['tests/a/helped.test.ts', 'tests/a/judging.test.ts', 'tests/b/clock.test.tsx'],
      judging: ['tests/a/judging.test.ts'],
    });
    rmSync(root, { recursive: true });
  });

  it('of ours are the ones that hand certificates to real programs, and the demo', () => {
    const { judging } = filesThatKnowTheDate('.');
    const names = ['server-tls', 'machine-tokens', 'certificates', 'programs', 'demo', 'mtls'];
    for (const name of names) expect(judging).toContainEqual(expect.stringMatching(`/${name}.test.ts$`));
  });
});
