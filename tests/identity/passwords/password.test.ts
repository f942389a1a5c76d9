import type { PersonRow } from '../../../src/book/tables/rows/people.ts';
import { isAppError } from '../../../src/errors.ts';
import { createPasswordPolicy, readCommonPasswords } from '../../../src/identity/passwords/password.ts';

const ALICE: PersonRow = {
  id: '0',
  directoryId: 'M-ALICE',
  givenName: 'Anne-Élise',
  familyName: 'Delacroix',
  email: 'ae.delacroix@interieur.example',
  userPrincipalName: null,
  securityIdentifier: null,
  postalAddress: null,
  service: 'PREF-33',
  site: 'Bordeaux',
  createdAt: 0,
  purgedAt: null,
};
const policy = createPasswordPolicy({ common: readCommonPasswords() });

async function verdict(password: string, operator = false): Promise<string> {
  try {
    await policy.check(password, ALICE, operator);
    return 'fine';
  } catch (error) {
    if (!isAppError(error, 'invalid_input')) throw error;
    if (password !== '') expect(error.message).not.toContain(password);
    return String(error.detail['rule']);
  }
}

describe('a password', () => {
  it.each([
    ['', 'short'],
    ['onze lettre', 'short'],
    ['douze lettre', 'fine'],
    ['é'.normalize('NFD').repeat(11), 'short'],
    ['cheval pile agrafe correct', 'fine'],
    ['x1 y2 z3 k4 '.repeat(20), 'long'],
    ['123456789qwerty', 'common'],
    ['QWERTYuiop123456789', 'common'],
    ['abcabcabcabcabcabcabcab', 'guessable'],
    ['delacroix2026', 'guessable'],
    ['Anneelisebordeaux', 'guessable'],
    ['Élise Delacroix Bordeaux', 'guessable'],
    ['jetonspanministere', 'guessable'],
    ['motdepasse jeton 12', 'guessable'],
    ['delacroix peint la liberté', 'fine'],
    ['密码密码密码一二三四五六七八九', 'fine'],
  ])('%j is %s', async (password, expected) => expect(await verdict(password)).toBe(expected));

  it('of an operator has 15 characters at least', async () => {
    expect(await verdict('quatorze lettr', true)).toBe('short');
    expect(await verdict('quinze lettress', true)).toBe('fine');
  });

  it('needs no kind of characters (ASVS 6.2.5) and may have 64 and more (6.2.9)', async () => {
    expect(await verdict('onlylowercaseletters')).toBe('fine');
    expect(await verdict('une phrase de passe qui raconte une histoire assez longue pour tenir')).toBe('fine');
  });

  it.each(['iloveyou1234', 'footballfootball', '1qaz2wsx3edc4rfv'])(
    'is none that breaches have shown often (6.2.12): %s',
    async (password) => expect(await verdict(password)).toBe('common'),
  );

  it('is looked up in the whole list of breaches where the site brought one in', async () => {
    const breached = { has: async (p: string) => p === 'quatre petits chats gris' };
    const strict = createPasswordPolicy({ common: new Set(), breached });
    await expect(strict.check('quatre petits chats gris', ALICE, false)).rejects.toMatchObject({
      code: 'invalid_input',
      detail: { rule: 'common' },
    });
    await strict.check('trois petits chats gris', ALICE, false);
  });

  it('is compared with over 3,000 common ones of each length that is accepted (6.2.4)', () => {
    const common = [...readCommonPasswords()];
    expect(common.filter((p) => p.length >= 12).length).toBeGreaterThan(40_000);
    expect(common.filter((p) => p.length >= 15).length).toBeGreaterThan(9000);
    expect(common.every((p) => p === p.toLowerCase())).toBe(true);
  });
});
