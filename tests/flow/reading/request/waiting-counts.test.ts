import type { Caller } from '../../../../src/book/rights/roles.ts';
import { AppError } from '../../../../src/errors.ts';
import { waitsFor } from '../../../../src/flow/two-persons/waits-for.ts';
import { createWorld, type World } from '../../../support/world/world.ts';

describe('the numbers of the menu', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  const ask = (by: Caller, machine: string, holder?: string) =>
    w.flow.request.submit(by, {
      kind: 'first-issue',
      workstation: machine,
      priority: 0,
      ...(holder ? { holder } : {}),
    });

  it('are those of the lists behind them', async () => {
    const { reading } = w.flow;
    const both = async (caller: Caller) => ({
      queue: [await reading.queueLength(caller), (await reading.queue(caller, 200)).length],
      letters: [await reading.letterCount(caller), (await reading.letters(caller)).ready.n],
      incidents: [
        await reading.openIncidentCount(w.olga),
        (await reading.incidents(w.olga, { state: 'open' }, { limit: 200 })).items.length,
      ],
      proposals: [await reading.proposalCount(w.olga), (await reading.proposals(w.olga)).length],
    });
    expect(await both(w.thomas)).toEqual({ queue: [0, 0], letters: [0, 0], incidents: [0, 0], proposals: [0, 0] });

    const made = await ask(w.alice, 'PN-1');
    await w.approve(made.id);
    w.failPrinter(new AppError('print_failed', 'the printer has no paper'));
    await w.flow.production.produce(w.thomas, { requestId: made.id, slot: '1' });
    const waiting = await ask(w.bruno, 'PN-2');
    await w.approve(waiting.id);
    await w.flow.incident.report(w.alice, { kind: 'phishing', workstation: 'PN-1' });
    await w.flow.dualControl.propose(w.adele, {
      act: 'role.grant',
      args: { personId: w.bruno.personId, role: 'technician', scope: '*' },
    });
    const now = await both(w.thomas);
    for (const [counted, listed] of Object.values(now)) expect(counted).toBe(listed);
    expect(now).toMatchObject({ queue: [1, 1], incidents: [1, 1], proposals: [1, 1] });
    // whoever proposed it reads it there and waits for others, and so does another administrator: one of the two is an officer
    for (const one of [w.adele, w.armand]) {
      expect((await reading.proposals(one)).length).toBe(1);
      expect(await reading.proposalCount(one)).toBe(0);
    }
    // the label that did not come out; the PIN letter cannot be printed yet
    expect(now.letters[0]).toBe(1);
  });

  it('hold no proposal that nobody can confirm: its proposer’s account is disabled, or a restore waits', async () => {
    const { reading } = w.flow;
    const propose = (by: Caller) =>
      w.flow.dualControl.propose(by, {
        act: 'role.grant',
        args: { personId: w.bruno.personId, role: 'technician', scope: '*' },
      });
    await propose(w.adele);
    expect(await reading.proposalCount(w.olga)).toBe(1);
    const [row] = await w.reads.find('proposal', { state: 'proposed' });
    const during = (restoreWaits: boolean) => waitsFor(w.olga, row!, w.adele, { now: w.clock.now(), restoreWaits });
    expect([during(false), during(true)]).toEqual([true, false]);
    await w.flow.people.disable(w.armand, { personId: w.adele.personId });
    expect(await reading.proposalCount(w.olga)).toBe(0);
    expect((await reading.proposals(w.olga)).length).toBe(1);
  });

  it('are of one’s own requests alone, whoever else waits and whatever else one reads', async () => {
    const { id: requestId } = await ask(w.corinne, 'PN-1', 'M-ALICE');
    const toAnswer = await ask(w.bruno, 'PN-2');
    const { ownToDoCount } = w.flow.reading;
    // an approver has it, and its holder has nothing to do
    expect(await ownToDoCount(w.alice)).toBe(0);
    await w.approve(requestId);
    expect(await ownToDoCount(w.alice)).toBe(0);
    await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
    expect(await ownToDoCount(w.alice)).toBe(1);
    expect(await ownToDoCount(w.corinne)).toBe(0);
    expect(await ownToDoCount(w.thomas)).toBe(0);
    await w.flow.approval.askInformation(w.valerie, { ...(await w.seen(toAnswer.id)), text: 'Quel site ?' });
    expect(await ownToDoCount(w.bruno)).toBe(1);
  });

  it('are for whoever may read the list', async () => {
    const { reading } = w.flow;
    const refused = { code: 'forbidden' };
    await expect(reading.queueLength(w.alice)).rejects.toMatchObject(refused);
    await expect(reading.letterCount(w.alice)).rejects.toMatchObject(refused);
    await expect(reading.openIncidentCount(w.alice)).rejects.toMatchObject(refused);
    await expect(reading.proposalCount(w.alice)).rejects.toMatchObject(refused);
  });
});
