// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const DAY = 86_400_000;
/** In a test or what helps it: another program, TLS, or the machine's clock. */
const REAL = /node:(child_process|tls|https)'|'playwright-core'|\bDate\.now\(|\bnew Date\(\)/;
/** In the source: the machine's clock alone, for what else the source starts is started by the tests that show it. */
const CLOCK = /\bDate\.now\(|\bnew Date\(\)/;
/** What checks by its own clock how long something is good. */
const JUDGE = /node:(tls|https)'|'(openssl|curl|certtool|vfychain)'|support\/certificates\.ts'|demo-run\.ts'|'demo'/;
const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const IMPORTS = /^(?:import|export)(?! type\b)[^;]*? from '(\.[^']+)'/gms;

/**
 * The dates at which a suite shows that it does not know the date: 400 days from now, the next 29 February at noon, and a
 * minute before clocks go back in Paris, so that the hour that comes twice begins while tests run.
 * @param {number} now
 * @returns {{ name: string, at: number }[]}
 */
export function otherDates(now) {
  const years = Array.from({ length: 9 }, (_, more) => new Date(now).getUTCFullYear() + more);
  /** @param {(year: number) => number} of @param {(at: number) => boolean} [isOne] */
  const next = (of, isOne = () => true) => years.map(of).find((at) => at > now && isOne(at)) ?? now;
  return [
    { name: 'in 400 days', at: now + 400 * DAY },
    {
      name: 'on 29 February',
      at: next(
        (year) => Date.UTC(year, 1, 29, 12),
        (at) => new Date(at).getUTCDate() === 29,
      ),
    },
    {
      name: 'in the night when clocks go back',
      at: next((year) => Date.UTC(year, 9, 31 - new Date(Date.UTC(year, 9, 31)).getUTCDay(), 0, 59)),
    },
  ];
}

/**
 * Test files below `root` that reach real programs, TLS, a browser or the machine's clock, through whatever they import,
 * and of these the ones that themselves name a judge of dates. Found, not listed: nobody has to remember a new file.
 * @param {string} root folder that holds `tests` and `src`
 * @returns {{ reaching: string[], judging: string[] }} paths below root
 */
export function filesThatKnowTheDate(root) {
  const all = readdirSync(path.join(root, 'tests'), { recursive: true, encoding: 'utf8' }).map((f) => `tests/${f}`);
  const tests = all.filter((file) => /\.test\.tsx?$/.test(file) && !/^tests\/(clients|cluster)\//.test(file)).sort();
  /** @type {Map<string, string>} */
  const texts = new Map();
  /** @param {string} file */
  const textOf = (file) => {
    const text = texts.get(file) ?? readFileSync(path.join(root, file), 'utf8').replace(COMMENTS, '');
    texts.set(file, text);
    return text;
  };
  /** @param {string} file @param {Set<string>} seen @returns {boolean} */
  const reaches = (file, seen) => {
    if (seen.has(file) || !existsSync(path.join(root, file))) return false;
    seen.add(file);
    if ((file.startsWith('tests/') ? REAL : CLOCK).test(textOf(file))) return true;
    const imported = [...textOf(file).matchAll(IMPORTS)].map(([, to = '']) => path.join(path.dirname(file), to));
    return imported.some((to) => reaches(to, seen));
  };
  const reaching = tests.filter((file) => reaches(file, new Set()));
  return { reaching, judging: reaching.filter((file) => JUDGE.test(textOf(file))) };
}
