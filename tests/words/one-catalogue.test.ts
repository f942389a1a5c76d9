import { readdirSync, readFileSync } from 'node:fs';
import { forecastNames } from '../../src/words/forecast-names.ts';
import { timeNames } from '../../src/words/time-names.ts';

const plain = (text: string): string => text.toLowerCase().replaceAll('’', "'");
/** Names of two words at least: one word alone stands in many sentences. */
const NAMES = [timeNames, forecastNames].flatMap((names) =>
  Object.values<{ fr: string }>(names).flatMap(({ fr }) => (/ /.test(fr) ? [fr] : [])),
);
const FILES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: plain(readFileSync(`src/${file}`, 'utf8')) }));

describe('what several doors call a figure', () => {
  it.each(NAMES)('stands in one catalogue: %s', (name) => {
    const said = FILES.filter(({ text }) => text.includes(`'${plain(name)}'`)).map(({ file }) => file);
    expect(said).toEqual([expect.stringMatching(/^words\//)]);
  });
});
