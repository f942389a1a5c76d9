import { AppError } from '../../src/errors.ts';
import { bothLanguages, terminalLines } from '../../src/words/terminal-lines.ts';

describe('what a terminal is told', () => {
  it('is French as it is printed, then English, a line for each', () => {
    expect(bothLanguages('c’est fait : démarrez (« jeton serve »)', 'done: start (jeton serve)')).toBe(
      'jeton\u202f: c’est fait\u202f: démarrez («\u202fjeton serve\u202f»)\njeton: done: start (jeton serve)\n',
    );
  });

  it('of an error is in both languages where it has both, else in English', () => {
    const detail = { fr: 'le fichier manque : remettez-le' };
    expect(terminalLines(new AppError('config_invalid', 'the file is missing', { detail }))).toBe(
      'jeton\u202f: le fichier manque\u202f: remettez-le\njeton: the file is missing\n',
    );
    expect(terminalLines(new AppError('locked', 'another instance runs'))).toBe('jeton: another instance runs\n');
  });
});
