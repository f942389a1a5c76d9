// @ts-check
// Prints the bill of materials (CycloneDX) of what runs. `npm sbom --omit dev` (11.19) leaves out packages that a
// development tool shares, so all are listed and package-lock.json says which ones run.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @typedef {{ 'bom-ref': string, name: string, version: string }} Component */

const all = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
const bill = JSON.parse(execFileSync('npm', all, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
/** @type {Set<string>} */
const runs = new Set();
for (const [path, { name, version, dev }] of Object.entries(packages)) {
  if (path !== '' && dev !== true) runs.add(`${name ?? path.split('node_modules/').pop()}@${version}`);
}

const components = bill.components.filter((/** @type {Component} */ c) => runs.has(`${c.name}@${c.version}`));
/** @type {Set<string>} */
const kept = new Set([
  bill.metadata.component['bom-ref'],
  ...components.map((/** @type {Component} */ c) => c['bom-ref']),
]);
const dependencies = bill.dependencies
  .filter((/** @type {{ ref: string }} */ { ref }) => kept.has(ref))
  .map((/** @type {{ ref: string, dependsOn: string[] }} */ { ref, dependsOn }) => ({
    ref,
    dependsOn: dependsOn.filter((on) => kept.has(on)),
  }));
process.stdout.write(`${JSON.stringify({ ...bill, components, dependencies }, null, 2)}\n`);
