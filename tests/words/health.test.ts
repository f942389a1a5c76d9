import { frameWords } from '../../src/console/frame/words.ts';
import { HEALTH_PARTS, HEALTH_SAYS, HEALTH_STATES, sayHealth, sayWaiting } from '../../src/words/health.ts';

describe('what the service says of its health', () => {
  it.each(['fr', 'en'] as const)('is a sentence for each part and state in %s, with what to do', (language) => {
    const values = ['at', 'number', 'where', 'name', 'text', 'behind', 'n', 'names', 'reason', 'waiting', 'dead'];
    const facts = Object.fromEntries(values.map((name) => [name, 'x']));
    for (const says of HEALTH_SAYS) {
      const part = HEALTH_PARTS.find((one) => one === says.slice(0, says.lastIndexOf('.')));
      expect([says, part]).toEqual([says, expect.any(String)]);
      for (const state of HEALTH_STATES) {
        const said = sayHealth({ part: part!, state, says, facts, times: {} }, language, String);
        for (const text of Object.values(said)) expect(text).not.toMatch(/[{}]|\.do$/);
        // where it can be anything but in order, somebody is told what to do
        if (state === 'ok') expect(said.remedy).toBe('');
      }
    }
  });

  it.each([
    ['root', 'racine (root)'],
    ['issuing', 'jetons (issuing)'],
    ['issuing-0a1b', 'jetons (issuing-0a1b)'],
    ['issuing-nomade', 'Nomade (issuing-nomade)'],
    ['nomade', 'Nomade (nomade)'],
    ['', 'jetons'],
  ])('says of which authority a list or a signer is: %j', (name, said) => {
    const line = { part: 'ocsp', state: 'ok', says: 'ocsp.until', facts: { name }, times: { at: 5 } } as const;
    expect(sayHealth(line, 'fr', String).title).toBe(`Signataire OCSP\u202f: ${said}`);
  });

  it.each(['fr', 'en'] as const)('says no plural of one thing in %s', (language) => {
    const facts = Object.fromEntries(['behind', 'n', 'waiting', 'dead'].map((name) => [name, 1]));
    for (const says of HEALTH_SAYS) {
      const part = HEALTH_PARTS.find((one) => one === says.slice(0, says.lastIndexOf('.')))!;
      const { sentence } = sayHealth({ part, state: 'ok', says, facts, times: { at: 5 } }, language, String);
      expect(sentence).not.toMatch(/\b1 (?:\p{L}+s|wait|were|\p{L}+ libres)(?!\p{L})/u);
    }
  });

  it('parts the thousands of a large number', () => {
    const line = { part: 'records', state: 'ok', says: 'records.differ', facts: { n: 77_295 }, times: {} } as const;
    expect(sayHealth(line, 'fr', String).sentence).toMatch(/77\s295\.$/);
    expect(sayHealth(line, 'en', String).sentence).toMatch(/77,295\.$/);
  });

  it.each([
    [900, '900 Mio', '900 MiB'],
    [1023, '1\u202f023 Mio', '1,023 MiB'],
    [1024, '1 Gio', '1 GiB'],
    [77_295, '75,5 Gio', '75.5 GiB'],
    [3 * 1024 ** 2, '3 Tio', '3 TiB'],
  ])('says %i MiB in the largest unit of which there is one', (n, french, english) => {
    const line = { part: 'disk', state: 'ok', says: 'disk.free', facts: { n }, times: {} } as const;
    expect(sayHealth(line, 'fr', String).sentence).toMatch(new RegExp(` ${french}\\.$`));
    expect(sayHealth(line, 'en', String).sentence).toMatch(new RegExp(` ${english}\\.$`));
  });

  it('writes French with its own spaces, and moments as the door writes them', () => {
    const line = { part: 'crl', state: 'ok', says: 'crl.numbered' } as const;
    const facts = { name: 'issuing', number: 3, where: 'http://pki.example' };
    const { title, sentence } = sayHealth({ ...line, facts, times: { at: 5 } }, 'fr', (ms) => `le ${ms}`);
    expect(title).toBe('Liste de révocation\u202f: jetons (issuing)');
    expect(sentence).toBe('Numéro 3, publiée à http://pki.example\u202f; la suivante avant le le 5.');
  });

  it('calls what somebody has to look at by its part, and says which of several it is', () => {
    const said = (name: string): string => sayWaiting(name, 'fr').replace(/\u202f/g, ' ');
    expect(said('disk')).toBe('Disque');
    expect(said('nomade.crl')).toBe('Liste de révocation : Nomade (nomade)');
    expect(said('ocsp-signer')).toBe('Signataire OCSP : jetons');
    expect(said('issuing-ca of issuing')).toBe('Autorité de certification : jetons (issuing)');
    expect(said('profile token')).toBe('Réglage modifié : token');
    expect(said('journal')).toBe('Comparaison avec le journal');
    expect(said('node nantes-1')).toBe('Nœuds (nantes-1)');
    expect(said('something-new')).toBe('something-new');
    expect(sayWaiting('database', 'en')).toBe('Database');
  });

  it('sends people to pages that the menu has by that name', () => {
    const menu = { fr: new Set<string>(), en: new Set<string>() };
    for (const [, text] of Object.entries(frameWords).filter(([key]) => key.startsWith('menu.')))
      for (const language of ['fr', 'en'] as const) menu[language].add(text[language]);
    for (const says of HEALTH_SAYS) {
      const part = HEALTH_PARTS.find((one) => one === says.slice(0, says.lastIndexOf('.')))!;
      for (const language of ['fr', 'en'] as const) {
        const { remedy } = sayHealth({ part, state: 'broken', says, facts: {}, times: {} }, language, String);
        const pages = [...remedy.matchAll(/(?:page|à|at) (?:«.(.+?).»|"(.+?)")/g)].map(([, fr, en]) => fr ?? en);
        expect(pages.filter((page) => !menu[language].has(page ?? ''))).toEqual([]);
      }
    }
  });
});
