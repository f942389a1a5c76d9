import { leftUnwiped, stepOfLeft } from '../../src/book/rules/request/jobs.ts';

/** Where the line runs between a token that failed and one that nobody reached. */
describe('a token that an undone job leaves unwiped', () => {
  it.each([
    ['interrupted', 'setAside'], // nobody asked: another machine has the slot
    ['token_wrong', 'setAside'], // pulled out, or another one in its place
    ['not_found', 'setAside'],
    ['kek_wrong', 'setAside'],
    ['device_failed', 'scrap'],
  ] as const)('after %s takes the step %s', (failure, step) => {
    expect(stepOfLeft(leftUnwiped(failure))).toBe(step);
  });

  it('takes no such step once it was wiped', () => {
    expect(stepOfLeft({ wiped: true, reached: true })).toBe('putBack');
  });
});
