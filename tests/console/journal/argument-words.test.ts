import { z } from 'zod';
import { DECISION_NAMES, DECISIONS } from '../../../src/book/rules/decisions.ts';
import { fr, translator } from '../../../src/console/frame/translate.ts';
import { argumentTerm } from '../../../src/console/journal/column-text.ts';

interface Schema {
  properties?: Readonly<Record<string, Schema>>;
  items?: Schema;
}
/** The names of all arguments, those of a list's members too; the items of a checklist are said by their own words. */
const namesOf = ({ properties = {}, items }: Schema): string[] => [
  ...Object.entries(properties).flatMap(([name, of]) => (name === 'items' ? [name] : [name, ...namesOf(of)])),
  ...(items ? namesOf(items) : []),
];
const argumentsOf = (act: (typeof DECISION_NAMES)[number]): string[] => [
  ...new Set(namesOf(z.toJSONSchema(DECISIONS[act].args, { io: 'input', unrepresentable: 'any' }) as Schema)),
];

describe('an argument of a two-person act', () => {
  it.each(DECISION_NAMES)('of %s has a word in both languages', (act) => {
    const names = argumentsOf(act);
    expect(names.length).toBeGreaterThan(0);
    for (const language of ['fr', 'en'] as const)
      expect(names.filter((name) => argumentTerm(translator(language), act, name) === name)).toEqual([]);
  });

  it('of one act is said otherwise than that of another with its name', () => {
    const t = translator('fr');
    expect(argumentTerm(t, 'access.review', 'grants')).toBe('Rôles revus');
    expect(argumentTerm(t, 'restore.confirm', 'grants')).toBe('Rôles qui reviennent');
    expect(argumentTerm(t, 'comet.pass', 'tail')).toBe('tail');
  });

  it('has no word that no act asks for', () => {
    const all = DECISION_NAMES.flatMap((act) => argumentsOf(act).flatMap((name) => [name, `${act}.${name}`]));
    const words = Object.keys(fr).flatMap((key) =>
      key.startsWith('argument.') ? [key.slice('argument.'.length)] : [],
    );
    expect(words.filter((name) => !all.includes(name))).toEqual([]);
  });
});
