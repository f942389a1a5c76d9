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
});
