import type { Caller } from '../../../src/book/rights/roles.ts';
import { AppError } from '../../../src/errors.ts';
import { machine, takeOver } from '../../support/world/machines.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Alice's laptop is exchanged: her token goes with her from PN-1 to PN-2, before Théo, and Vincent who looked first. */
describe('a token that is bound to another machine', () => {
  let w: World;
  let serial: string;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
    serial = (await w.activeToken(w.alice, 'PN-1')).tokenId;
    await w.flow.record.assign(w.theo, { workstation: 'PN-2', person: 'M-ALICE', reason: 'replacement' });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  const of = (workstation = 'PN-2') => ({ serial, workstation, document: 'passport' }) as const;
  const check = (by: Caller = w.vincent, workstation = 'PN-2') => w.flow.rebinding.check(by, of(workstation));
  const rebind = (by: Caller = w.theo, workstation = 'PN-2') => w.flow.rebinding.rebind(by, of(workstation));
  const machineOf = async () => {
    const token = await w.reads.get('token', serial);
    return (await w.reads.get('workstation', token?.workstationId ?? ''))?.assetNumber;
  };
  const daysLeft = async (): Promise<number> => {
    const token = await w.reads.get('token', serial);
    const certificate = await w.reads.get('certificate', token?.certificateId ?? '');
    return Math.floor((certificate!.notAfter - w.clock.now()) / DAY);
  };
  /** Neither of the two acts is done, for this reason. */
  const isRefusedBoth = async (why: string, first: Caller = w.vincent): Promise<void> => {
    for (const attempt of [() => check(first), rebind]) {
      const error = await attempt().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'wrong_state', detail: { why } });
    }
    expect(await machineOf()).toBe('PN-1');
  };

  it('is bound by a technician once another operator looked at a document, and keeps its certificate', async () => {
    const before = await w.reads.get('token', serial);
    await check();
    expect(await machineOf()).toBe('PN-1');
    expect(await rebind()).toEqual({ workstation: 'PN-2' });
    expect(await machineOf()).toBe('PN-2');
    const after = await w.reads.get('token', serial);
    expect({ ...after, workstationId: null }).toEqual({ ...before, workstationId: null });
    const machine = await w.reads.find('workstation', { assetNumber: 'PN-2' });
    const seen = { workstationId: machine[0]!.id, document: 'passport' };
    const checks = await w.reads.find('identityCheck', { workstationId: machine[0]!.id });
    expect(checks.toSorted((one, other) => (one.purpose < other.purpose ? -1 : 1))).toMatchObject([
      { ...seen, purpose: 'bound', checkedBy: w.theo.personId },
      { ...seen, purpose: 'rebinding', checkedBy: w.vincent.personId },
    ]);
  });

  it('may be bound by the technician who produced it, whom no other check allows', async () => {
    await w.refuses('same_person', check(w.thomas));
    await check();
    await rebind(w.thomas);
    expect(await machineOf()).toBe('PN-2');
  });

  it('takes two persons, for one machine, within half an hour', async () => {
    await w.refuses('wrong_state', rebind());
    await check(w.theo);
    await w.refuses('same_person', check(w.theo));
    await w.refuses('wrong_state', rebind(w.theo));
    await w.flow.record.assign(w.theo, { workstation: 'PN-3', person: 'M-ALICE', reason: 'handed-out' });
    await check(w.vincent, 'PN-3');
    await w.refuses('wrong_state', rebind(w.theo));
    await check(w.vincent);
    w.clock.advance(31 * MINUTE);
    await w.refuses('wrong_state', rebind());
    await check(w.valerie);
    await rebind();
    expect(await machineOf()).toBe('PN-2');
  });

  it('is for technicians alone, who are fresh and do not hold it', async () => {
    await check();
    await w.refuses('forbidden', rebind(w.valerie));
    await w.refuses('forbidden', rebind(w.odile));
    await w.refuses('forbidden', rebind(w.alice));
    await w.refuses('forbidden', check(w.alice));
    await w.refuses('fresh_factor_needed', rebind({ ...w.theo, freshUntil: 0 }));
    expect(await machineOf()).toBe('PN-1');
  });

  it('is not bound to the machine that it is bound to', async () => {
    await w.flow.record.assign(w.theo, { workstation: 'PN-1', person: 'M-ALICE', reason: 'correction' });
    await expect(check(w.vincent, 'PN-1')).rejects.toMatchObject({ detail: { why: 'same-machine' } });
    await w.refuses('not_found', check(w.vincent, 'PN-NONE'));
  });

  it('is active', async () => {
    await w.flow.revocation.revoke(w.odile, { serial, reason: 'other' });
    await isRefusedBoth('token-not-active');
    await expect(w.flow.rebinding.check(w.vincent, { ...of(), serial: 'B-0012' })).rejects.toMatchObject({
      detail: { why: 'token-not-active' },
    });
  });

  it('goes only to a machine in service', async () => {
    await w.flow.enrolment.change(w.theo, { workstation: 'PN-2', action: 'sendToRepair' });
    await isRefusedBoth('machine-not-in-service');
  });

  it('may go to a machine that is lent', async () => {
    await w.flow.enrolment.change(w.theo, { workstation: 'PN-2', action: 'loan' });
    await check();
    await rebind();
    expect(await machineOf()).toBe('PN-2');
  });

  it('tells who reads no machines of none but the holder’s', async () => {
    await w.refuses('not_found', check(w.valerie, 'PN-3'));
    await expect(check(w.odile, 'PN-3')).rejects.toMatchObject({ detail: { why: 'machine-of-another' } });
  });

  it('goes only to the machine that its holder has', async () => {
    await w.flow.record.takeBack(w.theo, { workstation: 'PN-2', reason: 'returned' });
    await isRefusedBoth('machine-of-another', w.odile);
    await w.flow.record.assign(w.theo, { workstation: 'PN-2', person: 'M-BRUNO', reason: 'handed-out' });
    await isRefusedBoth('machine-of-another', w.odile);
  });

  it('is not bound beside another token of its holder on the new machine', async () => {
    await w.activeToken(w.alice, 'PN-2');
    await isRefusedBoth('other-token');
  });

  it('stays where a request of its holder is open for the old machine or the new one', async () => {
    const renewal = await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
    await isRefusedBoth('request-open');
    await w.flow.request.withdraw(w.alice, { requestId: renewal.id });
    const first = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await isRefusedBoth('request-open');
    await w.flow.request.withdraw(w.alice, { requestId: first.id });
    await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await check();
    await rebind();
  });

  it('is no temporary one', async () => {
    const asked = { kind: 'replacement', reason: 'forgotten', workstation: 'PN-1', priority: 0 } as const;
    const { id } = await w.flow.request.submit(w.alice, asked);
    await w.approve(id);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId: id, slot: '1' });
    await w.handOver(id);
    await w.flow.handover.confirmReceipt(w.alice, { requestId: id });
    // the one that was forgotten stands beside it, and does not go either
    await isRefusedBoth('other-token');
    const [temporary] = await w.reads.find('token', { requestId: id });
    serial = temporary!.id;
    await isRefusedBoth('token-temporary');
  });

  it.each(['PN-1', 'PN-2', undefined])('stays while an incident is open: %s', async (workstation) => {
    await w.flow.incident.report(w.theo, { kind: 'phishing', person: 'M-ALICE', workstation });
    await isRefusedBoth('incident-around');
  });

  it('stays while an incident is open on the machine, whoever it befell', async () => {
    await w.flow.incident.report(w.theo, { kind: 'phishing', person: 'M-BRUNO', workstation: 'PN-2' });
    await isRefusedBoth('incident-around');
  });

  it('is made anew where its certificate ends soon', async () => {
    w.clock.advance((await daysLeft()) * DAY - 62 * DAY);
    await check();
    w.clock.advance(3 * DAY);
    await isRefusedBoth('token-ends');
  });

  it('stays where its holder has left', async () => {
    await w.flow.people.disable(w.adele, { personId: w.alice.personId });
    await isRefusedBoth('token-holder-gone');
  });

  it('ends with the new machine, and no longer with the old one', async () => {
    await check();
    await rebind();
    await w.flow.enrolment.change(w.odile, { workstation: 'PN-1', action: 'block' });
    expect((await w.reads.get('token', serial))?.state).toBe('active');
    await w.flow.enrolment.reportLoss(w.odile, { workstation: 'PN-2' });
    expect((await w.reads.get('token', serial))?.state).toBe('revoked');
  });

  it('is renewed on the new machine, where its holder may report an incident', async () => {
    await check();
    await rebind();
    await w.flow.incident.report(w.alice, { kind: 'phishing', workstation: 'PN-2' });
    const renewal = { kind: 'renewal', priority: 0 } as const;
    await w.refuses('wrong_state', w.flow.request.submit(w.alice, { ...renewal, workstation: 'PN-1' }));
    const asked = await w.flow.request.submit(w.alice, { ...renewal, workstation: 'PN-2' });
    expect(asked.replacesTokenId).toBe(serial);
    await w.flow.request.withdraw(w.alice, { requestId: asked.id });
    await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
  });

  it('is renewed by the service for the new machine, once', async () => {
    await check();
    await rebind();
    w.clock.advance((await daysLeft()) * DAY - 30 * DAY);
    for (let day = 0; day < 10 && (await w.flow.renewals.askDue()) === 0; day++) w.clock.advance(DAY);
    const machine = await w.reads.find('workstation', { assetNumber: 'PN-2' });
    const [asked] = await w.reads.find('request', { replacesTokenId: serial });
    expect(asked).toMatchObject({ kind: 'renewal', workstationId: machine[0]!.id });
  });

  it('is offered for any machine of a holder who has many, by its number or serial number', async () => {
    const numbers = Array.from({ length: 60 }, (_, n) => `ZN-${100 + n}`);
    await takeOver(
      w.flow,
      [w.adele, w.olga],
      ...numbers.map((number) => ({ ...machine(number), serialNumber: `S-${number}-X` })),
    );
    for (const workstation of numbers)
      await w.flow.record.assign(w.theo, { workstation, person: 'M-ALICE', reason: 'handed-out' });
    const offered = async (sought?: string) => (await w.flow.reading.token(w.theo, serial, sought)).rebinding;
    const first = await offered();
    expect(first).toMatchObject({ moreMachines: true });
    expect(first?.machines).not.toContain('ZN-159');
    expect(await offered('zn-159')).toMatchObject({ machines: ['ZN-159'], moreMachines: false });
    expect(await offered('S-ZN-158')).toMatchObject({ machines: ['ZN-158'], moreMachines: false });
    // of nobody else's
    expect(await offered('PN-4')).toMatchObject({ machines: [], moreMachines: false, foundNone: true });
    expect([first?.foundNone, (await offered('zn-159'))?.foundNone]).toEqual([false, false]);
    // what was checked is offered, whatever the choice shows
    await check(w.vincent, 'ZN-159');
    const then = await offered();
    expect(then?.machines).toContain('ZN-159');
    expect(then?.checks).toMatchObject([{ assetNumber: 'ZN-159', isOwn: false }]);
    // and is no find
    expect(await offered('PN-4')).toMatchObject({ machines: ['ZN-159'], foundNone: true });
    expect(await offered('ZN-15')).toMatchObject({ foundNone: false });
    await rebind(w.theo, 'ZN-159');
    expect((await w.flow.reading.token(w.theo, serial)).assetNumber).toBe('ZN-159');
  });

  it('is told in the life of both machines, on the token’s sheet and on theirs', async () => {
    await check();
    // looked at for another machine, to which nothing goes
    await w.flow.record.assign(w.theo, { workstation: 'PN-3', person: 'M-ALICE', reason: 'handed-out' });
    await check(w.vincent, 'PN-3');
    const { rebinding } = await w.flow.reading.token(w.theo, serial);
    expect(rebinding).toMatchObject({ machines: ['PN-2', 'PN-3'] });
    expect(new Set(rebinding?.checks.map(({ assetNumber, isOwn }) => `${assetNumber} ${isOwn}`))).toEqual(
      new Set(['PN-2 false', 'PN-3 false']),
    );
    await rebind();
    const changes = [{ table: 'token', column: 'workstationId', before: 'PN-1', after: 'PN-2' }];
    const lifeOf = (number: string) => w.flow.reading.workstationLife(w.theo, number, { limit: 50 });
    for (const number of ['PN-1', 'PN-2']) {
      const { items } = await lifeOf(number);
      expect(items.filter(({ action }) => action.startsWith('token.'))).toMatchObject([
        { action: 'token.rebind', actorId: w.theo.personId, changes },
      ]);
    }
    expect((await lifeOf('PN-3')).items.map(({ action }) => action)).not.toContain('token.rebind');
    const tokensOf = async (number: string) => {
      const { tokens, formerTokens } = await w.flow.reading.workstation(w.theo, number);
      return [tokens.map(({ id }) => id), formerTokens.map(({ id }) => id)];
    };
    expect(await tokensOf('PN-1')).toEqual([[], [serial]]);
    expect(await tokensOf('PN-2')).toEqual([[serial], []]);
    expect(await tokensOf('PN-3')).toEqual([[], []]);
    const sheet = await w.flow.reading.token(w.theo, serial);
    expect(sheet).toMatchObject({ assetNumber: 'PN-2', holders: [{ assetNumber: 'PN-2' }] });
    // and once it has gone on, also on the machine that it never was made for
    w.clock.advance(MINUTE);
    await check(w.vincent, 'PN-3');
    await rebind(w.theo, 'PN-3');
    expect(await tokensOf('PN-2')).toEqual([[], [serial]]);
    // the sheet of a token that was wiped for somebody else still says where its former holder had it
    await w.flow.revocation.revoke(w.odile, { serial, reason: 'left-service' });
    await w.flow.stock.change(w.theo, { serial, action: 'return' });
    await w.flow.stock.recycle(w.theo, { serial, slot: '1' });
    const wiped = await w.flow.reading.token(w.theo, serial);
    expect(wiped).toMatchObject({ assetNumber: null, holders: [{ assetNumber: 'PN-3' }] });
    // an auditor reads it of each machine that it went through
    for (const number of ['PN-1', 'PN-2', 'PN-3']) {
      const { items } = await w.flow.reading.journal(
        w.aurore,
        { life: { kind: 'workstation', ref: number } },
        { limit: 50 },
      );
      expect(items.map(({ action }) => action)).toContain('token.rebind');
    }
  });

  it('tells its holder by mail, with the number of the machine', async () => {
    await check();
    const { told } = w.flow.reading;
    expect(await told(w.alice, { sees: false })).not.toContainEqual(
      expect.objectContaining({ template: 'token-rebound' }),
    );
    await rebind();
    expect(await told(w.alice, { sees: false })).toContainEqual(
      expect.objectContaining({ template: 'token-rebound', serial }),
    );
  });

  it('comes back, with two persons anew each time: a check is spent once the token was bound', async () => {
    await w.flow.record.assign(w.theo, { workstation: 'PN-1', person: 'M-ALICE', reason: 'correction' });
    await check();
    await rebind();
    await w.refuses('wrong_state', rebind(w.theo, 'PN-1'));
    w.clock.advance(MINUTE);
    await check(w.vincent, 'PN-1');
    await rebind(w.theo, 'PN-1');
    expect(await machineOf()).toBe('PN-1');
    // for PN-2 somebody looked at a document less than half an hour ago: once, for once
    w.clock.advance(MINUTE);
    await w.refuses('wrong_state', rebind(w.theo, 'PN-2'));
    await check(w.vincent, 'PN-2');
    await rebind(w.theo, 'PN-2');
    expect(await machineOf()).toBe('PN-2');
  });

  it('can be asked for at once by two technicians, and is bound once', async () => {
    await check();
    const results = await Promise.allSettled([rebind(w.theo), rebind(w.thomas)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await machineOf()).toBe('PN-2');
  });
});
