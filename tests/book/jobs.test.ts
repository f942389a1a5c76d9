import { leftUnwiped, stepOfLeft } from '../../src/book/rules/jobs.ts';

/** Where the line runs between a token that failed and one that nobody reached. */
describe('a token that an undone job leaves unwiped', () => {
  it.each([
    ['interrupted', true, 'setAside'], // nobody asked: another machine has the slot
    ['token_wrong', true, 'setAside'],
    ['not_found', true, 'setAside'],
    ['kek_wrong', true, 'setAside'],
    ['device_failed', true, 'scrap'],
    ['device_failed', false, 'scrap'],
    ['token_wrong', false, 'scrap'],
  ] as const)('after %s, in a service that went down: %s, takes the step %s', (failure, isInterrupted, step) => {
    expect(stepOfLeft(leftUnwiped(isInterrupted, failure))).toBe(step);
  });

  it('takes no such step once it was wiped', () => {
    expect(stepOfLeft({ wiped: true, reached: true })).toBe('putBack');
  });
});
