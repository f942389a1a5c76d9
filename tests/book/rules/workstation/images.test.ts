import { isUnnamedImage } from '../../../../src/book/rules/workstation/images.ts';

describe('an image that nothing names', () => {
  const campaigns = [{ targetImage: 'SPAN 2026' }, { targetImage: null }];
  const checklists = [{ image: '*' }, { image: 'SPAN 2025' }];
  it.each([
    ['of a campaign', 'SPAN 2026', false],
    ['of a checklist', 'SPAN 2025', false],
    ['of neither', 'SPAM 2026', true],
    ['that nobody gave', null, false],
    ['that is the word for any', '*', true],
  ] as const)('%s', (_, image, unnamed) => {
    expect(isUnnamedImage(image, { campaigns, checklists })).toBe(unnamed);
  });
  it('is none where nothing names any', () => {
    expect(isUnnamedImage('SPAN 2026', { campaigns: [{ targetImage: null }], checklists: [{ image: '*' }] })).toBe(
      false,
    );
  });
});
