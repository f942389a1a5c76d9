import { noteConfiguration } from '../../../src/flow/two-persons/confirm-configuration.ts';
import { configurationSaying } from '../../support/world/configuration.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** A setting that somebody changed issues nothing before two persons have read what is otherwise. */
describe('a changed configuration', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const panel = async (settings: Readonly<Record<string, unknown>>): Promise<string> => {
    Object.assign(hall.configuration, configurationSaying(settings));
    await noteConfiguration({ store: hall.store, configuration: hall.configuration });
    const { main } = await (await visit(hall, 'odile')).get('/double-controle');
    return main.slice(main.indexOf('À confirmer à deux'), main.indexOf('Proposer de confirmer ce changement'));
  };

  it('is read before its hashes, as a person writes it', async () => {
    const shown = await panel({ organisation: 'Préfecture de la Gironde' });
    expect(shown).toContain('<del>Ministère</del>');
    expect(shown).toContain('<ins>Préfecture de la Gironde</ins>');
    expect(shown.indexOf('<ins>')).toBeLessThan(shown.indexOf('<summary>Empreintes</summary>'));
    expect(shown.indexOf('<summary>Empreintes</summary>')).toBeLessThan(shown.indexOf('Nouvelle empreinte'));
  });

  it.each(['12', '1e+21', 'true', 'null', '[]', '{}', '—', '', ' bord', 'dit "oui"'])(
    'keeps the quotation marks of %j, which could be something else',
    async (text) => {
      expect(await panel({ organisation: text })).toContain(
        `<ins>${JSON.stringify(text).replaceAll('"', '&quot;')}</ins>`,
      );
    },
  );
});
