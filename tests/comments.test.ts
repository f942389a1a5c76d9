import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SRC = 'src';
/** Comments of a file, block and line ones; an address of the web in a text is none. */
const commentsIn = (text: string): string[] => text.match(/\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/g) ?? [];
/** Files that its comments name. */
const namedIn = (text: string): string[] => commentsIn(text).flatMap((one) => one.match(/[\w./-]+\.tsx?\b/g) ?? []);
/** Where a reader looks for it: beside the file, in `src`, and from the top. */
const isThere = (file: string, named: string): boolean =>
  [path.dirname(file), SRC, '.'].some((folder) => existsSync(path.join(folder, named)));

describe('a file that a comment names', () => {
  it('is found in comments alone', () => {
    expect(namedIn("/** As book/a.ts. */\nimport b from './b.ts';\n// see c.tsx\nopen('http://d.ts');")).toEqual([
      'book/a.ts',
      'c.tsx',
    ]);
    expect(isThere('src/book/book.ts', 'data.ts')).toBe(true);
    expect(isThere('src/book/book.ts', 'rights/nobody.ts')).toBe(false);
  });

  it('is there, so that nobody looks for one that was moved', () => {
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => path.join(SRC, file));
    expect(files.length).toBeGreaterThan(500);
    const missing = files.flatMap((file) =>
      namedIn(readFileSync(file, 'utf8')).flatMap((named) => (isThere(file, named) ? [] : [`${file}: ${named}`])),
    );
    expect(missing).toEqual([]);
  });
});
