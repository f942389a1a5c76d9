import { leavesNothingToAsk } from '../../../../src/book/rules/request/asking.ts';
import { REVOCATION_REASONS } from '../../../../src/book/tables/codes.ts';

describe('what a revocation leaves to ask for', () => {
  it('is nothing where there is another token, no holder, or no machine', () => {
    expect(REVOCATION_REASONS.filter(leavesNothingToAsk).toSorted()).toEqual([
      'left-service',
      'superseded',
      'workstation-lost',
      'workstation-retired',
    ]);
  });
});
