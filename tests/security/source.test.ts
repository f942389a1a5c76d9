import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(tsx?|mjs|js|css)$/.test(name),
);
const texts = files.map((file) => ({ file, text: readFileSync(path.join('src', file), 'utf8') }));
/** Lines of src that match, but for comments. */
const lines = (pattern: RegExp, only: (file: string) => boolean = () => true): string[] =>
  texts
    .filter(({ file }) => only(file))
    .flatMap(({ file, text }) =>
      text
        .split('\n')
        .filter((line) => pattern.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );

describe('the source', () => {
  it('starts no shell', () => {
    expect(lines(/shell:\s*true|\bexecSync\b/)).toEqual([]);
    expect(lines(/import \{[^}]*\bexec\b[^}]*\} from 'node:child_process'/)).toEqual([]);
  });

  it('puts no value into SQL but as a parameter', () => {
    expect(lines(/sql\.(raw|lit)\(/)).toEqual([]);
    const built = lines(/(prepare|exec)\((`[^`]*\$\{|['"][^'"]*['"]\s*\+)/, (file) => file.startsWith('store/'));
    // the only text built is a pragma's name and number, constants of the program
    expect(built.filter((line) => !/PRAGMA|SAVEPOINT|savepoint/i.test(line))).toEqual([]);
  });

  it('writes no HTML that was not escaped', () => {
    expect(lines(/dangerouslySetInnerHTML|innerHTML\s*=|insertAdjacentHTML|document\.write/)).toEqual([]);
    expect(lines(/\beval\(|new Function\(/)).toEqual([]);
  });

  it('loads nothing from another origin', () => {
    const client = (file: string) => file.startsWith('console/client/') || file.startsWith('console/components/layout');
    expect(lines(/(src|href|url|import)\s*[=(]\s*['"{`]*\s*(https?:)?\/\/[a-z]/i, client)).toEqual([]);
  });

  it('lets no password end by itself', () => {
    expect(lines(/passwordExpires|setAt\s*\+|password.*maxAge/i)).toEqual([]);
  });
});
