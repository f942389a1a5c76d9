import { cast, createFake, DOWN, person, record } from '../../world/directory.ts';
import { found, welcome } from './cast.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, make } from './steps.ts';

/** What the ministry's directory changes here: who is new, who has another name, who has left, which roles its groups propose. */
export const directory: Journey = {
  name: 'directory',
  play: async (open) => {
    const fake = createFake();
    const house = await open({ directory: fake.directory });
    const founders = await found(house);
    const { adele, olga } = founders;
    const names = ['odile', 'valerie', 'thomas', 'theo', 'corinne', 'alice', 'bruno', 'vincent', 'aurore'] as const;
    const who = await welcome(house, founders, ...names);
    const { odile, valerie, thomas, theo, corinne, alice, bruno, vincent, aurore } = who;
    const { flow } = house;
    const known = cast(['eve', 'vera', 'victor', 'armand', 'simon']);
    fake.holds(...known, record(person('M-NADIA', { service: 'PREF-33' })));
    await flow.directory.read(adele, { manyLeft: false });
    await commission(house, { registers: theo, commissions: thomas }, 'PN-90', 'PN-91');
    await deliver(house, theo, 'BL-14', ['A-0001', 'A-0002']);
    const line = { approver: valerie, producer: thomas, desk: theo };
    await make(house, line, { holder: alice, kind: 'first-issue', workstation: 'PN-90', serial: 'A-0001' });
    // asked for before anybody here had heard of them
    fake.holds(...known, record(person('M-NOUR', { service: 'PREF-33', familyName: 'Nasri' })));
    const asked = await flow.request.submit(corinne, {
      holder: 'm-nour',
      kind: 'first-issue',
      workstation: 'PN-91',
      priority: 0,
    });
    await approve(house, valerie, asked);
    fake.fails(DOWN);
    await flow.directory.readAgain().catch(() => undefined);
    fake.fails(undefined);
    house.clock.pass(4 * 3_600_000);
    // another name, a leaver, groups that differ from the roles held
    fake.groups(
      { role: 'approver', scope: 'PREF-33', members: ['M-BRUNO'] },
      { role: 'supervisor', scope: '*', members: ['M-VALERIE'] },
      { role: 'technician', scope: '*', members: ['M-THOMAS', 'M-THEO', 'M-BRUNO'] },
    );
    fake.holds(
      ...known.filter((r) => r.directoryId !== 'M-ALICE'),
      record(person('M-NOUR', { service: 'PREF-33', familyName: 'Nasri-Roux' })),
    );
    await flow.directory.readWhenDue();
    await flow.directory.revokeLeaver(olga, { personId: alice.personId });
    const suggestion = { personId: bruno.personId, scope: 'PREF-33', role: 'approver', kind: 'grant' } as const;
    const { proposalId } = await flow.directory.followSuggestion(adele, suggestion);
    const proposal = await house.reads.get('proposal', proposalId ?? '');
    await flow.dualControl.confirm(odile, { proposalId: proposalId ?? '', argsHash: proposal?.argsHash ?? '' });
    await flow.directory.followSuggestion(adele, {
      ...suggestion,
      personId: valerie.personId,
      scope: '*',
      role: 'supervisor',
    });
    await flow.directory.followSuggestion(adele, {
      personId: vincent.personId,
      scope: '*',
      role: 'technician',
      kind: 'end',
    });
    const aside = {
      personId: bruno.personId,
      scope: '*',
      role: 'technician',
      kind: 'grant',
      reason: 'temporary',
    } as const;
    await flow.directory.dismissSuggestion(adele, aside);
    for (let i = 0; i < 20; i += 1) await flow.directory.search(corinne, { text: 'nasri' }).catch(() => undefined);
    // half of them gone at once is taken for a fault
    fake.holds(...known, ...Array.from({ length: 24 }, (_, i) => record(person(`M-${100 + i}`))));
    await flow.directory.read(adele, { manyLeft: false });
    fake.holds(...known);
    await flow.directory.read(adele, { manyLeft: false }).catch(() => undefined);
    return aurore;
  },
};
