import { MOST_TAKEN_OVER } from '../../src/book/rules/decision-args.ts';
import { parseTakeOver } from '../../src/imports/take-over.ts';

const HEAD = 'numero;modele;service;site';
const row = (number: string) => `${number};Latitude 5440 durci;PREF-33;Bordeaux`;

describe('a file of workstations that are taken over', () => {
  it('reads French and English headings', () => {
    const french = parseTakeOver([HEAD, row('pn-88001')].join('\n'));
    expect(french.problems).toEqual([]);
    expect(french.rows).toEqual([
      { assetNumber: 'PN-88001', model: 'Latitude 5440 durci', service: 'PREF-33', site: 'Bordeaux' },
    ]);
    const english = ['assetNumber,model,service,site', row('PN-88001').replaceAll(';', ',')];
    expect(parseTakeOver(english.join('\n'))).toEqual(french);
  });

  it('says who has each, by their directory id, where somebody has it', () => {
    const lines = [`${row('PN-88001')};M-1`, `${row('PN-88002')};`, `${row('PN-88003')};a b`];
    const { rows, problems } = parseTakeOver([`${HEAD};agent`, ...lines.slice(0, 2)].join('\n'));
    expect(problems).toEqual([]);
    expect(rows.map(({ holder }) => holder)).toEqual(['M-1', undefined]);
    expect(parseTakeOver([`${HEAD};matricule`, lines[0]].join('\n')).rows).toMatchObject([{ holder: 'M-1' }]);
    expect(parseTakeOver([`${HEAD};agent`, ...lines].join('\n')).problems).toMatchObject([
      { line: 4, column: 'agent', code: 'bad_value' },
    ]);
  });

  it('leaves a user as GLPI exports one aside: it is a name or a login, and no directory id', () => {
    const file = [`${HEAD};Utilisateur;Statut`, `${row('PN-88001')};Anne Martin;En service`].join('\n');
    const { rows, problems, ignored } = parseTakeOver(file);
    expect(problems).toEqual([]);
    expect(ignored).toEqual(['Utilisateur', 'Statut']);
    // also where something else is wrong with the file
    expect(parseTakeOver(`${file}\n${row('PN-88001')};;`)).toMatchObject({ rows: [], ignored });
    expect(rows).toMatchObject([{ assetNumber: 'PN-88001' }]);
    expect(rows[0]?.holder).toBeUndefined();
  });

  it('has no column for a state: two persons confirm what it says and no more', () => {
    const { rows, problems } = parseTakeOver([`${HEAD};etat`, `${row('PN-88001')};en service`].join('\n'));
    expect(rows).toEqual([]);
    expect(problems).toMatchObject([{ line: 1, column: 'etat', code: 'unknown_column' }]);
    expect(problems[0]?.message).toEqual({
      fr: 'Colonne inconnue\u202f; colonnes connues\u202f: numero, serie, modele, image, service, site, agent.',
      en: 'unknown column; known ones: numero, serie, modele, image, service, site, agent',
    });
  });

  it('names numbers that come twice, and what is missing', () => {
    const { rows, problems } = parseTakeOver([HEAD, row('PN-88001'), row('pn-88001'), ';X;PREF-33;Pau'].join('\n'));
    expect(rows).toEqual([]);
    expect(problems.map(({ line, column, code }) => [line, column, code])).toEqual([
      [3, 'numero', 'duplicate'],
      [4, 'numero', 'missing'],
    ]);
    expect(problems.map(({ message }) => message.fr)).toEqual(['Déjà présent à la ligne 2.', 'Valeur absente.']);
    expect(problems.map(({ message }) => message.en)).toEqual(['there already on line 2', 'no value']);
  });

  it('takes over no more machines at once than two persons can read', () => {
    const file = (count: number) => [HEAD, ...Array.from({ length: count }, (_, n) => row(`PN-${n}`))].join('\n');
    expect(parseTakeOver(file(MOST_TAKEN_OVER)).rows).toHaveLength(MOST_TAKEN_OVER);
    const { rows, problems } = parseTakeOver(file(MOST_TAKEN_OVER + 1));
    expect(rows).toEqual([]);
    const long = `${';é'.padEnd(80, 'é')};PREF-33;${'é'.repeat(100)}`;
    const lines = Array.from({ length: 200 }, (_, n) => `PN-${n}${long}`);
    expect(parseTakeOver([HEAD, ...lines].join('\n')).problems).toMatchObject([{ code: 'too_many_decided' }]);
    expect(problems[0]?.message).toEqual({
      fr: 'Deux personnes décident de 250 lignes à la fois au plus, de moins si elles sont longues\u202f: coupez le fichier en plusieurs.',
      en: 'two persons decide on 250 rows at once at most, on fewer where they are long: split the file',
    });
  });
});
