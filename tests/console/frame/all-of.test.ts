import { scopeText } from '../../../src/console/checklists/scope-text.ts';
import { allOf, anyOf } from '../../../src/console/frame/all-of.ts';
import { translator } from '../../../src/console/frame/translate.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('the choice that narrows nothing down', () => {
  const french = translator('fr');

  it('agrees in French with what it is a choice of', () => {
    expect(allOf(french, 'label.state')).toBe('Tous');
    expect(allOf(french, 'label.age')).toBe('Toutes');
    expect(anyOf(french, 'label.model')).toBe('tous');
    expect(scopeText(french, 'image', '*')).toBe('toutes');
    expect(scopeText(french, 'model', '*')).toBe('tous');
    expect(scopeText(french, 'image', 'SPAN-2026.3')).toBe('SPAN-2026.3');
    expect(allOf(translator('en'), 'label.age')).toBe('All');
  });

  describe('on the pages', () => {
    let hall: Hall;
    beforeEach(async () => {
      hall = await openHall();
      // an approver's page has filters where something waits
      await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    });
    afterEach(() => hall.close());

    it.each([
      ['valerie', '/approbations', 'anciennete', 'Toutes'],
      ['valerie', '/approbations', 'motif', 'Tous'],
      ['thomas', '/stock', 'livraison', 'Toutes'],
      ['thomas', '/stock', 'emplacement', 'Tous'],
      ['simon', '/demandes', 'nature', 'Toutes'],
      ['aurore', '/journal', 'issue', 'Toutes'],
    ] as const)('for %s at %s, by %s: %s', async (who, page, name, all) => {
      const { main } = await (await visit(hall, who)).get(page);
      expect(new RegExp(`<select[^>]* name="${name}"><option value[^>]*>([^<]*)<`).exec(main)?.[1]).toBe(all);
    });
  });
});
