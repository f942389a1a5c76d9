import { createPace } from '../../../src/flow/import/pace.ts';

describe('the rows of one transaction', () => {
  it('are all of a piece, until they took longer than others may wait', () => {
    const pace = createPace();
    expect(pace.next(40)).toBe(40);
    pace.took(40, 20);
    expect(pace.next(40)).toBe(40);
    pace.took(40, 44);
    expect([pace.next(40), pace.next(22), pace.next(4)]).toEqual([14, 11, 4]);
    pace.took(14, 7);
    expect(pace.next(40)).toBe(40);
  });

  it('are some even where each is slow, and all where no time was seen to pass', () => {
    const pace = createPace();
    pace.took(1, 500);
    expect([pace.next(40), pace.next(3)]).toEqual([5, 3]);
    pace.took(5, 0);
    expect(pace.next(40)).toBe(40);
  });
});
