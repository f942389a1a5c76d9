import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siftInventory } from '../../src/imports/inventory.ts';
import { said } from '../../src/imports/problems.ts';
import { createService, type Service, terminals } from './terminal.ts';

describe('an import from the command line', () => {
  let service: Service;
  let folder: string;
  beforeEach(async () => {
    service = await createService();
    folder = mkdtempSync(join(tmpdir(), 'jeton-cli-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await service.close();
  });
  const { as } = terminals(() => service);
  const person = (n: number) => ({
    ...{ directoryId: `M-N${n}`, givenName: 'Zoé', familyName: 'Zola', email: `zoe${n}@interieur.example` },
    ...{ service: 'PREF-33', site: 'Bordeaux' },
  });

  it('says its id as it begins, and is found and shown by it', async () => {
    const file = join(folder, 'people.csv');
    writeFileSync(
      file,
      'matricule;prenom;nom;courriel;service;site\nM-ZOE;Zoé;Zola;zoe@interieur.example;PREF-33;Pau\n',
    );
    const begun = await as('adele', 'import', 'people', file);
    const [, id = ''] = /^import (\w+) goes on without this terminal: jeton import show \1, or stop \1\n/.exec(
      begun.err,
    )!;
    expect((await as('adele', 'import', 'list', 'people')).out).toMatch(new RegExp(`${id} +finished +1 / 1 +0 `));
    expect((await as('adele', '--lang', 'fr', 'import', 'list', 'people')).out).toMatch(/Terminé/);
    expect((await as('adele', 'import', 'show', id)).out).toBe('1 added, 0 updated, 0 unchanged\n');
    expect(await as('adele', 'import', 'stop', id)).toMatchObject({ code: 1 });
    // of files of people who may not import any, nothing is told
    expect(await as('alice', 'import', 'list', 'people')).toMatchObject({ code: 1, out: '' });
    expect(await as('alice', 'import', 'show', id)).toMatchObject({ code: 1, out: '' });
  });

  it('is followed and stopped by its id, from any terminal of whoever began it', async () => {
    const { flow, adele } = service.world;
    const people = Array.from({ length: 3000 }, (_, n) => person(n));
    const { id } = await flow.imports.begin(adele, 'people', people);
    expect((await as('adele', 'import', 'list', 'people')).out).toContain(`${id}`);
    const shown = await as('adele', 'import', 'show', id);
    expect(shown.err).toMatch(/^\d+ of 3000 rows so far\n$/);
    const stopped = await as('adele', 'import', 'stop', id);
    expect(stopped).toMatchObject({ code: 0, err: expect.stringMatching(/^stopped after \d+ of 3000 rows/) });
    expect(await as('adele', 'import', 'show', id, '--follow')).toMatchObject({ code: 1, err: stopped.err });
  });

  it('names the machine that a file leaves out and that stays in service', async () => {
    const { flow, thomas, theo } = service.world;
    const text = 'numero;service\nPN-2;PREF-33';
    const { rows: lines, problems: faults, ...read } = siftInventory(text);
    const sha256 = hash('sha256', text);
    const plan = await flow.plans.make(thomas, { lines, faults, ...read, sha256, say: said });
    await flow.enrolment.change(theo, { workstation: 'PN-1', action: 'loan' });
    const { id } = await flow.plans.apply(thomas, { planId: plan.id, sha256, retire: plan.retirable });
    await flow.imports.ended(id);
    expect((await as('thomas', 'import', 'show', id)).out).toMatch(
      /^ {2}PN-1, left out of the file: .+ \[changed_since\]$/m,
    );
    const french = (await as('thomas', '--lang', 'fr', 'import', 'show', id)).out;
    expect(french).toMatch(/^ {2}PN-1, absent du fichier\s: .+ \[changed_since\]$/m);
  });
});
