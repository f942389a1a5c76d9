import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nomadeOf } from '../support/world/nomade.ts';
import { createService, type Service, terminals } from './terminal.ts';

describe('the French command line', () => {
  let service: Service;
  let folder: string;
  beforeEach(async () => {
    service = await createService();
    folder = mkdtempSync(join(tmpdir(), 'jeton-french-'));
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { as } = terminals(() => service);
  const file = (text: string): string => {
    const path = join(folder, 'file.csv');
    writeFileSync(path, text);
    return path;
  };

  it('says what is wrong with each line of a file', async () => {
    const path = file('matricule;prenom;nom;courriel;service;site\nM-ZOE;Zoé;Zola;no address;PREF-33;Bordeaux\n');
    const french = (await as('adele', '--lang', 'fr', 'import', 'people', path)).err.replaceAll(/[\u00a0\u202f]/g, ' ');
    expect(french).toContain('Rien n’a été importé. Fautes dans le fichier : 1. Corrigez ces lignes');
    expect(french).toMatch(/\n {2}ligne 2, courriel : .*adresse/);
    expect((await as('adele', 'import', 'people', path)).err).toMatch(/\n? {0,2}.*line 2, courriel/);
  });

  it('says why each row of a file and each parcel was refused', async () => {
    const path = file('matricule;motif;poste\nM-ALICE;première dotation;PN-NONE\n');
    const asked = await as('corinne', '--lang', 'fr', 'import', 'requests', path);
    expect(asked).toMatchObject({ code: 1, err: '' });
    expect(asked.out).toMatch(/M-ALICE +[A-ZÀÉ].*\[\w+\]\n/);
    const parcel = await as('corinne', '--lang', 'fr', 'handover', 'parcel', 'DEM-NONE');
    expect(parcel.out).toMatch(/DEM-NONE +refusé +[A-ZÀÉ].*\[not_found\]\n/);
  });

  it('names states of one’s own tokens, and of each Nomade credential its device', async () => {
    const { world } = service;
    await world.activeToken(world.alice, 'PN-1');
    const certificateId = await nomadeOf(world, world.alice);
    const { out } = await as('alice', '--lang', 'fr', 'tokens');
    expect(out).toMatch(/\nB-0001 +jeton +Actif /);
    expect(out).toMatch(new RegExp(`\\n${certificateId} +Nomade +Valide +.*Téléphone \\(Android\\)`));
  });

  it('names what is recalled, how, and why a token has no replacement', async () => {
    const { world } = service;
    await world.dual('recall.open', { kind: 'model', model: 'Twin', way: 'revoke-now' });
    await world.flow.recall.ended();
    const { out } = await as('olga', '--lang', 'fr', 'recall', 'list');
    expect(out).toMatch(/ Modèle +Twin .* Révoquer aussitôt, remplacer ensuite /);
    const [recall] = await world.reads.find('recall', {});
    expect((await as('olga', '--lang', 'fr', 'recall', 'tokens', recall!.id)).out).toMatch(/ vierge\n/);
    expect((await as('olga', '--lang', 'fr', 'recall', 'show', recall!.id)).code).toBe(0);
  });

  it('says how a Nomade credential is installed, for each system', async () => {
    const { out } = await as('alice', '--lang', 'fr', 'credential', 'notes');
    for (const system of ['Windows', 'macOS', 'Linux', 'iOS', 'Android']) expect(out).toContain(`${system}\n1. `);
    expect((await as('alice', 'credential', 'notes')).out).toContain('1. Open the downloaded .p12 file');
  });
});
