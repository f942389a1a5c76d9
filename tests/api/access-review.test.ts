import request from 'supertest';
import type { Name } from '../support/world/service.ts';
import { createService, type Service } from '../support/world/service.ts';

interface Reviewed {
  id: string;
  personId: string;
  name: string;
  directoryId: string;
  role: string;
  granters: string[];
  reviewers: string[];
  reviewedAt: number | null;
  signedInAt: number | null;
  standing: string;
}

describe('the review of roles over the REST door', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const callAs = async (name: Name) => {
    const token = await service.sessionOf(name);
    return (method: 'get' | 'post', path: string, body?: object) => {
      const asked = request(service.url)[method](`/api/v1${path}`).auth(token, { type: 'bearer' });
      return body ? asked.send(body) : asked;
    };
  };
  const listed = async (call: Awaited<ReturnType<typeof callAs>>): Promise<Reviewed[]> =>
    (await call('get', '/access-review')).body.items;
  const technician = (all: readonly Reviewed[]) => all.find(({ role }) => role === 'technician')!;

  it('lists the roles, is proposed by one and confirmed by another, and says so afterwards', async () => {
    const [adele, odile] = [await callAs('adele'), await callAs('odile')];
    const grant = technician(await listed(adele));
    expect(grant).toMatchObject({ granters: [expect.any(String), expect.any(String)], reviewedAt: null });
    const line = { grantId: grant.id, personId: grant.personId, role: grant.role, outcome: 'confirmed' };
    const proposal = await adele('post', '/proposals', { act: 'access.review', args: { grants: [line] } });
    expect(proposal.status).toBe(201);
    const { id, argsHash } = proposal.body;
    expect((await odile('post', `/proposals/${id}/confirm`, { argsHash })).status).toBe(204);
    expect(technician(await listed(odile))).toMatchObject({
      reviewers: [expect.stringContaining('Adèle'), expect.stringContaining('Odile')],
      reviewedAt: service.world.clock.now(),
      standing: 'later',
    });
    expect(await service.newest()).toMatchObject({
      action: 'dualControl.confirm',
      detail: { act: 'access.review', confirmed: 1, ended: 0 },
    });
  });

  it('shows when somebody signed in last', async () => {
    const adele = await callAs('adele');
    const own = (await listed(adele)).find(({ role, name }) => role === 'administrator' && name.startsWith('Adèle'));
    expect(own?.signedInAt).toBe(service.world.clock.now());
  });

  it('refuses what is no review: a role twice, an agent’s, none at all', async () => {
    const adele = await callAs('adele');
    const { id: grantId, personId, role } = technician(await listed(adele));
    const line = { grantId, personId, role, outcome: 'confirmed' };
    const wrong = [[line, line], [{ ...line, role: 'agent' }], [{ ...line, outcome: 'perhaps' }], []];
    for (const grants of wrong) {
      const answer = await adele('post', '/proposals', { act: 'access.review', args: { grants } });
      expect(answer.status).toBe(400);
    }
  });

  it('exports a list in which no name is a formula', async () => {
    const { world } = service;
    const evil = { directoryId: 'M-EVIL', givenName: '=cmd', familyName: "|'/c calc'!A1", email: 'evil@example.fr' };
    await world.flow.imports.all(world.adele, 'people', [{ ...evil, service: 'DNUM', site: 'Paris' }]);
    const [person] = await world.reads.find('person', { directoryId: 'M-EVIL' });
    await world.flow.people.grant(world.adele, { personId: person!.id, role: 'supervisor', scope: '*' });
    const auditor = await callAs('aurore');
    const answer = await auditor('get', '/access-review.csv');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.text).toContain(`'=cmd`);
    expect(answer.text).not.toMatch(/(^|;)=/m);
    expect(answer.text.split('\r\n').length).toBeGreaterThan(5);
    const alice = await callAs('alice');
    expect((await alice('get', '/access-review.csv')).status).toBe(403);
  });
});
