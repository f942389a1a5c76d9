import { isPinWayOpen } from '../../../../src/book/rules/handover/pin-ways.ts';

describe('the ways of a PIN that the policy opens', () => {
  it.each([
    [1, true, false],
    [2, false, true],
    [3, true, true],
  ])('by pin.ways %d: a letter %p, shown %p', (ways, letter, shown) => {
    expect([isPinWayOpen(ways, 'letter'), isPinWayOpen(ways, 'shown')]).toEqual([letter, shown]);
  });
});
