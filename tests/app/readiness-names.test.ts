import { readdirSync, readFileSync } from 'node:fs';
import { CONFIGURATION } from '../../src/flow/two-persons/confirm-configuration.ts';
import { documented } from '../support/documented.ts';

/** What readiness can say, as the code has it: who is woken at night by a name looks it up. */
describe('the names of /readyz', () => {
  const source = (file: string) => readFileSync(file, 'utf8');
  const parts = readdirSync('src/app/health').map((file) => source(`src/app/health/${file}`));
  const own = parts.flatMap((text) => [...text.matchAll(/\bwhen\([^\n]*?'([a-z-]+)'/g)].map(([, name = '']) => name));
  const away = [...source('src/app/readiness.ts').matchAll(/waiting: \['([a-z-]+)'\]/g)].map(([, name = '']) => name);
  const status = ['src/ca/status/freshness.ts', 'src/ca/ca.ts'].flatMap((file) =>
    [...source(file).matchAll(/'(ocsp-signer|issuing-ca|crl-folder)'/g)].map(([, name = '']) => name),
  );
  const names = [...new Set([...own, ...away, ...status, CONFIGURATION])];
  const page = source('docs/operations.md');

  it('stand in the table of operations.md, with what to do', () => {
    expect(names.length).toBeGreaterThan(17);
    const named = [...names, 'profile NAME', 'node NAME', 'issuing.crl', 'root.crl'];
    expect(named.filter((name) => !new RegExp(`^\\| [^|]*\`${name}\``, 'm').test(page))).toEqual([]);
  });

  it('are what the rules of the page ask Prometheus for', () => {
    const rules = documented('alert rules', {}, 'docs/operations.md');
    const metrics = source('src/listen/metrics.ts');
    const asked = [...rules.matchAll(/\bjeton_[a-z_]+/g)].map(([name]) => name);
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.filter((name) => !metrics.includes(`'${name}'`))).toEqual([]);
    const watched = [...rules.matchAll(/name="([^"]+)"/g)].map(([, name = '']) => name);
    expect(watched.filter((name) => !names.includes(name))).toEqual([]);
  });
});
