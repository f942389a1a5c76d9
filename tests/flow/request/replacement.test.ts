import type { REPLACEMENT_REASONS } from '../../../src/book/tables/codes.ts';
import type { RequestState } from '../../../src/book/tables/states.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** What is asked for in place of a token, while something is open for the same workstation. */
describe('a replacement, by its reason', () => {
  let w: World;
  let tokenId: string;
  beforeEach(async () => {
    w = await createWorld();
    ({ tokenId } = await w.activeToken(w.alice, 'PN-1'));
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  type Open = 'renewal' | 'temporary';
  const wishOf = (open: Open) =>
    open === 'renewal' ? ({ kind: 'renewal' } as const) : ({ kind: 'replacement', reason: 'forgotten' } as const);
  const ask = (reason: (typeof REPLACEMENT_REASONS)[number]) =>
    w.flow.request.submit(w.alice, { kind: 'replacement', reason, workstation: 'PN-1', priority: 0 });
  const make = async (requestId: string): Promise<void> => {
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
  };
  /** What is open, and how far it is. */
  const openOne = async (open: Open, state: RequestState): Promise<string> => {
    const request = await w.flow.request.submit(w.alice, { ...wishOf(open), workstation: 'PN-1', priority: 0 });
    const requestId = request.id;
    if (state === 'needs_information')
      await w.flow.approval.askInformation(w.valerie, { ...(await w.seen(requestId)), text: 'Lequel ?' });
    if (state === 'approved' || state === 'produced') await w.approve(requestId);
    if (state === 'produced') await make(requestId);
    return requestId;
  };
  const report = async (reason: (typeof REPLACEMENT_REASONS)[number]): Promise<void> => {
    if (reason === 'lost' || reason === 'stolen')
      await w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason });
  };

  const REASONS = ['lost', 'stolen', 'damaged'] as const;
  const WAITING = ['submitted', 'needs_information', 'approved'] as const;
  const ENDS = (['renewal', 'temporary'] as const).flatMap((open) =>
    WAITING.flatMap((state) => REASONS.map((reason) => [open, state, reason] as const)),
  );
  it.each(ENDS)('ends a %s that is %s, where the token is %s', async (open, state, reason) => {
    const before = await openOne(open, state);
    await report(reason);
    // a loss ends it by itself, damage once the replacement is asked for
    const { state: afterReport } = (await w.reads.get('request', before))!;
    expect(afterReport).toBe(reason === 'damaged' ? state : 'withdrawn');
    const asked = await ask(reason);
    expect(asked).toMatchObject({ state: 'submitted', replacesTokenId: tokenId });
    expect(await w.reads.get('request', before)).toMatchObject({ state: 'withdrawn' });
  });

  it.each([
    ['renewal', 'lost'],
    ['renewal', 'damaged'],
    ['temporary', 'stolen'],
  ] as const)('waits for a %s that is made already, where the token is %s', async (open, reason) => {
    const before = await openOne(open, 'produced');
    await report(reason);
    const { number } = (await w.reads.get('request', before))!;
    await expect(ask(reason)).rejects.toMatchObject({ code: 'duplicate', detail: { number } });
    expect(await w.reads.get('request', before)).toMatchObject({ state: 'produced' });
  });

  it.each(['renewal', 'temporary'] as const)('ends no %s, where the token was forgotten', async (open) => {
    const before = await openOne(open, 'submitted');
    await w.refuses('duplicate', ask('forgotten'));
    expect(await w.reads.get('request', before)).toMatchObject({ state: 'submitted' });
  });

  it('ends no other replacement', async () => {
    await ask('damaged');
    await report('lost');
    await w.refuses('duplicate', ask('lost'));
  });

  it('is no second temporary token: the refusal says that there is one', async () => {
    await w.temporaryToken(w.alice, 'PN-1');
    await expect(ask('forgotten')).rejects.toMatchObject({ code: 'duplicate', detail: { why: 'temporary-token' } });
  });

  it('ends nothing of a workstation that a request is moved to', async () => {
    const before = await openOne('renewal', 'submitted');
    const other = await w.flow.request.submit(w.alice, {
      kind: 'replacement',
      reason: 'damaged',
      workstation: 'PN-2',
      priority: 0,
    });
    await w.refuses('duplicate', w.flow.request.amend(w.alice, { ...(await w.seen(other.id)), workstation: 'PN-1' }));
    expect(await w.reads.get('request', before)).toMatchObject({ state: 'submitted' });
  });

  it('ends a temporary token too, once it is in its holder’s hand', async () => {
    const temporary = await openOne('temporary', 'produced');
    await w.handOver(temporary);
    await w.flow.handover.confirmReceipt(w.alice, { requestId: temporary });
    await report('lost');
    const { id, replacesTokenId } = await ask('lost');
    expect(replacesTokenId).toBe(tokenId);
    await w.approve(id);
    await make(id);
    await w.handOver(id);
    await w.flow.handover.confirmReceipt(w.alice, { requestId: id });
    expect(await w.reads.count('token', { holderId: w.alice.personId, state: 'active' })).toBe(1);
  });

  it('may not be changed into the renewal of a token that was lost meanwhile', async () => {
    const requestId = await openOne('renewal', 'submitted');
    await report('lost');
    await w.refuses('wrong_state', w.flow.request.amend(w.alice, { ...(await w.seen(requestId)), comment: 'vite' }));
  });
});
