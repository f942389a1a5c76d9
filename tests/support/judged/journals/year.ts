import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Caller } from '../../../../src/book/rights/roles.ts';
import { letIn } from '../../world/come-in.ts';
import { callerOf, found, together, welcome } from './cast.ts';
import { atTheRoot } from './ceremonies.ts';
import type { House } from './house.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, handOver, make, plug, printLetter } from './steps.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Days go by; every third the service looks after what ends by itself. */
async function live(house: House, days: number): Promise<void> {
  for (let day = 0; day < days; day += 3) {
    house.clock.pass(Math.min(3, days - day) * DAY);
    await house.service.rounds();
  }
}

/** A year of a small workshop, and what is left of its people seven years later. */
export const year: Journey = {
  name: 'year',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const { adele, olga } = founders;
    const names = [
      ...(['odile', 'armand', 'valerie', 'vera', 'thomas', 'theo', 'vincent', 'simon', 'aurore'] as const),
      ...(['corinne', 'alice', 'bruno', 'eve'] as const),
    ];
    const who = await welcome(house, founders, ...names);
    const { odile, armand, valerie, vera, thomas, theo, vincent, simon, corinne, alice, bruno, eve, aurore } = who;
    const { clock } = house;
    await house.restart(() => atTheRoot(house, 'ceremony'));
    const agents: readonly Caller[] = [alice, bruno, eve, corinne, simon, valerie];
    const stations = agents.map((_, i) => `PN-${701 + i}`);
    await commission(house, { registers: thomas, commissions: theo }, ...stations);
    let blanks = 0;
    const blank = (): string => {
      blanks += 1;
      return `Y-${String(blanks).padStart(4, '0')}`;
    };
    const delivery = async (reference: string, count: number) => {
      const first = blanks + 1;
      const serials = Array.from({ length: count }, (_, i) => `Y-${String(first + i).padStart(4, '0')}`);
      await deliver(house, theo, reference, serials);
    };
    const line = { approver: valerie, producer: thomas, desk: theo };
    const other = { approver: vincent, producer: theo, desk: thomas };

    // from the new year on certificates last four months
    const file = join(house.profilesDir, 'agent-vpn.json');
    await delivery('BL-Y1', 20);
    for (const [i, holder] of agents.slice(0, 3).entries())
      await make(house, line, { holder, kind: 'first-issue', workstation: stations[i] ?? '', serial: blank() });
    await live(house, 30);
    await house.restart(async () => {
      writeFileSync(file, readFileSync(file, 'utf8').replace('"days": 1095', '"days": 120'));
    });
    const hash = house.service.ca.profiles.find(({ name }) => name === 'agent-vpn')?.hash ?? '';
    await together(house, adele, odile, { act: 'profile.confirm', args: { profile: 'agent-vpn', hash } });
    for (const [i, holder] of [corinne, simon].entries())
      await make(house, other, { holder, kind: 'first-issue', workstation: stations[3 + i] ?? '', serial: blank() });

    // spring: forgotten, lost, a crisis
    await live(house, 20);
    await make(house, line, {
      holder: alice,
      kind: 'replacement',
      reason: 'forgotten',
      workstation: 'PN-701',
      serial: blank(),
    });
    await live(house, 18); // the temporary one ends by itself
    await house.flow.revocation.reportLoss(bruno, { serial: 'Y-0002', reason: 'lost' });
    await make(house, line, {
      holder: bruno,
      kind: 'replacement',
      reason: 'lost',
      workstation: 'PN-702',
      serial: blank(),
    });
    await together(house, armand, olga, { act: 'policy.set', args: { id: 'production.perDay', value: 60 } });
    await together(house, adele, odile, {
      act: 'surge.start',
      args: { until: clock.now() + 48 * HOUR, reason: 'backlog' },
    });
    await together(house, odile, adele, { act: 'policy.set', args: { id: 'approvals:renewal', value: 2 } });
    await live(house, 3);

    // a deputy for the summer, renewals by two approvers, one that its holder never confirms
    const args = { personId: eve.personId, role: 'approver', scope: 'PREF-33' } as const;
    const dates = { validFrom: clock.now() + DAY, validUntil: clock.now() + 40 * DAY };
    await together(house, armand, odile, { act: 'role.grant', args: { ...args, ...dates } });
    await letIn(house.identity, founders, eve.personId);
    await live(house, 30);
    const deputy = await callerOf(house, 'M-EVE');
    const renewal = await house.flow.request.submit(corinne, { kind: 'renewal', workstation: 'PN-704', priority: 0 });
    await approve(house, deputy, renewal);
    await approve(house, vera, renewal);
    plug(house, '1', blank());
    await house.flow.production.produce(theo, { requestId: renewal.id, slot: '1' });
    await handOver(house, { desk: thomas, holder: corinne, printer: vera }, renewal);
    const quiet = await house.flow.request.submit(simon, { kind: 'renewal', workstation: 'PN-705', priority: 0 });
    await approve(house, valerie, quiet);
    await approve(house, vincent, quiet);
    plug(house, '1', blank());
    await house.flow.production.produce(thomas, { requestId: quiet.id, slot: '1' });
    await house.flow.handover.challenge(theo, { requestId: quiet.id, slot: '1' });
    await house.flow.handover.accept(simon, { requestId: quiet.id });
    await printLetter(house, vincent, quiet);
    await house.flow.handover.handOver(theo, { requestId: quiet.id });
    await live(house, 33);

    // another issuing CA, leases that run out, a request that nobody wants any more
    await house.restart(() => atTheRoot(house, 'renew', '--for', 'token'));
    const late = await house.flow.request.submit(valerie, { kind: 'first-issue', workstation: 'PN-706', priority: 1 });
    await approve(house, vincent, late);
    await house.flow.production.takeNext(thomas, { count: 2 });
    clock.pass(HOUR);
    await house.flow.production.expireLeases();
    await house.flow.production.takeNext(theo, { count: 1 });
    plug(house, '1', blank());
    await house.flow.production.produce(theo, { requestId: late.id, slot: '1' });
    await handOver(house, { desk: thomas, holder: valerie, printer: vincent }, late);
    await live(house, 60);
    await house.flow.enrolment.change(odile, { workstation: 'PN-702', action: 'block' });
    await house.flow.enrolment.change(thomas, { workstation: 'PN-702', action: 'retire' });
    await live(house, 60); // what was made for four months ends
    for (const serial of ['Y-0004', 'Y-0005']) {
      const token = await house.reads.get('token', serial);
      if (token?.state === 'revoked' || token?.state === 'expired')
        await house.flow.stock.change(theo, { serial, action: 'return' });
    }
    await live(house, 60);
    await house.restart(() => atTheRoot(house, 'root-crl'));
    await live(house, 40);

    // seven years after their last certificate
    clock.pass(12 * 366 * DAY);
    await house.flow.expiry.expire();
    const due = await house.flow.purge.due(armand);
    const personIds = due.map(({ id }) => id);
    if (personIds.length === 0) throw new Error('nobody is due');
    await together(house, armand, odile, { act: 'person.purge', args: { personIds } });
    return aurore;
  },
};
