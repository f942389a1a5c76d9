import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Caller } from '../../../../src/book/rights/roles.ts';
import type { Role } from '../../../../src/book/tables/codes.ts';
import { letIn } from '../../world/come-in.ts';
import { configurationSaying } from '../../world/configuration.ts';
import { callerOf, found, together, welcome } from './cast.ts';
import type { Journey } from './journal.ts';
import { commission, deliver, make } from './steps.ts';

const HOUR = 3_600_000;

/** What two persons decide: roles, policies, surge mode, profile and configuration, SO-PINs, accounts that are given back. */
export const twoPersons: Journey = {
  name: 'two-persons',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const { adele, olga } = founders;
    const names = ['odile', 'armand', 'thomas', 'theo', 'valerie', 'simon', 'alice', 'bruno', 'eve', 'aurore'] as const;
    const who = await welcome(house, founders, ...names);
    const { odile, armand, thomas, theo, valerie, simon, alice, bruno, eve, aurore } = who;
    const { dualControl } = house.flow;

    // policies and surge mode: ended by one person, and by itself
    await together(house, adele, odile, { act: 'policy.set', args: { id: 'production.leaseMinutes', value: 45 } });
    await together(house, olga, armand, { act: 'policy.set', args: { id: 'dual.confirmMinutes', value: 20 } });
    await together(house, odile, olga, { act: 'policy.set', args: { id: 'production.leaseMinutes', value: 60 } });
    const now = () => house.clock.now();
    await together(house, adele, odile, { act: 'surge.start', args: { until: now() + 10 * HOUR, reason: 'demand' } });
    await deliver(house, thomas, 'BL-6', ['D-0001', 'D-0002', 'D-0003']);
    await commission(house, { registers: theo, commissions: thomas }, 'PN-70', 'PN-71');
    const line = { approver: valerie, producer: thomas, desk: theo };
    await make(house, line, { holder: alice, kind: 'first-issue', workstation: 'PN-70', serial: 'D-0001' });
    await house.flow.surge.end(simon);
    const planned = { from: now() + HOUR, until: now() + 3 * HOUR, reason: 'absence' } as const;
    await together(house, armand, olga, { act: 'surge.start', args: planned });
    house.clock.pass(3 * HOUR);
    await house.flow.surge.expire();

    // a deputy with dates, and a role that ends
    const dates = { validFrom: now() + HOUR, validUntil: now() + 20 * 24 * HOUR };
    await together(house, adele, odile, {
      act: 'role.grant',
      args: { personId: eve.personId, role: 'approver', scope: 'PREF-59', ...dates },
    });
    await letIn(house.identity, founders, eve.personId);
    const away = { deputy: 'M-SIMON', validUntil: now() + 20 * 24 * HOUR };
    const { id: proposalId, argsHash } = await house.flow.deputies.name(valerie, away);
    await dualControl.confirm(odile, { proposalId, argsHash });
    await letIn(house.identity, founders, simon.personId);
    const grant = (await house.reads.find('grant', { personId: simon.personId, role: 'supervisor' }))[0];
    await house.flow.people.endGrant(armand, { grantId: grant?.id ?? '' });
    // an agent, whose account one person opened, becomes an operator: it is closed first
    await together(house, armand, odile, {
      act: 'role.grant',
      args: { personId: bruno.personId, role: 'technician', scope: '*' },
    });
    await letIn(house.identity, founders, bruno.personId);
    // two persons look at who holds what: one role goes on, another ends; the officer's by two administrators
    const held = async <R extends Role>({ personId }: Caller, role: R) => {
      const [grant] = await house.reads.find('grant', { personId, role, revokedAt: null });
      return { grantId: grant?.id ?? '', personId, role };
    };
    const kept = { ...(await held(theo, 'technician')), outcome: 'confirmed' } as const;
    const gone = { ...(await held(eve, 'approver')), outcome: 'ended' } as const;
    await together(house, adele, odile, { act: 'access.review', args: { grants: [kept, gone] } });
    const officer = { ...(await held(odile, 'security-officer')), outcome: 'confirmed' } as const;
    await together(house, adele, armand, { act: 'access.review', args: { grants: [officer] } });
    // every way in is lost
    await together(house, armand, odile, { act: 'account.recover', args: { personId: theo.personId } });
    await letIn(house.identity, founders, theo.personId, 'cinq petits chats roux');

    // proposals that come to nothing
    const policy = { act: 'policy.set', args: { id: 'surge.factor', value: 4 } } as const;
    const first = await dualControl.propose(adele, policy);
    await dualControl.cancel(adele, { proposalId: first.id });
    await dualControl.propose(odile, policy);
    house.clock.pass(21 * 60_000);
    await dualControl.expire();

    // an SO-PIN, looked at once; another, at which nobody looks
    const release = { act: 'token.releaseSoPin', args: { serial: 'D-0002' } } as const;
    const released = await together(house, await callerOf(house, 'M-THEO'), odile, release);
    await dualControl.reveal(await callerOf(house, 'M-THEO'), { proposalId: released.id });
    await together(house, odile, armand, { act: 'token.releaseSoPin', args: { serial: 'D-0003' } });
    house.clock.pass(31 * 60_000);
    await dualControl.expire();
    const unblock = { act: 'token.unblock', args: { serial: 'D-0001', slot: '1' } } as const;
    await together(house, await callerOf(house, 'M-BRUNO'), olga, unblock);

    // a profile and the settings of the environment are changed: nothing is issued before two persons have looked
    Object.assign(house.configuration, configurationSaying({ organisation: 'Préfecture' }));
    const file = join(house.profilesDir, 'agent-vpn.json');
    await house.restart(async () => {
      writeFileSync(file, readFileSync(file, 'utf8').replace('"days": 1095', '"days": 365'));
    });
    const hash = house.service.ca.profiles.find(({ name }) => name === 'agent-vpn')?.hash ?? '';
    await together(house, olga, adele, { act: 'profile.confirm', args: { profile: 'agent-vpn', hash } });
    await together(house, armand, odile, { act: 'configuration.confirm', args: { hash: house.configuration.hash } });
    await make(house, line, { holder: simon, kind: 'first-issue', workstation: 'PN-71', serial: 'D-0002' });
    return aurore;
  },
};
