import { WORKSTATION_STATES } from '../../src/flow/inputs.ts';
import { parseWorkstations } from '../../src/imports/workstations.ts';

const HEAD = 'numero;modele;service;site;etat';
const row = (number: string, state: string) => `${number};Latitude 5440 durci;PREF-33;Bordeaux;${state}`;

describe('a file of workstations', () => {
  it('reads states in French or by their codes, in any case, with or without accents', () => {
    const said = ['Enregistré', 'en service', 'EN MIGRATION', 'prete', 'en réparation', 'bloqué', 'perdu', 'réformé'];
    const french = parseWorkstations([HEAD, ...said.map((state, n) => row(`PN-8800${n}`, state))].join('\n'));
    expect(french.problems).toEqual([]);
    expect(french.rows.map(({ state }) => state)).toEqual([...WORKSTATION_STATES]);
    const english = [
      'assetNumber,model,service,site,state',
      ...WORKSTATION_STATES.map((state, n) => row(`PN-8800${n}`, state).replaceAll(';', ',')),
    ];
    expect(parseWorkstations(english.join('\n'))).toEqual(french);
  });
  it('names unknown states with those that there are, and numbers that come twice', () => {
    const { rows, problems } = parseWorkstations(
      [HEAD, row('PN-88001', 'volé'), row('pn-88001', 'en service')].join('\n'),
    );
    expect(rows).toEqual([]);
    expect(problems.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 'etat', 'unknown_state'],
      [3, 'numero', 'duplicate'],
    ]);
    expect(problems[0]?.message.fr).toContain('enregistré, en service, en migration, prêté');
  });
  it('refuses a state left empty', () => {
    expect(parseWorkstations([HEAD, row('PN-88001', '')].join('\n')).problems).toMatchObject([{ code: 'missing' }]);
  });
});
