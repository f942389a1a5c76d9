import { campaignTokenLeft, type RecalledToken, recallLeft } from '../../../../src/book/rules/request/replacements.ts';
import { MOST_OPEN } from '../../../../src/book/tables/states.ts';

describe('why a recalled token gets no replacement', () => {
  const facts: RecalledToken = {
    token: { state: 'active', holderId: 'ines' },
    holderId: 'ines',
    temporary: false,
    holderIsThere: true,
    machine: { state: 'commissioned' },
    openRequests: MOST_OPEN - 1,
  };

  it('nothing stands against one', () => expect(recallLeft(facts)).toBeUndefined());

  it.each<[string, Partial<RecalledToken>]>([
    ['gone', { token: { state: 'returned', holderId: 'ines' } }],
    ['gone', { token: { state: 'active', holderId: 'paul' } }],
    ['gone', { token: undefined }],
    ['temporary', { temporary: true }],
    ['holder', { holderIsThere: false }],
    ['holder', { token: { state: 'active', holderId: null }, holderId: null }],
    ['workstation', { machine: null }],
    ['workstation', { machine: { state: 'lost' } }],
    ['many-requests', { openRequests: MOST_OPEN }],
  ])('%s: %j', (left, differs) => expect(recallLeft({ ...facts, ...differs })).toBe(left));

  it('a token that is gone is, whatever else is not known yet', () => {
    const { token, holderId, temporary } = facts;
    expect(recallLeft({ token: { ...token, state: 'expired' }, holderId, temporary })).toBe('gone');
    expect(recallLeft({ token, holderId, temporary })).toBeUndefined();
  });
});

describe('why a campaign asks for no token', () => {
  it.each([
    [undefined, [{ state: 'active', temporary: false }], 0],
    [undefined, [{ state: 'suspended', temporary: false }], MOST_OPEN - 1],
    ['no-token', [], 0],
    ['no-token', [{ state: 'active', temporary: true }], 0],
    ['no-token', [{ state: 'revoked', temporary: false }], MOST_OPEN],
    ['many-requests', [{ state: 'active', temporary: false }], MOST_OPEN],
  ] as const)('%s: %j, %d open', (left, held, openRequests) =>
    expect(campaignTokenLeft({ held, openRequests })).toBe(left),
  );
});
