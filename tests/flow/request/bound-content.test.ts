import { update } from '../../../src/book/tables/lifecycle.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const SID = 'S-1-5-21-1-2-3-1108';

describe('what an approval is bound to', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ judge: noJudge }); // somebody writes rows past the book
  });
  afterEach(() => w.close());
  const ask = () => w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
  /** The holder's row alone: a request of theirs stays as it was. */
  const change = async (set: Partial<Parameters<typeof update<'person'>>[2]>): Promise<void> => {
    const person = (await w.reads.get('person', w.alice.personId))!;
    const entry = { actor: 'system', role: 'system', action: 'x.y', subject: 'x', outcome: 'done' } as const;
    await w.store.transact((unit) => unit.record({ ...entry, changes: [update('person', person, set)] }));
  };

  it.each([
    ['name', { familyName: 'Préfet' }],
    ['address', { email: 'prefet@interieur.example' }],
    ['Windows account', { userPrincipalName: 'prefet@ad.example' }],
    ['SID', { securityIdentifier: SID }],
  ])('is the holder’s %s too: another by now is neither approved nor produced', async (_, set) => {
    const request = await ask();
    const other = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.approve(other.id);
    await change(set);
    await w.refuses('changed_since', w.approve(request.id));
    await w.refuses('changed_since', w.flow.production.produce(w.thomas, { requestId: other.id, slot: '1' }));
    // amended, it is asked for anew and can be read
    await w.flow.request.amend(w.alice, { ...(await w.seen(request.id)), deliverySite: 'Pau' });
    expect((await w.approve(request.id)).state).toBe('approved');
  });

  it('is shown before: a SID that the profile writes where it is known, though it asks for none', async () => {
    const wish = { kind: 'first-issue', workstation: 'PN-1', priority: 0, profile: 'smart-card-logon' } as const;
    const several = await createWorld({ judge: noJudge, tokenProfiles: ['agent-vpn', 'smart-card-logon'] });
    const account = { userPrincipalName: 'alice@ad.example', securityIdentifier: SID };
    const alice = (await several.reads.get('person', several.alice.personId))!;
    const entry = { actor: 'system', role: 'system', action: 'x.y', subject: 'x', outcome: 'done' } as const;
    await several.store.transact((unit) => unit.record({ ...entry, changes: [update('person', alice, account)] }));
    const request = await several.flow.request.submit(several.alice, wish);
    const { certified } = await several.flow.reading.request(several.valerie, request.number);
    expect(certified).toMatchObject({ ...account, profile: 'smart-card-logon', commonName: 'Alice Agard' });
    const { odd } = await several.flow.reading.undecided(several.valerie, {}, { limit: 10 });
    expect(odd[0]?.certified).toEqual(certified);
    await several.close();
  });
});
