import { LIMIT_NAMES } from '../../src/book/rules/limits.ts';
import { ERROR_CODES } from '../../src/errors.ts';
import { wordsEn } from '../../src/words/en.ts';
import { explainError } from '../../src/words/explain.ts';
import { wordsFr } from '../../src/words/fr.ts';
import { translatorsOf } from '../../src/words/translator.ts';

describe('a refusal', () => {
  const translator = translatorsOf(wordsFr, wordsEn);
  const elsewhere = {
    code: 'wrong_state',
    message: 'confirm on node lyon, where the token is plugged in',
    detail: { why: 'node', node: 'lyon' },
  } as const;

  it('of a confirmation on another node names the node where the token is, in both languages', () => {
    expect(explainError(translator('fr'), 'fr', elsewhere)).toEqual({
      title: 'Le jeton est branché sur le nœud lyon.',
      remedy: 'Confirmez sur ce nœud.',
    });
    expect(explainError(translator('en'), 'en', elsewhere)).toEqual({
      title: 'Confirm on node lyon, where the token is plugged in.',
      remedy: 'Confirm on that node.',
    });
  });

  it('names roles by their names, never by their codes', () => {
    const detail = { why: 'last-passkey', roles: 'technician,security-officer' };
    const last = { code: 'limit_reached', message: 'it is the last one', detail } as const;
    const { title } = explainError(translator('fr'), 'fr', last);
    expect(title).toMatch(/comme\s: Technicien, Responsable sécurité\.$/);
  });

  it('fills in whatever its sentence names', () => {
    for (const [key, text] of Object.entries(wordsFr)) {
      const [, named, why] = /^error\.(\w+)\.why\.([\w-]+)$/.exec(key) ?? [];
      const code = ERROR_CODES.find((one) => one === named);
      if (!code) continue;
      const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const detail = { ...Object.fromEntries(names.map((name) => [name, `<${name}>`])), why };
      const { title } = explainError(translator('fr'), 'fr', { code, message: '', detail });
      expect(title).not.toMatch(/[{}]/);
      for (const name of names.filter((one) => one !== 'state')) expect(title).toContain(`<${name}>`);
    }
  });

  it('of a policy out of its order names its neighbour and what that says', () => {
    const detail = { why: 'policy-order', policy: 'appointment.fromHour', value: 9 };
    const { title } = explainError(translator('fr'), 'fr', { code: 'invalid_input', message: '', detail });
    expect(title).toBe('Ces nombres vont croissant, et la règle «\u202fHeure du premier rendez-vous\u202f» vaut 9.');
  });

  it.each(LIMIT_NAMES)('of a policy out of its order never says the code %s on a French screen', (policy) => {
    const detail = { why: 'policy-order', policy, value: 9 };
    const { title } = explainError(translator('fr'), 'fr', { code: 'invalid_input', message: '', detail });
    expect(title).not.toContain(policy);
    expect(title).not.toMatch(/\p{L}'\p{L}| [:;!?»]|« /u);
  });

  it('of a second request names the open one, and is true of a workstation and of a device', () => {
    const open = {
      code: 'duplicate',
      message: 'it is open',
      detail: { number: 'DEM-1' },
      act: 'request.submit',
    } as const;
    const { title, remedy } = explainError(translator('fr'), 'fr', open);
    expect(title).toBe('La demande DEM-1 est déjà ouverte pour le même porteur et le même poste ou appareil.');
    expect(remedy).toMatch(/^Suivez-la\./);
    expect(explainError(translator('en'), 'en', open).remedy).toMatch(/^Follow it\./);
  });

  it('of a second temporary token says that the first one serves', () => {
    const second = { code: 'duplicate', message: 'there is one', detail: { why: 'temporary-token' } } as const;
    expect(explainError(translator('fr'), 'fr', second)).toMatchObject({
      title: 'Il y a déjà un jeton temporaire pour ce poste.',
      remedy: expect.stringMatching(/^Il sert en attendant\./),
    });
  });

  it('of a Nomade request that is to be produced sends nobody to the workshop, where they may be, for what may be closed', () => {
    const detail = { why: 'nomade', number: 'DEM-2026-00018' };
    const { remedy } = explainError(translator('fr'), 'fr', { code: 'wrong_state', message: '', detail });
    expect(remedy).toMatch(/^Rien n’est à produire\u202f: s’il reste à libérer/);
  });

  it('of the last item of a workstation says that nothing was signed, and whom to leave it to', () => {
    const refused = { code: 'same_person', message: '', detail: { why: 'last-item' } } as const;
    const { remedy } = explainError(translator('fr'), 'fr', refused);
    expect(remedy).toMatch(/^Rien n’a été signé\. Laissez le dernier point requis à un autre technicien/);
  });

  it.each([
    ['request.submit', 'person-unknown'],
    ['request.amend', 'workstation-unknown'],
    ['deputy.name', 'person-unknown'],
    ['workstation.assign', 'person-unknown'],
    ['token.revoke', undefined],
  ] as const)(
    'of a number that %s does not know says to correct it, and nothing of an address or a menu',
    (act, why) => {
      const unknown = { code: 'not_found', message: 'no such thing', detail: why ? { why } : {}, act } as const;
      expect(explainError(translator('fr'), 'fr', unknown).remedy).toMatch(/^Corrigez /);
      expect(explainError(translator('en'), 'en', unknown).remedy).toMatch(/^Correct /);
    },
  );
});
