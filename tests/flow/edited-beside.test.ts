import type { TableName } from '../../src/book/tables/tables.ts';
import { nomadeOf } from '../support/world/nomade.ts';
import { createWorld, type World } from '../support/world/world.ts';

/** Whoever edits a row in the database, which an act only looks at, keeps nobody from taking access away. */
describe('an act that takes access away, beside a row that somebody edited', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  /** What an act answers while a column of this row says something else. */
  const beside = async <T>(table: TableName, id: string, column: string, work: () => Promise<T>): Promise<T> => {
    const rows = await w.opened.behind.all<Record<string, string | null>>(
      `select * from "${table}" where "id" = ?`,
      id,
    );
    const set = (to: string | null) =>
      w.opened.behind.run(`update "${table}" set "${column}" = ? where "id" = ?`, to, id);
    await set('EDITED');
    try {
      return await work();
    } finally {
      await set(rows[0]?.[column] ?? null);
    }
  };
  const stateOf = async (certificate: string) => (await w.reads.get('certificate', certificate))?.state;

  it('blocks somebody by their id, of whom nothing else is believed', async () => {
    const nomade = await nomadeOf(w, w.alice);
    const { personId } = w.alice;
    await beside('person', personId, 'service', async () => {
      expect(await w.flow.incident.hits(w.olga, { people: [personId] })).toMatchObject({
        people: 1,
        credentials: 1,
        peopleAlone: [{ person: personId, name: '' }],
        leftPeople: [],
      });
      const { people } = await w.flow.incident.blockMany(w.olga, { people: [personId], reason: 'phishing' });
      expect(people).toMatchObject([{ person: personId, outcome: 'done', credentials: 1 }]);
    });
    expect(await stateOf(nomade)).toBe('revoked');
  });

  it('says of somebody called by the directory’s id that their record differs, not that there is nobody', async () => {
    await nomadeOf(w, w.alice);
    const many = { people: ['M-ALICE', 'M-NOBODY'], reason: 'phishing' as const };
    const { people } = await beside('person', w.alice.personId, 'site', () => w.flow.incident.blockMany(w.olga, many));
    expect(people).toMatchObject([
      { error: { code: 'record_tampered', detail: { table: 'person', id: w.alice.personId } } },
      { error: { code: 'not_found' } },
    ]);
  });

  it('blocks everybody of a service, and whoever of them was edited', async () => {
    const { service, personId } = w.eve;
    const nomade = await nomadeOf(w, w.eve);
    const { people } = await beside('person', personId, 'site', () =>
      w.flow.incident.blockMany(w.olga, { service, reason: 'phishing' }),
    );
    expect(people).toMatchObject([{ person: personId, outcome: 'done', credentials: 1 }]);
    expect(await stateOf(nomade)).toBe('revoked');
  });

  it('blocks a machine, and by an incident, whose person was edited', async () => {
    const own = await w.activeToken(w.alice, 'PN-1');
    const { id: incidentId } = await w.flow.incident.report(w.alice, { kind: 'phishing', workstation: 'PN-1' });
    await beside('person', w.alice.personId, 'site', () => w.flow.incident.block(w.olga, { incidentId }));
    expect(await stateOf(own.certificateId)).toBe('revoked');
    await beside('person', w.bruno.personId, 'site', () =>
      w.flow.enrolment.change(w.olga, { workstation: 'PN-2', action: 'block' }),
    );
  });

  it('reports the loss of a token whose holder was edited', async () => {
    const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
    await beside('person', w.alice.personId, 'site', () =>
      w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'lost' }),
    );
    expect(await stateOf(certificateId)).toBe('revoked');
  });

  it('blocks a token whose machine was edited', async () => {
    const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
    const { workstationId } = (await w.reads.get('token', tokenId))!;
    await beside('workstation', workstationId ?? '', 'site', () =>
      w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'lost' }),
    );
    expect(await stateOf(certificateId)).toBe('revoked');
  });

  it('disables the account of somebody who was edited', async () => {
    await beside('person', w.theo.personId, 'site', () =>
      w.flow.people.disable(w.armand, { personId: w.theo.personId }),
    );
    expect((await w.reads.get('account', w.theo.personId))?.state).toBe('disabled');
  });

  it('ends a role of somebody who was edited, with their account', async () => {
    const [grant] = await w.reads.find('grant', { personId: w.theo.personId, revokedAt: null });
    await beside('account', w.theo.personId, 'state', () =>
      beside('person', w.theo.personId, 'site', () => w.flow.people.endGrant(w.armand, { grantId: grant!.id })),
    );
    expect((await w.reads.get('grant', grant!.id))?.revokedAt).toEqual(expect.any(Number));
  });

  it('ends the sessions of an account that was edited', async () => {
    expect(
      await beside('account', w.theo.personId, 'state', () => w.identity.endSessionsFor(w.armand, w.theo.personId)),
    ).toBe(0);
    await w.refuses('not_found', w.identity.endSessionsFor(w.armand, 'nobody'));
  });
});
