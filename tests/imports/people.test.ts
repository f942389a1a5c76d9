import fc from 'fast-check';
import { parsePeople } from '../../src/imports/people.ts';

const HEAD = 'matricule;prenom;nom;courriel;service;site';
const MAELLE = "m1;Maëlle;d'Arcy;maelle@interieur.example;PREF-33;Bordeaux";
const maelle = {
  directoryId: 'm1',
  givenName: 'Maëlle',
  familyName: "d'Arcy",
  email: 'maelle@interieur.example',
  service: 'PREF-33',
  site: 'Bordeaux',
};
const file = (...lines: string[]) => lines.join('\n');
/** Problems as `line column code`. */
const wrong = (content: string | Uint8Array) =>
  parsePeople(content).problems.map(({ line, column, code }) => `${line} ${column ?? '-'} ${code}`);

describe('a file of people', () => {
  it('reads with French headings and semicolons, or English ones and commas', () => {
    expect(parsePeople(file(HEAD, MAELLE))).toEqual({ rows: [maelle], problems: [] });
    const english = 'directoryId,givenName,familyName,email,service,site';
    expect(parsePeople(file(english, MAELLE.replaceAll(';', ',')))).toEqual({ rows: [maelle], problems: [] });
  });
  it('reads as a spreadsheet writes it: BOM, CRLF, capitals and accents, empty lines and fields at the end', () => {
    const content = `\ufeffMatricule;Prénom;NOM;Courriel;Service;Site;;\r\n\r\n${MAELLE};;\r\n;;;;;;;\r\n`;
    expect(parsePeople(Buffer.from(content))).toEqual({ rows: [maelle], problems: [] });
  });
  it('reads columns in any order, quoted fields, separators and quotes inside', () => {
    const content = file(
      'site;nom;prenom;matricule;service;courriel',
      `"Ville; ""bis""";d'Arcy;Maëlle;m1;"PREF-33";${maelle.email}`,
    );
    expect(parsePeople(content).rows).toEqual([{ ...maelle, site: 'Ville; "bis"' }]);
  });
  it('takes the account and the SID for smart-card logon where they are given', () => {
    const read = parsePeople(file(`${HEAD};UPN;SID`, `${MAELLE};maelle@interieur.example;S-1-5-21-1-2-3-1108`));
    const account = { userPrincipalName: 'maelle@interieur.example', securityIdentifier: 'S-1-5-21-1-2-3-1108' };
    expect(read).toEqual({ rows: [{ ...maelle, ...account }], problems: [] });
    expect(wrong(file(`${HEAD};sid`, `${MAELLE};S-1-5-32-544`))).toEqual(['2 sid bad_value']);
  });
  it('takes bytes and text alike', () => {
    expect(parsePeople(Buffer.from(file(HEAD, MAELLE)))).toEqual(parsePeople(file(HEAD, MAELLE)));
  });
});

describe('what is wrong with a file of people', () => {
  it('is told by line and column, all of it, and nothing is imported', () => {
    const content = file(
      HEAD,
      MAELLE,
      ';Paul;Petit;paul@interieur.example;DGPN;Lyon',
      `m3;${'x'.repeat(65)};Petit;pas-une-adresse;DGPN;Lyon`,
      'm4;Zoé;Petit\u200b;zoe@interieur.example;Bureau de Zoé;Lyon',
      'm5;Luc;Petit;luc@interieur.example;DGPN',
      'M1;Léa;Petit;MAELLE@interieur.example;DGPN;Lyon',
    );
    expect(wrong(content)).toEqual([
      '3 matricule missing',
      '4 prenom too_long',
      '4 courriel bad_email',
      '4 nom too_long',
      '5 nom invisible_character',
      '5 service bad_value',
      '6 - column_count',
      '7 matricule duplicate',
      '7 courriel duplicate',
    ]);
    expect(parsePeople(content).rows).toEqual([]);
  });
  it('is said in French and English, with the line of the first of two', () => {
    const [problem] = parsePeople(file(HEAD, '', MAELLE, MAELLE.replace('maelle@', 'm@'))).problems;
    expect(problem).toEqual({
      line: 4,
      column: 'matricule',
      code: 'duplicate',
      message: { fr: 'Déjà présent à la ligne 3.', en: 'there already on line 3' },
    });
  });
  it('counts lines as an editor does, quoted fields over several lines included', () => {
    const content = file(
      HEAD,
      'm1;"Ma',
      'ëlle";Arcy;a@interieur.example;DGPN;Lyon',
      '',
      ';A;B;b@interieur.example;DGPN;Lyon',
    );
    expect(wrong(content)).toEqual(['2 prenom invisible_character', '5 matricule missing']);
    expect(wrong(content.replaceAll('\n', '\r\n'))).toEqual(wrong(content));
  });
  it('names given and family name together when they do not fit a certificate', () => {
    const content = file(HEAD, `m1;${'a'.repeat(40)};${'b'.repeat(40)};a@interieur.example;DGPN;Lyon`);
    expect(parsePeople(content).problems[0]).toMatchObject({ column: 'nom', code: 'too_long' });
  });
  it('names lines that are not UTF-8', () => {
    const latin1 = Buffer.from(file(HEAD, MAELLE, 'm2;Zo\u00e9;B;b@interieur.example;DGPN;Lyon', MAELLE), 'latin1');
    expect(wrong(latin1)).toEqual(['2 - not_utf8', '3 - not_utf8', '4 - not_utf8']);
    expect(wrong(Buffer.from(file(HEAD, MAELLE), 'utf16le'))).not.toEqual([]);
  });
  it.each([
    ['', ['1 - empty_file']],
    ['\n\n', ['1 - empty_file']],
    [';;;\n', ['1 - empty_file']],
    [HEAD, ['1 - empty_file']],
    ['matricule;prenom;nom;courriel;service', ['1 - missing_column']],
    [`${HEAD};telephone\n${MAELLE};1`, ['1 telephone unknown_column']],
    [`${HEAD};mail\n${MAELLE};1`, ['1 mail column_twice']],
    [`${HEAD}\nm1;"Ma"ëlle;x;a@interieur.example;DGPN;Lyon\n${MAELLE}`, ['2 - bad_quotes']],
    [`${HEAD}\n${MAELLE}\n\nm2;Ma"lle;x;a@interieur.example;DGPN;Lyon\n`, ['4 - bad_quotes']],
    [`${HEAD}\n${MAELLE}\nm2;"open;x\nmore\n`, ['3 - bad_quotes']],
  ])('%j', (content, problems) => {
    expect(wrong(content)).toEqual(problems);
  });
});

describe('any file at all', () => {
  const fragment = fc.constantFrom(
    ';',
    ',',
    '"',
    '""',
    '\n',
    '\r\n',
    '\r',
    '\ufeff',
    HEAD,
    MAELLE,
    'm2',
    'é',
    '\0',
    '=1',
    ' ',
  );
  it('is read or reported, never thrown at', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (content) => {
          const { rows, problems } = parsePeople(content);
          expect(rows.length === 0 || problems.length === 0).toBe(true);
          expect(rows.length + problems.length).toBeGreaterThan(0);
          const lines = content.split(/\r\n|\r|\n/).length;
          for (const problem of problems) {
            expect(problem.line).toBeGreaterThanOrEqual(1);
            expect(problem.line).toBeLessThanOrEqual(lines);
          }
        },
      ),
      { seed: 1, numRuns: 400 },
    );
  });
  it('of octets too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        const { rows, problems } = parsePeople(octets);
        expect(rows).toEqual([]);
        expect(problems.length).toBeGreaterThan(0);
      }),
      { seed: 2, numRuns: 500 },
    );
  });
  it('that was written by the rules reads back', () => {
    const name = fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿŁł'’][a-zà-öø-ÿ'’. -]{0,20}[a-zé]$/);
    const person = fc.record({
      givenName: name,
      familyName: name,
      site: fc.stringMatching(/^[A-Z][a-z;,"' -]{0,20}[a-z]$/),
    });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 1, maxLength: 10 }),
        fc.constantFrom(';', ','),
        fc.constantFrom('\n', '\r\n'),
        (people, separator, feed) => {
          const lines = people.map((p, n) =>
            [`m${n}`, p.givenName, p.familyName, `p${n}@interieur.example`, 'DGPN', p.site].map(quoted).join(separator),
          );
          const { rows, problems } = parsePeople([HEAD.replaceAll(';', separator), ...lines].join(feed));
          expect(problems).toEqual([]);
          expect(rows).toEqual(
            people.map((p, n) => ({
              ...Object.fromEntries(
                Object.entries(p).map(([key, text]) => [key, text.normalize('NFC').replace(/ +/g, ' ')]),
              ),
              directoryId: `m${n}`,
              email: `p${n}@interieur.example`,
              service: 'DGPN',
            })),
          );
        },
      ),
      { seed: 3, numRuns: 200 },
    );
  });
});
