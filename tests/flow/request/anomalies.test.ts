import type { Caller } from '../../../src/book/rights/roles.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** A workstation that somebody else has, or that is asked for somebody else, is looked at twice. */
describe('a request for a workstation of another agent', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const ask = (by: Caller, workstation = 'PN-1') =>
    w.flow.request.submit(by, { kind: 'first-issue', workstation, priority: 0 });
  const give = (person: string) =>
    w.flow.record.assign(w.thomas, { workstation: 'PN-1', person, reason: 'replacement' });
  const takeBack = () => w.flow.record.takeBack(w.thomas, { workstation: 'PN-1', reason: 'replaced' });
  const said = async ({ id }: { id: string }) => (await w.flow.reading.request(w.valerie, id)).anomalies;
  const selected = async () => (await w.flow.reading.clear(w.valerie, {}, 9)).items.map(({ number }) => number);

  it('is told by the record of the workstation, and is part of no selection', async () => {
    const { id, number } = await ask(w.alice);
    expect([await said({ id }), await selected()]).toEqual([[], [number]]); // nobody has it
    await give('M-BRUNO');
    expect([await said({ id }), await selected()]).toEqual([['workstation-of-other-agent'], []]);
    // handed on as it is to be, nothing is odd, neither between the two nor after
    await takeBack();
    expect([await said({ id }), await selected()]).toEqual([[], [number]]);
    await give('M-ALICE');
    expect([await said({ id }), await selected()]).toEqual([[], [number]]);
  });

  it('is told by an open request of that agent, of both until one of them ends', async () => {
    const [first, second] = [await ask(w.alice), await ask(w.bruno)];
    for (const one of [first, second]) expect(await said(one)).toEqual(['workstation-asked-for-other']);
    expect(await selected()).toEqual([]);
    await w.flow.request.withdraw(w.bruno, { requestId: second.id });
    expect([await said(first), await selected()]).toEqual([[], [first.number]]);
  });

  it('is nothing to look at where a token that works there is renewed, but for whoever asks beside it', async () => {
    await w.activeToken(w.alice, 'PN-1');
    const renewal = await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
    const other = await ask(w.bruno);
    expect(await said(renewal)).toEqual([]);
    expect(await said(other)).toEqual(['workstation-asked-for-other']);
    await give('M-BRUNO');
    expect(await said(renewal)).toEqual(['workstation-of-other-agent']);
  });

  it('is told to nobody who only asks: they would learn whose machine it is', async () => {
    await give('M-BRUNO');
    const { id } = await ask(w.alice);
    expect(await said({ id })).toEqual(['workstation-of-other-agent']);
    expect((await w.flow.reading.request(w.alice, id)).anomalies).toEqual([]);
  });
});

/** Whoever asks to have something replaced has, or had, something: where nothing is known of it, an approver looks twice. */
describe('a replacement', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const ask = (by: Caller, workstation = 'PN-1') =>
    w.flow.request.submit(by, { kind: 'replacement', reason: 'lost', workstation, priority: 0 });
  const said = async ({ id }: { id: string }) => (await w.flow.reading.request(w.valerie, id)).anomalies;
  const selected = async () => (await w.flow.reading.clear(w.valerie, {}, 9)).items.map(({ number }) => number);

  it('of what nobody knows of is looked at twice, and is part of no selection', async () => {
    const request = await ask(w.alice);
    expect([await said(request), await selected()]).toEqual([['nothing-to-replace'], []]);
  });

  it('of a token whose loss was reported is as it should be; for another workstation it is not', async () => {
    const { tokenId: serial } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.revocation.reportLoss(w.alice, { serial, reason: 'lost' });
    const request = await ask(w.alice);
    expect([await said(request), await selected()]).toEqual([[], [request.number]]);
    await w.flow.request.withdraw(w.alice, { requestId: request.id });
    expect(await said(await ask(w.alice, 'PN-2'))).toEqual(['nothing-to-replace']);
  });

  it('asked for as a first issue is none of these', async () => {
    const first = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    expect([await said(first), await selected()]).toEqual([[], [first.number]]);
  });
});
