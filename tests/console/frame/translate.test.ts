import { REVOCATION_REASONS, ROLES } from '../../../src/book/tables/codes.ts';
import { LIFECYCLE } from '../../../src/book/tables/lifecycle.ts';
import { en, fr, SCREENS, translator } from '../../../src/console/frame/translate.ts';
import { ERROR_CODES } from '../../../src/errors.ts';
import { wordsFr } from '../../../src/words/fr.ts';
import { typeset } from '../../../src/words/translator.ts';

const NAMES = /\{\w+\}/g;

describe('the two dictionaries', () => {
  it('have the same keys', () => expect(Object.keys(en)).toEqual(Object.keys(fr)));

  it('say nothing under one key twice', () => {
    const keys = [...SCREENS.flatMap((words) => Object.keys(words)), ...Object.keys(wordsFr)];
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('say something under every key, with the same names to fill in', () => {
    for (const key of Object.keys(fr) as (keyof typeof fr)[]) {
      expect({ key, empty: fr[key].trim() === '' || en[key].trim() === '' }).toEqual({ key, empty: false });
      expect({ key, names: en[key].match(NAMES)?.sort() }).toEqual({ key, names: fr[key].match(NAMES)?.sort() });
    }
  });

  it('explain every error code: what happened and what to do', () => {
    const wanted = ERROR_CODES.flatMap((code) => [`error.${code}`, `error.${code}.do`]);
    expect(Object.keys(fr)).toEqual(expect.arrayContaining(wanted));
  });

  it('name every role, revocation reason and state', () => {
    const states = (['request', 'token', 'workstation'] as const).flatMap((kind) =>
      Object.values<Record<string, string>>(LIFECYCLE[kind])
        .flatMap((step) => [...Object.keys(step), ...Object.values(step)])
        .map((state) => `state.${kind}.${state}`),
    );
    const reasons = REVOCATION_REASONS.filter((r) => r !== 'never-sealed').map((r) => `revocation.${r}`);
    expect(Object.keys(fr)).toEqual(expect.arrayContaining([...states, ...reasons, ...ROLES.map((r) => `role.${r}`)]));
  });
});

describe('the translator', () => {
  it('counts as each language does', () => {
    expect(translator('fr').count('approvals.found', 0)).toBe('0 demande à traiter');
    expect(translator('en').count('approvals.found', 0)).toBe('0 requests to decide');
    expect(translator('fr').count('approvals.found', 2)).toBe('2 demandes à traiter');
  });

  it('sets French spaces that never break, and curved apostrophes', () => {
    expect(translator('fr')('loss.question')).toBe('Que s’est-il passé\u202f?');
    expect(translator('fr')('help.agent.1')).toMatch(/^«\u202fDemander un jeton\u202f»\u202f: /);
  });

  it('keeps a number with its unit, and « n° » with its number', () => {
    expect(typeset('85 % de {part} % en 18 h, {n} Mo, 37 mm.')).toBe(
      '85\u00a0% de {part}\u00a0% en 18\u00a0h, {n}\u00a0Mo, 37\u00a0mm.',
    );
    expect(typeset('{hours} h {minutes}, écriture n° 12')).toBe('{hours}\u00a0h\u00a0{minutes}, écriture n°\u00a012');
    expect(typeset('2 hommes, 3 mots')).toBe('2 hommes, 3 mots');
  });

  it('curves the apostrophes of English too', () => {
    expect(translator('en')('certificate.use.vpn')).toBe('Access to the ministry’s network from a SPAN workstation');
  });

  it('fills names in, and leaves unknown ones as they are', () => {
    expect(translator('en')('request.title', { number: 'DEM-1' })).toBe('Request DEM-1');
    expect(translator('en')('request.title')).toBe('Request {number}');
  });
});
