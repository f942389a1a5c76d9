import fc from 'fast-check';
import { drawSecretLetter, FOLDS, groupsOf, WINDOW } from '../../src/post/secret-letter.ts';
import { AT, drawnLines, HOUSE, PASSWORD_LETTER, PIN_LETTER, pdffonts, pdfinfo, pdftotext, wordsOf } from './papers.ts';

const draw = (change: Partial<typeof PIN_LETTER> = {}) => drawSecretLetter({ ...PIN_LETTER, ...change }, HOUSE, AT);
let letter: Buffer;
beforeAll(async () => {
  letter = await draw();
});

describe('the PIN letter', () => {
  it('says the PIN in one run that a program finds, and large in groups', () => {
    const text = pdftotext(letter);
    expect(text).toMatch(/^Code PIN : 482913$/m);
    expect(text).toMatch(/^482 913$/m);
  });

  it('says of which request it is, and the code to revoke by', () => {
    const words = wordsOf(letter).map(({ text }) => text);
    expect(words).toContain('DEM-2026-00471');
    expect(words).toContain('K7QM-4XWD-9RTB');
  });

  it('speaks French first, English second, with accents and letters beyond Latin-1', () => {
    const text = pdftotext(letter);
    for (const said of [
      'Le code PIN de votre jeton',
      'À la première utilisation',
      '24 novembre 2026',
      'd’Arcy-Łukasiewicz',
    ]) {
      expect(text).toContain(said);
    }
    expect(text.indexOf('Le code PIN')).toBeLessThan(text.indexOf('Your token’s PIN'));
    expect(text.indexOf('À la première')).toBeLessThan(text.indexOf('At first use'));
    expect(text).toContain('01 23 45 67 89');
  });

  it('sets French spaces in its words, and its code sign by sign', async () => {
    const secret = "a'b : « c » 12 h!";
    const lines = drawnLines(await draw({ secret }));
    for (const said of ['Perte ou vol\u202f: appelez aussitôt', 'au téléphone\u202f; gardez-le'])
      expect(lines.join('\n')).toContain(said);
    expect(lines).toContain(`Code PIN\u202f: ${secret}`);
  });

  it.each([
    ['3, quai Louis XVIII, 33000 Bordeaux', ['3, quai Louis XVIII', '33000 Bordeaux']],
    [
      'Résidence des Tilleuls, bâtiment C, 12 bis, rue du Loup, 33000 Bordeaux',
      ['Résidence des Tilleuls', 'bâtiment C', '12 bis, rue du Loup', '33000 Bordeaux'],
    ],
    ['Préfecture, bureau 4\n33000 Bordeaux', ['Préfecture, bureau 4', '33000 Bordeaux']],
  ])('writes an address of one line as a postman reads it: %s', async (address, lines) => {
    const text = pdftotext(await draw({ address }));
    for (const line of lines) expect(text).toMatch(new RegExp(`^${line}$`, 'm'));
  });

  it('is one page of exactly A4, its fonts embedded', () => {
    const pdf = letter;
    expect(pdfinfo(pdf)).toMatch(/Pages:\s+1\n/);
    expect(pdfinfo(pdf)).toMatch(/Page size:\s+595\.276 x 841\.89 pts \(A4\)/);
    const fonts = pdffonts(pdf).trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/ yes yes yes /);
  });

  it('holds no secret and no name in its metadata', () => {
    const info = pdfinfo(letter);
    expect(info).toContain('DEM-2026-00471');
    expect(info).not.toMatch(/482913|K7QM|Arcy/);
  });

  it.each([
    ['a PIN', {}],
    ['a password', PASSWORD_LETTER],
    [
      'a long name and address',
      { name: 'Marie-Antoinette '.repeat(4).slice(0, 64), address: 'Une ligne bien longue, '.repeat(4) },
    ],
    ['an address of six lines', { address: 'a\nb\nc\nd\ne\nf' }],
  ])('keeps its codes on the inner third when folded, with %s', async (_, change) => {
    const { secret, revocationCode } = { ...PIN_LETTER, ...change };
    const words = wordsOf(await draw(change));
    const codes = words.filter(
      (word) => word.text === secret || word.text === revocationCode || groupsOf(secret).includes(word.text),
    );
    expect(codes.length).toBeGreaterThan(1);
    for (const code of codes) {
      expect(code.top).toBeGreaterThan(FOLDS[0] + 3);
      expect(code.bottom).toBeLessThan(FOLDS[1] - 3);
    }
  });

  it.each([
    ['a usual address', {}],
    ['a long one', { name: 'Marie-Antoinette '.repeat(4).slice(0, 64), address: 'Une ligne bien longue, '.repeat(3) }],
    ['six lines', { address: 'a\nb\nc\nd\ne\nf' }],
  ])('shows the address and nothing else in the window, with %s', async (_, change) => {
    const { everShown: ever, alwaysShown: always } = WINDOW;
    const seen = wordsOf(await draw(change)).filter(
      (word) => word.right > ever.x && word.left < ever.right && word.bottom > ever.y && word.top < ever.bottom,
    );
    const { name, address } = { ...PIN_LETTER, ...change };
    expect(seen.map((word) => word.text).join(' ')).toBe(
      `PERSONNEL ET CONFIDENTIEL ${name} ${address.replaceAll(',', '')}`.split(/\s+/).join(' ').trim(),
    );
    for (const word of seen) {
      expect(word.left).toBeGreaterThanOrEqual(always.x);
      expect(word.right).toBeLessThanOrEqual(always.right);
      expect(word.top).toBeGreaterThanOrEqual(always.y);
      expect(word.bottom).toBeLessThanOrEqual(always.bottom);
    }
  });

  it('keeps every word inside the sheet’s margins', () => {
    for (const word of wordsOf(letter)) {
      expect(word.left).toBeGreaterThanOrEqual(19.5);
      expect(word.right).toBeLessThanOrEqual(190.5);
      expect(word.bottom).toBeLessThanOrEqual(292);
    }
  });

  it('screens the last third right where the code comes to lie on it', () => {
    const file = letter.toString('latin1');
    const strokes = [...file.matchAll(/\n([\d.]+) ([\d.]+) m\n(?:[\d.]+ [\d.]+ l\n){44}/g)];
    expect(strokes.length).toBeGreaterThan(40);
    const tops = strokes.map(([, , y]) => (Number(y) * 25.4) / 72);
    const code = wordsOf(letter).find((word) => word.text === '482');
    const mirror = { top: 2 * FOLDS[1] - code!.bottom, bottom: 2 * FOLDS[1] - code!.top };
    expect(Math.min(...tops)).toBeLessThan(mirror.top);
    expect(Math.max(...tops)).toBeGreaterThan(mirror.bottom);
  });
});

describe('the password letter', () => {
  it('says the password in one run, on two lines in fours, without a revocation code', async () => {
    const pdf = await draw(PASSWORD_LETTER);
    const text = pdftotext(pdf);
    expect(text).toMatch(/^Mot de passe : K7QM4XWD9RTB2Z8HLPVC5YJN3G$/m);
    expect(text).toContain('K7QM 4XWD 9RTB 2Z8H');
    expect(text).not.toContain('Code de révocation');
  });
});

it('every code that can be is printed so that it is read back whole', async () => {
  const pin = fc.stringMatching(/^[0-9]{6,12}$/);
  const password = fc.stringMatching(/^[!-~]{16,40}$/);
  await fc.assert(
    fc.asyncProperty(fc.oneof(pin, password), async (secret) => {
      expect(pdftotext(await draw({ secret }))).toContain(`Code PIN : ${secret}\n`);
    }),
    { seed: 1, numRuns: 6 },
  );
});

describe('groups for reading', () => {
  it.each([
    ['482913', ['482', '913']],
    ['48291357', ['4829', '1357']],
    ['K7QM4XWD9', ['K7QM', '4XWD', '9']],
  ])('%s', (secret, groups) => {
    expect(groupsOf(secret)).toEqual(groups);
  });
});
