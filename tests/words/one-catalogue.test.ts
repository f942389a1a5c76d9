import { readdirSync, readFileSync } from 'node:fs';
import { FRENCH } from '../../src/cli/i18n/fr.ts';
import { SCREENS } from '../../src/console/frame/translate.ts';
import { wordsFr } from '../../src/words/fr.ts';

const plain = (text: string): string => text.replaceAll('’', "'");
const words = (text: string): number => text.trim().split(/\s+/).length;
const FILES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => {
    const text = plain(readFileSync(`src/${file}`, 'utf8'));
    return { file, text, small: text.toLowerCase() };
  });
const stands = (text: string, name: string): boolean =>
  [`'${name}'`, `"${name}"`, `'${name.replaceAll("'", "\\'")}'`].some((literal) => text.includes(literal));

/** Figures of reports: two words of theirs are a name already. */
const FIGURES = ['time-names.ts', 'forecast-names.ts'];
const CATALOGUES = readdirSync('src/words').filter((file) => file.endsWith('-names.ts'));
const read = await Promise.all(
  CATALOGUES.map(async (file) => {
    const { default: _, ...all } = (await import(`../../src/words/${file}`)) as Record<string, unknown>;
    const texts = Object.values(all).filter((one) => typeof one === 'object') as Record<string, { fr: string }>[];
    return texts.flatMap((names) => Object.values(names).map(({ fr }) => ({ file, fr })));
  }),
);
const namesOf = (kind: 'figures' | 'others', least: number): string[] => [
  ...new Set(
    read
      .flat()
      .flatMap(({ file, fr }) => (FIGURES.includes(file) === (kind === 'figures') && words(fr) >= least ? [fr] : [])),
  ),
];

describe('what several doors call a thing', () => {
  it('is read from every catalogue of names', () => {
    expect(read.map((names, at) => [CATALOGUES[at], names.length > 0])).toEqual(CATALOGUES.map((file) => [file, true]));
  });

  it.each(namesOf('figures', 2))('stands in one catalogue, if it is a figure, small or not: %s', (name) => {
    const said = FILES.filter(({ small }) => stands(small, plain(name).toLowerCase())).map(({ file }) => file);
    expect(said).toEqual([expect.stringMatching(/^words\//)]);
  });

  // of two words, such as « En cours », a name is many things
  it.each(namesOf('others', 3))('stands in one catalogue: %s', (name) => {
    const said = FILES.filter(({ text }) => stands(text, plain(name))).map(({ file }) => file);
    expect(said).toEqual([expect.stringMatching(/^words\//)]);
  });
});

/** Words from which on a text is a sentence, and the same in two places is one that was copied. */
const SENTENCE = 4;
describe('what the command line says as the console does', () => {
  const screens = SCREENS.flatMap((screen) => Object.values<{ fr: string }>(screen).map(({ fr }) => fr));
  const elsewhere = new Set([...screens, ...Object.values(wordsFr)].map(plain));
  const own = plain(readFileSync('src/cli/i18n/fr.ts', 'utf8'));
  const same = Object.values(FRENCH).filter((fr) => words(fr) >= SENTENCE && elsewhere.has(plain(fr)));

  it('comes from the words of all doors, and is written once', () => {
    expect(same.length).toBeGreaterThan(0);
    expect(same.filter((fr) => stands(own, plain(fr)))).toEqual([]);
  });
});
