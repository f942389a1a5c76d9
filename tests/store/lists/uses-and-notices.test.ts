import type { Role } from '../../../src/book/tables/codes.ts';
import { create } from '../../../src/book/tables/lifecycle.ts';
import { entry, person, UNREVIEWED } from '../../support/records/rows.ts';
import { openTestStore, type TestStore } from '../../support/records/store.ts';

/** What the review of roles and one's own page ask of journal and access log. */
describe('what people did, and what was done about them', () => {
  let t: TestStore;
  beforeEach(async () => {
    t = await openTestStore();
  });
  afterEach(() => t.close());
  const record = (more: object) => t.store.transact((unit) => unit.record({ ...entry('x.y', 'x', []), ...more }));
  /** A person with these roles: each grant has its role as its id. */
  const withRoles = (personId: string, roles: readonly Role[]) => {
    const grant = (role: Role) =>
      create('grant', {
        id: role,
        personId,
        role,
        scope: '*',
        grantedAt: 1,
        validFrom: null,
        validUntil: null,
        revokedAt: null,
        ...UNREVIEWED,
      });
    return record({ changes: [create('person', person(personId)), ...roles.map(grant)] });
  };
  const at = async (more: object): Promise<number> => {
    t.clock.pass(1000);
    await record(more);
    return t.clock.now();
  };

  it('is the last act in a role, done and not refused, whatever the person did in others', async () => {
    const done = await at({ actor: 'p', role: 'technician' });
    await at({ actor: 'p', role: 'technician', outcome: 'refused' });
    await at({ actor: 'p', role: 'approver' });
    await at({ actor: 'q', role: 'technician' });
    await withRoles('p', ['technician', 'supervisor']);
    expect(await t.lists.lastUses(['technician', 'supervisor'])).toEqual(
      new Map([
        ['technician', { actedAt: done, signedInAt: null }],
        ['supervisor', { actedAt: null, signedInAt: null }],
      ]),
    );
    expect(await t.lists.lastUses([])).toEqual(new Map());
  });

  it('is the last sign-in that succeeded', async () => {
    const log = (event: string, outcome: 'done' | 'refused', when: number) =>
      t.identity.logAccess({ at: when, event, personId: 'p', address: '192.0.2.1', outcome });
    await log('sign-in', 'done', 10);
    await log('sign-in', 'done', 20);
    await log('sign-in', 'refused', 30);
    await log('sign-out', 'done', 40);
    await withRoles('p', ['agent']);
    expect(await t.lists.lastUses(['agent'])).toEqual(new Map([['agent', { actedAt: null, signedInAt: 20 }]]));
  });

  it('is what others did about some subjects by some acts, the newest first', async () => {
    const about = { action: 'account.disable', subject: 'account:p', actor: 'q' };
    await at(about);
    const since = t.clock.now() + 1;
    await at(about);
    await at({ ...about, actor: 'p' });
    await at({ ...about, outcome: 'refused' });
    await at({ ...about, action: 'account.vouch' });
    await at({ ...about, subject: 'account:q' });
    await at({ ...about, subject: 'session:all' });
    const subjects = ['account:p', 'session:all'];
    const found = await t.lists.entriesAbout({ subjects, actions: ['account.disable'], notBy: 'p', since });
    expect(found.map(({ subject }) => subject)).toEqual(['session:all', 'account:p']);
  });
});
