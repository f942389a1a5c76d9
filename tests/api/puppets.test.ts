import { createService, type Service } from '../support/world/service.ts';
import { callers } from './caller.ts';

const PASSWORD = 'la marionnette obéit toujours';

describe('over HTTP, one administrator makes no puppet', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as, nobody } = callers(() => service);
  const enrol = (token: string, code?: string) =>
    nobody('post', '/enrolments').send({ token, password: PASSWORD, ...(code === undefined ? {} : { code }) });
  const signIn = async (login: string) =>
    (await nobody('post', '/sessions').send({ login, password: PASSWORD })).body.token as string | undefined;
  const me = (token: string) => nobody('get', '/me').auth(token, { type: 'bearer' });
  const propose = async (personId: string) => {
    const args = { personId, role: 'technician', scope: '*' };
    const { body } = await as('adele').post('/proposals', { act: 'role.grant', args });
    const { body: waiting } = await as('olga').get('/proposals');
    const shown = waiting.items.find((p: { id: string }) => p.id === body.id);
    return { shown, confirm: () => as('olga').post(`/proposals/${body.id}/confirm`, { argsHash: body.argsHash }) };
  };

  it('of who was an operator: the role that two persons give back closes what she opened alone', async () => {
    const { personId } = service.world.thomas;
    const { body: person } = await as('adele').get(`/people/${personId}`);
    expect(person).toMatchObject({ state: 'active', openedAlone: false });
    const grant = person.grants.find((g: { role: string }) => g.role === 'technician');
    expect((await as('adele').delete(`/grants/${grant.id}`)).status).toBe(204);
    const { body: link } = await as('adele').post(`/people/${personId}/invitation`);
    expect((await enrol(link.token)).status).toBe(204);
    const hers = (await signIn('M-THOMAS'))!;
    expect((await me(hers)).body.roles).toEqual(['agent']);
    expect((await as('adele').get(`/people/${personId}`)).body).toMatchObject({ openedAlone: true });

    const { shown, confirm } = await propose(personId);
    expect(shown).toMatchObject({ subjectDirectoryId: 'M-THOMAS', closesAccount: true });
    expect((await confirm()).status).toBe(204);
    expect((await me(hers)).status).toBe(401);
    expect(await signIn('M-THOMAS')).toBeUndefined();

    const { body: again } = await as('adele').post(`/people/${personId}/invitation`);
    expect(again.needsCode).toBe(true);
    expect((await enrol(again.token)).status).toBe(401);
    expect((await as('adele').post(`/people/${personId}/invitation/code`)).status).toBe(403);
    const { body: vouched } = await as('olga').post(`/people/${personId}/invitation/code`);
    expect((await enrol(again.token, vouched.code)).status).toBe(204);
    expect((await me((await signIn('M-THOMAS'))!)).body.roles).toContain('technician');
  });

  it('of who never was: a code that came with the link leaves the account open for the role', async () => {
    const { personId } = service.world.bruno;
    const { body: link } = await as('adele').post(`/people/${personId}/invitation`);
    const { body: vouched } = await as('olga').post(`/people/${personId}/invitation/code`);
    expect((await enrol(link.token)).status).toBe(401);
    expect((await enrol(link.token, vouched.code)).status).toBe(204);
    const token = (await signIn('M-BRUNO'))!;
    const { shown, confirm } = await propose(personId);
    expect(shown.closesAccount).toBe(false);
    await confirm();
    expect((await me(token)).body.roles).toContain('technician');
  });
});
