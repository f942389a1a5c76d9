import { ASKED_MOTIFS, splitMotif } from '../../src/console/frame/forms/motif.ts';
import { parseRequests } from '../../src/imports/requests.ts';
import { requestNames } from '../../src/words/request-names.ts';

const file = (...lines: string[]) => lines.join('\n');
const HEAD = 'matricule;motif;poste';
const rowsOf = (...lines: string[]) => parseRequests(file(...lines)).rows;
const wrong = (...lines: string[]) =>
  parseRequests(file(...lines)).problems.map(({ line, column, code }) => `${line} ${column ?? '-'} ${code}`);

describe('a file of requests', () => {
  it('says who, why and for which machine; an empty cell is left out', () => {
    expect(rowsOf(HEAD, 'M-1;Première dotation;pn-88213', 'M-2;NOMADE;')).toEqual([
      { holder: 'M-1', kind: 'first-issue', workstation: 'PN-88213', priority: 0 },
      { holder: 'M-2', kind: 'nomade', priority: 0 },
    ]);
  });

  it('names the personal device of a nomade credential, and its system as people write it', () => {
    const head = `${HEAD};appareil;système`;
    expect(rowsOf(head, 'M-2;nomade;;Mon iPad;iPad', 'M-3;nomade;;PC;Windows')).toEqual([
      { holder: 'M-2', kind: 'nomade', device: { name: 'Mon iPad', kind: 'ios' }, priority: 0 },
      { holder: 'M-3', kind: 'nomade', device: { name: 'PC', kind: 'windows' }, priority: 0 },
    ]);
    expect(wrong(head, 'M-2;nomade;;Mon iPad;Palm')).toEqual(['2 système bad_value']);
  });

  it.each([
    ['renouvellement', { kind: 'renewal' }],
    ['Perte', { kind: 'replacement', reason: 'lost' }],
    ['volé', { kind: 'replacement', reason: 'stolen' }],
    ['endommage', { kind: 'replacement', reason: 'damaged' }],
    ['oubli', { kind: 'replacement', reason: 'forgotten' }],
    ['first-issue', { kind: 'first-issue' }],
  ])('knows the reason as people write it: %s', (motif, asked) => {
    expect(rowsOf(HEAD, `M-1;${motif};PN-1`)).toEqual([{ holder: 'M-1', workstation: 'PN-1', priority: 0, ...asked }]);
  });

  it.each(
    ASKED_MOTIFS.flatMap((motif) => {
      const { fr, en } = requestNames[`motif.${motif}` as const];
      return [fr, en].map((word) => ({ word, motif }));
    }),
  )('knows the words of the screens: $word', ({ word, motif }) => {
    expect(rowsOf(HEAD, `M-1;${word};`)).toMatchObject([splitMotif(motif)]);
  });

  it('knows on which line of the file each row stands', () => {
    expect(parseRequests(file(HEAD, 'M-1;perte;PN-1', '', 'M-2;perte;"PN-2"')).lines).toEqual([2, 4]);
  });

  it('takes site, priority, profile and comment where there are such columns', () => {
    const head = 'holder,reason,workstation,site,priorité,profil,commentaire';
    expect(rowsOf(head, 'M-1,lost,PN-1,Lyon,Continuité,agent,"vite, svp"', 'M-2,lost,PN-2,,2,,')).toEqual([
      {
        holder: 'M-1',
        kind: 'replacement',
        reason: 'lost',
        workstation: 'PN-1',
        deliverySite: 'Lyon',
        priority: 1,
        profile: 'agent',
        comment: 'vite, svp',
      },
      { holder: 'M-2', kind: 'replacement', reason: 'lost', workstation: 'PN-2', priority: 2 },
    ]);
  });

  it('lists what is wrong by line', () => {
    const head = `${HEAD};priorite`;
    expect(wrong(head, ';nomade;;', 'M-1;envie;PN-1;', 'M-1;perte;PN-1;haute', `M-1;perte;${'P'.repeat(41)};`)).toEqual(
      ['2 matricule missing', '3 motif bad_value', '4 priorite bad_value', '5 poste bad_value'],
    );
    expect(wrong('matricule;poste', 'M-1;PN-1')).toEqual(['1 - missing_column']);
    expect(wrong(HEAD)).toEqual(['1 - empty_file']);
  });
});
