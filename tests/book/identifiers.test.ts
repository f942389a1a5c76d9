import { isAscii, isLatin, skeleton } from '../../src/book/rules/certificates/identifiers.ts';

const UPN = 'elise.martin@ad.example';

describe('identifiers that look alike', () => {
  it.each([
    ['of full width', 'ｅlise.martin@ad.example'],
    ['Cyrillic', 'еlise.mаrtin@ad.example'],
    ['Greek', 'elise.mαrtin@ad.example'],
    ['accented', 'élise.martin@ad.example'],
    ['accented by a mark of its own', 'e\u0301lise.martin@ad.example'],
    ['with a zero-width space', 'elise\u200b.martin@ad.example'],
    ['with a soft hyphen', 'elise\u00ad.martin@ad.example'],
    ['with a mathematical letter', '𝐞lise.martin@ad.example'],
    ['with a ligature', 'elise.martin@ad.ﬁ'.replace('ﬁ', 'example').replace('elise', 'elıse')],
  ])('have one skeleton, and are not ASCII: %s', (_, other) => {
    expect(skeleton(other)).toBe(skeleton(UPN));
    expect(isAscii(other)).toBe(false);
  });

  it('of another case have one skeleton', () => expect(skeleton('Elise.MARTIN@AD.Example')).toBe(skeleton(UPN)));

  it.each(['elise.martin2@ad.example', 'e1ise.martin@ad.example', 'elise.rnartin@ad.example'])(
    'stay apart where only an eye confuses them: %s',
    (other) => expect(skeleton(other)).not.toBe(skeleton(UPN)),
  );
});

describe('names', () => {
  it.each([
    'Élodie',
    'Łukasiewicz',
    'Öztürk',
    'Weiß',
    'N’Guessan',
    'Nguyễn Thị Ánh',
    'Cœuret',
    "D'Almeida",
    'Jean-Noël 2',
  ])('of a civil register are Latin: %s', (name) => expect(isLatin(name)).toBe(true));
  it.each(['Ｅlodie', 'Еlodie', 'Eloδie', '𝐄lodie', 'ﬁacre', 'Elodie ٢', 'ɑnne'])(
    'that look like others are not: %s',
    (name) => expect(isLatin(name)).toBe(false),
  );
});
