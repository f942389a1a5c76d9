import type { Caller } from '../../src/book/rights/roles.ts';
import { FROM } from '../support/world/come-in.ts';
import { createService, type Service } from '../support/world/service.ts';
import { codeOf } from './house.ts';

const HERS = 'la marionnette obéit toujours';
const NEW = 'quatre chiens dorment dehors';

/** What Adèle, an administrator, may try alone so that somebody's operator account is hers in the end. */
describe('an account that two persons make an operator’s', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const identity = () => service.door.identity;
  const world = () => service.world;
  const account = async ({ personId }: Caller) => (await world().reads.get('account', personId))!;
  const rolesOf = async (token: string) => (await identity().bySession(token))?.roles;
  const grant = ({ personId }: Caller, more: object = {}) =>
    world().dual('role.grant', { personId, role: 'technician', scope: '*', ...more });
  const endRole = async ({ personId }: Caller, role: 'technician' | 'administrator' | 'security-officer') => {
    const [row] = await world().reads.find('grant', { personId, role, revokedAt: null });
    await world().flow.people.endGrant(world().adele, { grantId: row!.id });
  };
  /** Adèle makes the link and uses it herself. */
  const takeOver = async ({ personId }: Caller, password = HERS) => {
    const { token } = await identity().invite(world().adele, personId);
    await identity().enrol({ token, password }, FROM);
  };
  /** By a link of Adèle's and a code of Olga's, as it should be. */
  const openByTwo = async ({ personId }: Caller, password = NEW) => {
    const { token, needsCode } = await identity().invite(world().adele, personId);
    const { code } = await identity().vouch(world().olga, personId);
    await identity().enrol({ token, password, code }, FROM);
    return { needsCode };
  };
  const recover = async ({ personId }: Caller, proposer: Caller, confirmer: Caller) => {
    const wish = { act: 'account.recover' as const, args: { personId } };
    const { id: proposalId, argsHash } = await world().flow.dualControl.propose(proposer, wish);
    await world().flow.dualControl.confirm(confirmer, { proposalId, argsHash });
  };
  const signIn = (login: string, password: string) => identity().signIn({ login, password }, FROM);

  it('is closed when one person alone had opened it before: whoever has its password is out', async () => {
    const { bruno } = world();
    await takeOver(bruno);
    const { token } = await signIn('M-BRUNO', HERS);
    const { caller } = (await identity().bySession(token))!;
    const machine = await identity().createApiToken(caller, { name: 'script', scopes: ['agent'], days: 1 });
    await grant(bruno);
    expect(await account(bruno)).toMatchObject({ state: 'invited', inviterId: null, voucherId: null });
    expect(await identity().bySession(token)).toBeUndefined();
    expect(await identity().byApiToken(machine.token)).toBeUndefined();
    expect(await codeOf(signIn('M-BRUNO', HERS))).toBe('sign_in_failed');
    expect(await world().opened.identity.passwordOf(bruno.personId)).toBeUndefined();
    expect(await world().opened.identity.sessionsOf(bruno.personId)).toEqual([]);
    const { items } = await world().opened.lists.entries({ action: 'dualControl.confirm' }, { limit: 1 });
    const closed = { table: 'account', id: bruno.personId, from: 'active' };
    const changes = expect.arrayContaining([expect.objectContaining(closed)]);
    expect(items).toMatchObject([{ actor: world().olga.personId, detail: { act: 'role.grant', changes } }]);
    expect(await codeOf(takeOver(bruno))).toBe('sign_in_failed');
    expect(await openByTwo(bruno)).toEqual({ needsCode: true });
    expect(await rolesOf((await signIn('M-BRUNO', NEW)).token)).toContain('technician');
  });

  it('is closed when the roles were ended, the person invited alone, and the roles are granted again', async () => {
    const { thomas } = world();
    await endRole(thomas, 'technician');
    await takeOver(thomas);
    expect(await rolesOf((await signIn('M-THOMAS', HERS)).token)).toEqual(['agent']);
    await grant(thomas);
    expect((await account(thomas)).state).toBe('invited');
    expect(await codeOf(signIn('M-THOMAS', HERS))).toBe('sign_in_failed');
  });

  it('is closed for a role that begins later, and whatever its scope', async () => {
    await takeOver(world().bruno);
    const validFrom = world().clock.now() + 86_400_000;
    await grant(world().bruno, { scope: 'PREF-33', validFrom });
    expect((await account(world().bruno)).state).toBe('invited');
    expect(await codeOf(takeOver(world().bruno))).toBe('sign_in_failed');
  });

  it('is asked for by the code also when the link was made before the role', async () => {
    const { token, needsCode } = await identity().invite(world().adele, world().bruno.personId);
    expect(needsCode).toBe(false);
    await grant(world().bruno);
    expect(await identity().peek(token)).toMatchObject({ needsCode: true });
    expect(await codeOf(identity().enrol({ token, password: HERS }, FROM))).toBe('sign_in_failed');
    const { code } = await identity().vouch(world().olga, world().bruno.personId);
    expect(await codeOf(identity().enrol({ token, password: NEW, code }, FROM))).toBe('done');
  });

  it('stays as it is when its link had the code of a second person, whatever they were then', async () => {
    const { bruno } = world();
    expect(await openByTwo(bruno)).toEqual({ needsCode: false });
    const { token } = await signIn('M-BRUNO', NEW);
    await grant(bruno);
    expect(await account(bruno)).toMatchObject({
      state: 'active',
      inviterId: world().adele.personId,
      voucherId: world().olga.personId,
    });
    expect(await rolesOf(token)).toContain('technician');
    await grant(bruno, { role: 'approver', scope: 'PREF-33' });
    expect((await account(bruno)).state).toBe('active');
  });

  it('stays closed to a link that was vouched for and is used without the code', async () => {
    const { token } = await identity().invite(world().adele, world().bruno.personId);
    await identity().vouch(world().olga, world().bruno.personId);
    expect(await identity().peek(token)).toMatchObject({ needsCode: true });
    expect(await codeOf(identity().enrol({ token, password: HERS }, FROM))).toBe('sign_in_failed');
  });

  it('forgets the second person when one invites alone again', async () => {
    const { bruno } = world();
    await openByTwo(bruno);
    await takeOver(bruno);
    expect((await account(bruno)).voucherId).toBeNull();
    await grant(bruno);
    expect((await account(bruno)).state).toBe('invited');
  });

  it('is not vouched for by whoever made the link, nor after it was disabled; nobody invites themselves', async () => {
    const { adele, armand, olga, bruno } = world();
    await identity().invite(adele, bruno.personId);
    expect(await codeOf(identity().vouch(adele, 'M-BRUNO'))).toBe('same_person');
    expect(await codeOf(identity().invite(armand, armand.personId))).toBe('same_person');
    await world().flow.people.disable(adele, { personId: bruno.personId });
    expect(await codeOf(identity().vouch(olga, bruno.personId))).toBe('conflict');
  });

  it('is not opened when it is disabled: it waits for its recovery, link and code', async () => {
    const { adele, olga, bruno } = world();
    await takeOver(bruno);
    await world().flow.people.disable(adele, { personId: bruno.personId });
    await grant(bruno);
    expect((await account(bruno)).state).toBe('disabled');
    expect(await codeOf(identity().invite(adele, bruno.personId))).toBe('forbidden');
    await recover(bruno, adele, olga);
    expect(await codeOf(takeOver(bruno))).toBe('sign_in_failed');
    expect(await openByTwo(bruno)).toEqual({ needsCode: true });
  });

  it('is not opened by the links of a start again, once somebody reopened it', async () => {
    const { olga, adele, armand, odile } = world();
    expect(await account(olga)).toMatchObject({ inviterId: 'system', voucherId: 'system' });
    const ofOlga = async () => (await identity().firstLinks()).filter(({ person }) => person.id === olga.personId);
    expect(await ofOlga()).toEqual([]);
    // two persons give it back: the terminal's reader alone is none of them
    await recover(olga, armand, odile);
    expect(await ofOlga()).toEqual([]);
    // nor where one administrator ends the role first
    await endRole(olga, 'security-officer');
    await identity().invite(adele, olga.personId);
    expect(await ofOlga()).toEqual([]);
  });

  it('of the first two people stays open when they are given another role', async () => {
    const { personId } = world().olga;
    await world().dual('role.grant', { personId, role: 'approver', scope: '*' }, world().adele, world().odile);
    expect((await account(world().olga)).state).toBe('active');
  });

  it('is left alone by a role that is no operator’s', async () => {
    await takeOver(world().bruno);
    const { personId } = world().bruno;
    await world().flow.people.grant(world().adele, { personId, role: 'correspondent', scope: '*' });
    await world().dual('role.grant', { personId, role: 'supervisor', scope: '*' });
    expect((await account(world().bruno)).state).toBe('active');
  });

  it('keeps what it had when the role is refused', async () => {
    await takeOver(world().simon);
    await grant(world().simon);
    await openByTwo(world().simon);
    await takeOver(world().eve);
    const { personId } = world().eve;
    await grant(world().eve, { role: 'supervisor' });
    expect(await codeOf(grant(world().eve, { role: 'auditor' }))).toBe('exclusive_role');
    expect(await world().reads.get('account', personId)).toMatchObject({ state: 'active' });
  });

  it('takes along what somebody proposed from it when it is closed: a second person confirms nothing of theirs', async () => {
    const { adele, armand, olga, odile, bruno } = world();
    const propose = (act: 'role.grant' | 'account.recover', by: Caller, personId: string) =>
      act === 'role.grant'
        ? world().flow.dualControl.propose(by, { act, args: { personId, role: 'technician', scope: '*' } })
        : world().flow.dualControl.propose(by, { act, args: { personId } });
    const stolen = await propose('role.grant', armand, bruno.personId);
    const recovery = await propose('account.recover', adele, armand.personId);
    await world().flow.dualControl.confirm(olga, { proposalId: recovery.id, argsHash: recovery.argsHash });
    expect((await account(armand)).state).toBe('invited');
    const confirm = world().flow.dualControl.confirm(odile, { proposalId: stolen.id, argsHash: stolen.argsHash });
    expect(await codeOf(confirm)).toBe('wrong_state');
    expect(await world().reads.get('proposal', stolen.id)).toMatchObject({ state: 'cancelled', confirmerId: null });
  });
});
