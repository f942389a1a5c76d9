import { hashOfAct } from '../../../src/book/language/sources.ts';
import type { Caller } from '../../../src/book/rights/roles.ts';
import { StartSurge } from '../../../src/book/rules/decision-args.ts';
import type { DecisionName } from '../../../src/book/rules/decisions.ts';
import { LIMIT_NAMES, LIMITS, readSurge } from '../../../src/book/rules/limits.ts';
import { create, move, update } from '../../../src/book/tables/lifecycle.ts';
import { noteConfiguration } from '../../../src/flow/two-persons/confirm-configuration.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { configurationSaying } from '../../support/world/configuration.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const HOUR = 3_600_000;
let w: World;
beforeEach(async () => {
  w = await createWorld();
});
const end = async () => {
  await w.check();
  await w.close();
};

/** Armand proposes, Odile confirms, unless others are named. */
async function together(act: DecisionName, args: unknown, proposer: Caller = w.armand, confirmer: Caller = w.odile) {
  const proposal = await w.flow.dualControl.propose(proposer, { act, args } as never);
  await w.flow.dualControl.confirm(confirmer, { proposalId: proposal.id, argsHash: proposal.argsHash });
  return proposal;
}
const newest = async () => (await w.opened.lists.entries({}, { limit: 1 })).items[0]!;
const ask = (by: Caller, workstation: string) =>
  w.flow.request.submit(by, { kind: 'first-issue', workstation, priority: 0 });

describe('a policy', () => {
  afterEach(end);

  it('keeps the marks of a day in their order: usual low, usual high, crisis', async () => {
    await w.refuses('invalid_input', together('policy.set', { id: 'report.usualLow', value: 31 }), { entry: false });
    await w.refuses('invalid_input', together('policy.set', { id: 'report.usualHigh', value: 51 }), { entry: false });
    await w.refuses('invalid_input', together('policy.set', { id: 'report.crisis', value: 29 }), { entry: false });
    await together('policy.set', { id: 'report.crisis', value: 80 });
    await together('policy.set', { id: 'report.usualHigh', value: 80 });
    await together('policy.set', { id: 'report.usualLow', value: 80 });
  });

  it('is set by two persons, and the entry says what it was before', async () => {
    await together('policy.set', { id: 'production.perDay', value: 40 });
    expect(await newest()).toMatchObject({
      action: 'dualControl.confirm',
      detail: { act: 'policy.set', policy: 'production.perDay', before: 1000, after: 40 },
    });
    await together('policy.set', { id: 'production.perDay', value: 50 });
    expect((await newest()).detail).toMatchObject({ before: 40, after: 50 });
    const all = await w.flow.policy.read(w.aurore);
    expect(all.map(({ id }) => id)).toEqual([...LIMIT_NAMES]);
    expect(all.find(({ id }) => id === 'production.perDay')).toMatchObject({ value: 50, now: 50, usual: 1000 });
    await w.refuses('forbidden', w.flow.policy.read(w.alice));
  });

  it('is refused outside its bounds, and when it says so already', async () => {
    for (const [id, { least, most }] of Object.entries(LIMITS)) {
      for (const value of [least - 1, most + 1]) {
        const proposed = together('policy.set', { id, value });
        await expect(proposed).rejects.toThrow();
      }
    }
    await w.refuses('already_done', together('policy.set', { id: 'approvals:nomade', value: 1 }));
    expect(await w.reads.find('proposal', { act: 'policy.set' })).toEqual([]);
  });

  it('says how long a second person has', async () => {
    await together('policy.set', { id: 'dual.confirmMinutes', value: 5 });
    const proposal = await w.flow.dualControl.propose(w.armand, {
      act: 'policy.set',
      args: { id: 'approvals:nomade', value: 2 },
    });
    w.clock.advance(5 * 60_000 + 1);
    await w.refuses(
      'expired',
      w.flow.dualControl.confirm(w.odile, { proposalId: proposal.id, argsHash: proposal.argsHash }),
    );
  });

  it('limits what one technician makes in a day', async () => {
    await together('policy.set', { id: 'production.perDay', value: 1 });
    await w.produced(w.alice, 'PN-1');
    const second = await ask(w.bruno, 'PN-2');
    await w.approve(second.id);
    w.plugNext('1');
    const produce = () => w.flow.production.produce(w.thomas, { requestId: second.id, slot: '1' });
    await w.refuses('limit_reached', produce());
    w.clock.advance(24 * HOUR + 1);
    expect(await produce()).toMatchObject({ state: 'produced' });
  });

  it('limits what one person asks for in a day', async () => {
    await together('policy.set', { id: 'request.perDay', value: 1 });
    await ask(w.alice, 'PN-1');
    await w.refuses('limit_reached', ask(w.alice, 'PN-2'));
    w.clock.advance(24 * HOUR + 1);
    await ask(w.alice, 'PN-2');
  });

  it('limits what one technician holds at once, and how long', async () => {
    await together('policy.set', { id: 'production.atOnce', value: 1 });
    await together('policy.set', { id: 'production.leaseMinutes', value: 5 });
    for (const [who, at] of [
      [w.alice, 'PN-1'],
      [w.bruno, 'PN-2'],
    ] as const)
      await w.approve((await ask(who, at)).id);
    expect(await w.flow.production.takeNext(w.thomas, { count: 5 })).toHaveLength(1);
    await w.refuses('limit_reached', w.flow.production.takeNext(w.thomas, { count: 1 }));
    w.clock.advance(5 * 60_000 + 1);
    expect(await w.flow.production.expireLeases()).toBe(1);
  });
});

describe('surge mode', () => {
  afterEach(end);

  const surge = (hours = 10) => together('surge.start', { until: w.clock.now() + hours * HOUR, reason: 'demand' });

  it('raises the limits that policy lets it raise, for a set time, and ends by itself', async () => {
    await together('policy.set', { id: 'production.perDay', value: 1 });
    await surge();
    expect(await w.flow.surge.standing()).toMatchObject({ until: w.clock.now() + 10 * HOUR, reason: 'demand' });
    const read = async (id: string) => (await w.flow.policy.read(w.simon)).find((p) => p.id === id)!.now;
    expect([await read('production.perDay'), await read('approvals:renewal')]).toEqual([3, 1]);
    await w.produced(w.alice, 'PN-1');
    await w.produced(w.bruno, 'PN-2'); // the second of the day
    expect(await w.flow.surge.expire()).toBe(false);
    w.clock.advance(10 * HOUR);
    expect(await w.flow.surge.standing()).toBeUndefined();
    expect(await read('production.perDay')).toBe(1); // before anything was written
    expect(await w.flow.surge.expire()).toBe(true);
    expect(await newest()).toMatchObject({ action: 'surge.expire', actor: 'system' });
    expect(await w.flow.surge.expire()).toBe(false);
  });

  it('never raises a limit beyond its bound', async () => {
    await together('policy.set', { id: 'production.leaseMinutes', value: 200 });
    await surge();
    const read = await w.flow.policy.read(w.simon);
    expect(read.find((p) => p.id === 'production.leaseMinutes')).toMatchObject({ value: 200, now: 240 });
    for (const { id, value, now, most } of read) expect([id, now >= value && now <= most]).toEqual([id, true]);
  });

  it('begins later when it is proposed so, and is ended early by one person', async () => {
    const now = w.clock.now();
    await together('surge.start', { from: now + HOUR, until: now + 2 * HOUR, reason: 'crisis' });
    const read = async () => (await w.flow.policy.read(w.simon)).find((p) => p.id === 'request.perDay')!.now;
    expect(await read()).toBe(1000);
    w.clock.advance(HOUR);
    expect(await read()).toBe(3000);
    await w.refuses('forbidden', w.flow.surge.end(w.thomas));
    await w.flow.surge.end(w.simon);
    expect(await read()).toBe(1000);
    await w.refuses('already_done', w.flow.surge.end(w.odile));
    await surge(1); // another one may follow
  });

  it('is proposed for no longer than policy allows, once at a time, and by the right persons', async () => {
    await w.refuses('limit_reached', surge(73));
    await expect(surge(73)).rejects.toMatchObject({ detail: { why: 'surge', most: 72, field: 'until' } });
    await w.refuses('invalid_input', surge(0), { entry: false });
    // no date is that late: pages could not write it
    const never = { from: 9_007_199_254_000_000, until: 9_007_199_254_003_600, reason: 'crisis' } as const;
    expect(StartSurge.safeParse(never).success).toBe(false);
    expect(readSurge(JSON.stringify(never))).toBeUndefined();
    await w.refuses(
      'forbidden',
      together('surge.start', { until: w.clock.now() + HOUR, reason: 'crisis' }, w.armand, w.adele),
    );
    await w.refuses('forbidden', together('surge.start', { until: w.clock.now() + HOUR, reason: 'crisis' }, w.thomas));
    await surge();
    await w.refuses('already_done', surge());
  });
});

describe('what decides certificates', () => {
  afterEach(end);
  const changed = configurationSaying({ organisation: 'Préfecture' });
  const { hash } = changed;
  const ordered = async () => {
    const request = await ask(w.alice, 'PN-1');
    await w.approve(request.id);
    return () => w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
  };

  it('issues nothing with another configuration until two persons confirmed its hash', async () => {
    const confirmedHash = w.configuration.hash;
    expect(await noteConfiguration(w)).toBe(false);
    Object.assign(w.configuration, changed);
    expect(await noteConfiguration(w)).toBe(true);
    const change = { before: confirmedHash, after: hash };
    expect(await newest()).toMatchObject({ action: 'configuration.changed', detail: change });
    const produce = await ordered();
    await expect(produce()).rejects.toMatchObject({ code: 'profile_unconfirmed' });
    expect(await w.reads.find('job', {})).toEqual([]); // the token was not touched
    const nomade = await w.flow.request.submit(w.bruno, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await w.approve(nomade.id);
    const release = w.flow.software.release(w.thomas, { requestId: nomade.id });
    await expect(release).rejects.toMatchObject({ code: 'profile_unconfirmed' });

    await w.refuses('changed_since', together('configuration.confirm', { hash: 'b'.repeat(64) }));
    const changes = [{ at: 'organisation', before: '"Ministère"', after: '"Préfecture"' }];
    const waiting = { name: 'configuration', hash, confirmedHash, changes };
    expect(await w.flow.policy.unconfirmed(w.odile)).toEqual([waiting]);
    await together('configuration.confirm', { hash });
    expect((await newest()).detail).toMatchObject(change);
    expect(await w.flow.policy.unconfirmed(w.odile)).toEqual([]);
    await produce();
    await w.refuses('already_done', together('configuration.confirm', { hash }));
  });

  it('issues nothing by a profile that was changed', async () => {
    await w.close();
    w = await createWorld({ judge: noJudge }); // no act makes what the next lines write
    const before = w.ca.profiles.find(({ name }) => name === 'agent-vpn')!.hash;
    const stands = await w.reads.get('setting', 'profile:agent-vpn');
    await together('policy.set', { id: 'approvals:nomade', value: 2 });
    // as after a start with another file: what was confirmed is not what is loaded
    const change = update('setting', stands!, { value: hash }, { value: before });
    const other = await w.flow.dualControl.propose(w.armand, {
      act: 'policy.set',
      args: { id: 'approvals:renewal', value: 2 },
    });
    const act = { act: 'profile.confirm', args: { profile: 'agent-vpn', hash } };
    const proposal = { ...other, id: 'OF-ANOTHER-FILE', act: act.act, argsHash: hashOfAct(act) };
    await w.store.transact((unit) =>
      unit.record({
        actor: w.odile.personId,
        role: 'security-officer',
        action: 'test',
        subject: 'profile',
        outcome: 'done',
        changes: [
          create('proposal', proposal),
          move('proposal', proposal, 'execute', { confirmerId: w.odile.personId }),
          change,
        ],
      }),
    );
    const produce = await ordered();
    await expect(produce()).rejects.toMatchObject({ code: 'profile_unconfirmed' });
    expect(await w.reads.find('job', {})).toEqual([]);
    const args = { profile: 'agent-vpn', hash: before };
    await w.refuses('changed_since', together('profile.confirm', { ...args, hash }));
    await w.refuses(
      'already_done',
      together('profile.confirm', { ...args, profile: 'nomade', hash: hashOf('nomade') }),
    );
    await together('profile.confirm', args);
    expect((await newest()).detail).toMatchObject({ profile: 'agent-vpn', before: hash, after: before });
    await produce();
  });
  const hashOf = (profile: string) => w.ca.profiles.find(({ name }) => name === profile)!.hash;
});

describe('a SO-PIN', () => {
  afterEach(end);

  const released = async (serial = 'B-0005') => together('token.releaseSoPin', { serial }, w.theo);
  const reveal = (by: Caller, { id }: { id: string }) => w.flow.dualControl.reveal(by, { proposalId: id });

  it('is shown once, to whoever proposed it, after a second person confirmed, and the journal does not hold it', async () => {
    const proposal = await released();
    await w.refuses('forbidden', reveal(w.thomas, proposal));
    await w.refuses('forbidden', reveal(w.odile, proposal)); // who confirmed does not see it
    await w.refuses('forbidden', reveal(w.armand, proposal)); // an administrator never does
    await w.refuses('fresh_factor_needed', reveal({ ...w.theo, freshUntil: 0 }, proposal));
    expect(await reveal(w.theo, proposal)).toEqual({ serial: 'B-0005', soPin: 'sopin-5-factory', former: null });
    expect(await newest()).toMatchObject({ action: 'token.revealSoPin', subject: 'token:B-0005', outcome: 'done' });
    await w.refuses('wrong_state', reveal(w.theo, proposal));
    const { items } = await w.opened.lists.entries({}, { limit: 50 });
    expect(JSON.stringify(items)).not.toContain('sopin-5');
  });

  it('is shown with the one before it, of a token that was set aside: nobody knows which it has', async () => {
    await w.setAside();
    const [token] = await w.reads.find('token', { state: 'to_check' });
    const serial = token!.id;
    const shown = await reveal(w.theo, await released(serial));
    expect(shown).toMatchObject({ serial, former: expect.stringMatching(/^sopin-/) });
    expect(shown.soPin).not.toBe(shown.former);

    const { slot } = (await w.twin.bench.slots()).find((one) => one.token?.serial === serial)!;
    await w.flow.stock.check(w.theo, { serial, slot });
    expect(await reveal(w.theo, await released(serial))).toEqual({ serial, soPin: shown.soPin, former: null });
  });

  it('is shown within minutes, or not at all', async () => {
    const proposal = await released();
    w.clock.advance(10 * 60_000 + 1);
    await w.refuses('expired', reveal(w.theo, proposal));
    expect(await w.flow.dualControl.expire()).toBe(1);
    expect(await newest()).toMatchObject({
      action: 'token.revealSoPin',
      outcome: 'failed',
      detail: { failure: 'expired' },
    });
    await w.refuses('wrong_state', reveal(w.theo, proposal));
    expect(await w.flow.dualControl.resume()).toEqual([]);
  });

  it('takes two persons, one of them an officer, and a token that has one', async () => {
    await w.refuses('forbidden', together('token.releaseSoPin', { serial: 'B-0005' }, w.armand));
    await w.refuses('forbidden', together('token.releaseSoPin', { serial: 'B-0005' }, w.theo, w.armand));
    await w.refuses('not_found', together('token.releaseSoPin', { serial: 'NONE' }, w.theo));
    await w.flow.stock.change(w.thomas, { serial: 'B-0006', action: 'scrap' });
    await together('token.destroy', { serial: 'B-0006' }, w.theo);
    await w.refuses('wrong_state', released('B-0006'));
    const waiting = await w.flow.dualControl.propose(w.theo, { act: 'token.releaseSoPin', args: { serial: 'B-0005' } });
    await w.refuses('wrong_state', reveal(w.theo, waiting)); // nobody confirmed it
    const other = await w.flow.dualControl.propose(w.armand, {
      act: 'policy.set',
      args: { id: 'approvals:nomade', value: 2 },
    });
    await w.refuses('forbidden', reveal(w.theo, other));
  });
});
