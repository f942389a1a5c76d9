import { type Hall, openHall } from '../hall.ts';
import { type Page, visit } from '../visitor.ts';

describe('the language switch', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  const other = ({ html }: Page): string => /<a [^>]*href="([^"]*)" hreflang/.exec(html)?.[1] ?? '';
  const languageOf = ({ html }: Page): string => /<html lang="(\w+)"/.exec(html)?.[1] ?? '';

  it.each([
    ['a question that a form was answered by', 'thomas', '/postes/PN-1', 'etat', { action: 'retire' }],
    ['a form that came back to be corrected', 'armand', '/double-controle', 'proposer', { act: 'surge.start' }],
  ] as const)('serves on %s: its page comes in the other language', async (_, name, page, form, fields) => {
    const somebody = await visit(hall, name);
    const answered = await somebody.post(`${page}/${form}`, fields);
    expect(languageOf(answered)).toBe('fr');
    for (const [from, language] of [
      [other(answered), 'en'],
      [`${page}/${form}?lang=fr`, 'fr'],
    ] as const) {
      const switched = await somebody.get(from);
      expect([switched.status, switched.to]).toEqual([303, page]);
      expect(languageOf(await somebody.get(page))).toBe(language);
    }
  });
});
