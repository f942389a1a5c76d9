import request from 'supertest';
import { letIn } from '../support/world/come-in.ts';
import type { Name } from '../support/world/service.ts';
import { createService, type Service } from '../support/world/service.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Bruno stands in for the approvers of PREF-33 from one date to another. */
describe('a deputy', () => {
  let service: Service;
  let from: number;
  let until: number;
  beforeEach(async () => {
    service = await createService();
    const { world } = service;
    from = world.clock.now() + DAY;
    until = from + DAY;
    const args = { personId: world.bruno.personId, role: 'approver' as const, scope: 'PREF-33' };
    await world.dual('role.grant', { ...args, validFrom: from, validUntil: until });
    await letIn(world.identity, world, world.bruno.personId); // one person had opened the account before
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const at = (moment: number): void => service.world.clock.advance(moment - service.world.clock.now());
  /** A call in a session of this moment. */
  const callAs = async (name: Name) => {
    const token = await service.sessionOf(name);
    return (method: 'get' | 'post', path: string, body?: object) => {
      const asked = request(service.url)[method](`/api/v1${path}`).auth(token, { type: 'bearer' });
      return body ? asked.send(body) : asked;
    };
  };
  type Call = Awaited<ReturnType<typeof callAs>>;
  const ask = async (holder: 'alice' | 'corinne', workstation: string) => {
    const { world } = service;
    return world.flow.request.submit(world[holder], { kind: 'first-issue', workstation, priority: 0 });
  };
  const approve = async (call: Call, { id, contentHash }: { id: string; contentHash: string }) =>
    (await call('post', `/requests/${id}/approve`, { contentHash, seenPriority: 0 })).status;
  const rolesOf = async (call: Call): Promise<string[]> => (await call('get', '/me')).body.roles;

  it('is none before the first day', async () => {
    const row = await ask('alice', 'PN-1');
    at(from - 1);
    const call = await callAs('bruno');
    expect(await rolesOf(call)).toEqual(['agent']);
    expect(await approve(call, row)).toBe(404);
    expect(await service.newest()).toMatchObject({
      action: 'request.approve',
      outcome: 'refused',
      detail: { code: 'forbidden' },
    });
    expect((await call('get', `/requests/${row.id}`)).status).toBe(404); // a stranger's is like one that does not exist
  });

  it('is one from the first moment on, within the scope, in a session that was open before too', async () => {
    const row = await ask('alice', 'PN-1');
    at(from - MINUTE);
    const call = await callAs('bruno');
    at(from);
    expect(await rolesOf(call)).toEqual(expect.arrayContaining(['agent', 'approver']));
    const { world } = service;
    const elsewhere = await world.flow.request.submit(world.eve, {
      kind: 'first-issue',
      workstation: 'PN-2',
      priority: 0,
    });
    expect(await approve(call, elsewhere)).toBe(404);
    expect(await service.newest()).toMatchObject({ detail: { code: 'out_of_scope' } });
    expect(await approve(call, row)).toBe(200);
    expect(await service.newest()).toMatchObject({ action: 'request.approve', role: 'approver', outcome: 'done' });
  });

  it('is none any more from the last moment on, in the same session, and what was approved stays approved', async () => {
    const [first, second] = [await ask('alice', 'PN-1'), await ask('alice', 'PN-2')];
    at(until - MINUTE);
    const call = await callAs('bruno');
    expect(await approve(call, first)).toBe(200);
    at(until);
    expect(await rolesOf(call)).toEqual(['agent']);
    expect(await approve(call, second)).toBe(404);
    expect((await service.world.reads.get('request', first.id))?.state).toBe('approved');
  });

  it('counts as an operator from the grant on: the link asks for a second person’s code before the first day', async () => {
    const { world, door } = service;
    await world.dual('account.recover', { personId: world.bruno.personId });
    expect((await door.identity.invite(world.adele, world.bruno.personId)).needsCode).toBe(true);
    at(until);
    expect((await door.identity.invite(world.adele, world.bruno.personId)).needsCode).toBe(false);
  });
});
