import { AppError } from '../../src/errors.ts';
import { bothLanguages, terminalLines } from '../../src/words/terminal-lines.ts';

describe('what a terminal is told', () => {
  it('is French as it is printed, then English, a line for each', () => {
    expect(bothLanguages('c’est fait : démarrez (« jeton serve »)', 'done: start (jeton serve)')).toBe(
      'jeton\u202f: c’est fait\u202f: démarrez («\u202fjeton serve\u202f»)\njeton: done: start (jeton serve)\n',
    );
  });

  it('has paths as they are, to be typed again', () => {
    const [fr] = bothLanguages("l'archive « /mnt/l'archive h » : libérez-la", 'x').split('\n');
    expect(fr).toBe("jeton\u202f: l’archive «\u202f/mnt/l'archive h\u202f»\u202f: libérez-la");
  });

  it('of an error is in both languages where it has both, else in English', () => {
    const detail = { fr: 'le fichier manque : remettez-le' };
    expect(terminalLines(new AppError('config_invalid', 'the file is missing', { detail }))).toBe(
      'jeton\u202f: le fichier manque\u202f: remettez-le\njeton: the file is missing\n',
    );
    expect(terminalLines(new AppError('locked', 'another instance runs'))).toBe('jeton: another instance runs\n');
  });
});
