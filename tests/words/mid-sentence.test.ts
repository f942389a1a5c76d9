import { SURGE_REASONS } from '../../src/book/tables/codes.ts';
import { wordsEn } from '../../src/words/en.ts';
import { wordsFr } from '../../src/words/fr.ts';
import { midSentence } from '../../src/words/mid-sentence.ts';

describe('a text within a sentence', () => {
  it('begins with a small letter, whatever surge mode is for', () => {
    expect(midSentence('Afflux de demandes')).toBe('afflux de demandes');
    for (const reason of SURGE_REASONS)
      for (const words of [wordsFr, wordsEn])
        expect(midSentence(words[`surge.reason.${reason}`])).toMatch(/^[a-zàâéèêîô][^A-Z]*$/);
  });
});
