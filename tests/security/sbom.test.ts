import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

it('the bill of materials names every dependency that runs, by name, version and package URL', () => {
  const bill = JSON.parse(execFileSync('npm', ['run', '-s', 'sbom'], { encoding: 'utf8' }));
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' });
  const named = new Set(bill.components.map((c: { purl: string }) => decodeURIComponent(c.purl)));
  const missing = Object.entries(dependencies).filter(([name, version]) => !named.has(`pkg:npm/${name}@${version}`));
  expect(missing).toEqual([]);
  expect(bill.components.length).toBeGreaterThan(100);
});
