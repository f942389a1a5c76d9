import { sayProgress } from '../../src/offline/say-progress.ts';

describe('how far a long command is', () => {
  it('is said every two seconds, with how fast it goes, and of a short one not at all', () => {
    let [now, said] = [0, ''];
    const stderr = {
      write: (text: unknown) => {
        said += String(text);
        return true;
      },
    };
    const progress = sayProgress(stderr, () => now);
    for (const [at, done] of [
      [1500, 100],
      [2000, 1000],
      [3900, 1500],
      [4000, 6000],
    ] as const) {
      now = at;
      progress(done);
    }
    expect(said).toBe('jeton: 1000 rows, 500 a second\njeton: 6000 rows, 1500 a second\n');
  });
});
