import type { Rebinding } from '../../../../src/book/rules/handover/rebinding.ts';
import {
  type Exchange,
  exchangeBlocker,
  formerHolderAfter,
  isExchanged,
  isExchangedBy,
  partHolder,
  tokenToBind,
} from '../../../../src/book/rules/workstation/exchanges.ts';
import { TAKEN_BACK_FOR } from '../../../../src/book/tables/codes.ts';

const NOW = Date.UTC(2026, 10, 28);
const YEAR = 365 * 86_400_000;
const rebinding = (of: Partial<Rebinding> = {}): Rebinding => ({
  token: { state: 'active', holderId: 'alice', workstationId: 'old' },
  temporary: false,
  certificate: { state: 'good', notAfter: NOW + YEAR },
  holderIsActive: true,
  machine: { id: 'new', state: 'commissioned', holderId: null },
  otherTokens: 0,
  openRequests: 0,
  openIncidents: 0,
  now: NOW,
  policy: { first: 60 },
  ...of,
});
const exchange = (of: Partial<Exchange> = {}): Exchange => ({
  holderId: 'alice',
  isUnclear: false,
  other: { state: 'commissioned', holderId: null },
  otherIsElsewhere: false,
  rebinding: rebinding(),
  openRequests: 0,
  ...of,
});

describe('what blocks an exchange', () => {
  it.each<[string, Partial<Exchange>, string | null]>([
    ['nothing, though the holder has not the new machine yet', {}, null],
    ['nothing, once they have it', { other: { state: 'loaned', holderId: 'alice' } }, null],
    ['nothing, where no token is to be bound', { rebinding: undefined }, null],
    ['nobody has the old machine', { holderId: null }, 'no-holder'],
    ['several persons may be meant', { holderId: null, isUnclear: true }, 'several-holders'],
    ['the new machine is not known', { other: undefined }, 'new-not-in-service'],
    ['the new machine is in repair', { other: { state: 'in_repair', holderId: null } }, 'new-not-in-service'],
    ['the new machine is retired', { other: { state: 'retired', holderId: null } }, 'new-not-in-service'],
    ['another has the new machine', { other: { state: 'commissioned', holderId: 'bruno' } }, 'new-of-another'],
    ['the new machine is in another campaign', { otherIsElsewhere: true }, 'new-elsewhere'],
    [
      'the token is not active',
      { rebinding: rebinding({ token: { state: 'produced', holderId: 'alice', workstationId: 'old' } }) },
      'token-not-active',
    ],
    ['the token is a temporary one', { rebinding: rebinding({ temporary: true }) }, 'token-temporary'],
    ['its certificate is revoked', { rebinding: rebinding({ certificate: undefined }) }, 'token-ends'],
    ['its holder has left', { rebinding: rebinding({ holderIsActive: false }) }, 'holder-left'],
    ['there is another token', { rebinding: rebinding({ otherTokens: 1 }) }, 'other-token'],
    ['a request is open', { rebinding: rebinding({ openRequests: 1 }) }, 'request-open'],
    ['a request is open, and no token there yet', { rebinding: undefined, openRequests: 1 }, 'request-open'],
    ['an incident is open', { rebinding: rebinding({ openIncidents: 1 }) }, 'incident'],
  ])('%s', (_, of, blocker) => {
    expect(exchangeBlocker(exchange(of))).toBe(blocker);
  });

  it('is over once the holder has the new machine and no token is left to bind', () => {
    const given = { state: 'commissioned', holderId: 'alice' };
    expect(isExchanged(exchange({ other: given, rebinding: undefined }))).toBe(true);
    expect(isExchanged(exchange({ other: given }))).toBe(false);
    expect(isExchanged(exchange({ rebinding: undefined }))).toBe(false);
    const alone = { other: given, rebinding: undefined };
    expect(isExchanged(exchange({ ...alone, other: { ...given, state: 'in_repair' } }))).toBe(false);
    expect(isExchanged(exchange({ ...alone, otherIsElsewhere: true }))).toBe(false);
    expect(isExchanged(exchange({ ...alone, openRequests: 1 }))).toBe(false);
    const before = exchange({ rebinding: undefined });
    expect([isExchangedBy(before, 'alice'), isExchangedBy(before, 'bruno')]).toEqual([true, false]);
    expect(isExchangedBy(exchange(), 'alice')).toBe(false);
    expect(
      isExchanged(exchange({ holderId: null, other: { state: 'commissioned', holderId: null }, rebinding: undefined })),
    ).toBe(false);
  });

  it('binds a token in use before one on the bench, and one that stays before a temporary one', () => {
    const token = (id: string, state: 'active' | 'produced', temporary = false) => ({ id, state, temporary });
    const chosen = (...held: ReturnType<typeof token>[]) => tokenToBind(held, ({ temporary }) => temporary)?.id;
    expect(chosen()).toBeUndefined();
    expect(chosen(token('a', 'produced'), token('b', 'active'))).toBe('b');
    expect(chosen(token('a', 'active', true), token('b', 'produced'))).toBe('b');
    expect(chosen(token('b', 'active'), token('a', 'active'))).toBe('a');
  });
});

describe('whom a part of a campaign is for', () => {
  const exchange = { otherId: 'new' };
  const active = (holderId: string) => ({ holderId, state: 'active' }) as const;
  const back = (formerHolderId: string | null) => ({ holderId: null, formerHolderId });
  const known = (holderId: string | null) => ({ holderId, isUnclear: false });

  type Tokens = Parameters<typeof partHolder>[2]['tokens'];
  const whom = (machine: Parameters<typeof partHolder>[0], item: { otherId: string | null }, tokens: Tokens) =>
    partHolder(machine, item, { tokens, wasReplaced: false });

  it('is whoever has the machine, whatever token is on it', () => {
    const machine = { holderId: 'alice', formerHolderId: 'bruno' };
    expect(whom(machine, exchange, [active('bruno'), active('eve')])).toEqual(known('alice'));
    expect(whom(machine, { otherId: null }, [])).toEqual(known('alice'));
  });

  it('is nobody where the machine migrates and nobody has it', () => {
    expect(whom(back('alice'), { otherId: null }, [active('alice')])).toEqual(known(null));
  });

  it('is the person whose active token is bound to a machine that was taken back, or else who had it last', () => {
    expect(whom(back('bruno'), exchange, [active('alice')])).toEqual(known('alice'));
    expect(whom(back(null), exchange, [active('alice')])).toEqual(known('alice'));
    expect(whom(back('bruno'), exchange, [])).toEqual(known('bruno'));
    expect(whom(back('bruno'), exchange, [{ holderId: 'alice', state: 'produced' }])).toEqual(known('bruno'));
    expect(whom(back(null), exchange, [{ holderId: null, state: 'active' }])).toEqual(known(null));
  });

  it('is, of several with a token, who had it last; where none of them did, nobody knows', () => {
    const two = [active('alice'), active('bruno')];
    expect(whom(back('bruno'), exchange, two)).toEqual(known('bruno'));
    for (const former of ['eve', null])
      expect(whom(back(former), exchange, two)).toEqual({ holderId: null, isUnclear: true });
    expect(whom(back('eve'), exchange, [active('alice'), active('alice')])).toEqual(known('alice'));
  });

  it('is not who had it last and has what took its place, but for a token that is on it still', () => {
    const replaced = (tokens: Tokens) => partHolder(back('alice'), exchange, { tokens, wasReplaced: true });
    expect(replaced([])).toEqual(known(null));
    expect(replaced([active('alice')])).toEqual(known('alice'));
  });
});

describe('who had a machine last, once it is taken back', () => {
  it('is who had it, but for a correction and for whoever leaves the service', () => {
    const machine = { holderId: 'alice', formerHolderId: 'bruno' };
    const after = TAKEN_BACK_FOR.map((reason) => [reason, formerHolderAfter(machine, reason)]);
    expect(Object.fromEntries(after)).toEqual({
      returned: 'alice',
      replaced: 'alice',
      'left-service': null,
      correction: 'bruno',
    });
  });
});
