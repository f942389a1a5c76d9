import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fullName } from '../../src/flow/people/person-name.ts';
import { parsePeople } from '../../src/imports/people.ts';
import { parseTakeOver } from '../../src/imports/take-over.ts';

const SAMPLE = join(import.meta.dirname, '../../db/sample');
const people = parsePeople(readFileSync(join(SAMPLE, 'people.csv')));
const workstations = parseTakeOver(readFileSync(join(SAMPLE, 'workstations.csv')));
const inService = parseTakeOver(readFileSync(join(SAMPLE, 'workstations-in-service.csv')));

describe('the sample', () => {
  it('is imported without a problem', () => {
    expect(people.problems).toEqual([]);
    expect(workstations.problems).toEqual([]);
    expect(inService.problems).toEqual([]);
  });
  it('is 200 agents of préfectures, overseas too, and directorates', () => {
    expect(people.rows).toHaveLength(200);
    const services = new Set(people.rows.map(({ service }) => service));
    for (const service of ['PREF-33', 'PREF-59', 'PREF-69', 'PREF-971', 'DNUM/SDIT', 'DGPN', 'DGGN', 'DGSCGC']) {
      expect(services).toContain(service);
    }
    expect(people.rows.filter(({ service }) => service === 'DNUM/SDIT').length).toBeGreaterThanOrEqual(12);
  });
  it('has accents, apostrophes, letters beyond Latin-1 and namesakes, as life has', () => {
    const names = people.rows.map(fullName);
    for (const kind of [/[éèêëïîôç]/, /'/, /Ł/, /-/, / [Ll]e /])
      expect(names.filter((name) => kind.test(name))).not.toEqual([]);
    expect(names.length - new Set(names).size).toBe(5);
  });
  it('names nobody who exists', () => {
    for (const { email } of people.rows) expect(email).toMatch(/@interieur\.example$/);
  });
  it('has a workstation in service for each agent at the agent’s site, and some that are new', () => {
    const at = (row: { service: string; site: string }) => `${row.service} ${row.site}`;
    expect(inService.rows.map(at).sort()).toEqual(people.rows.map(at).sort());
    expect(inService.rows[0]?.assetNumber).toBe('PN-88001');
    expect(workstations.rows).toHaveLength(24);
  });
  it('gives some agents an address beside their site, for letters that must not go where parcels do', () => {
    const away = people.rows.filter(({ postalAddress }) => postalAddress);
    expect(away.length).toBeGreaterThan(50);
    expect(away.length).toBeLessThan(100);
    for (const { postalAddress, site } of away)
      expect([postalAddress, postalAddress?.endsWith(site)]).toEqual([postalAddress, true]);
  });
  it('comes out of its maker octet by octet', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jeton-sample-'));
    execFileSync(process.execPath, [join(SAMPLE, 'make.mjs'), folder]);
    for (const name of ['people.csv', 'workstations.csv', 'workstations-in-service.csv']) {
      expect(readFileSync(join(folder, name)).equals(readFileSync(join(SAMPLE, name)))).toBe(true);
    }
    rmSync(folder, { recursive: true });
  });
});
