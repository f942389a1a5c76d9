import type { FewAtOnce } from '../../../../src/flow/reading/journal/few-at-once.ts';
import { createLives } from '../../../../src/flow/reading/journal/lives.ts';
import { createWorld, type World } from '../../../support/world/world.ts';

const PAGE = { limit: 50 };

describe('the life of a thing, for whoever reads its page', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const actions = ({ items }: { items: readonly { action: string }[] }) => items.map(({ action }) => action);
  const requestOf = async (who: { personId: string }) =>
    (await w.reads.find('request', { holderId: who.personId }, { descending: true, limit: 1 }))[0]!;

  it('tells of a token its delivery, its locations, transfers and what it was used for, and of no other token', async () => {
    await w.flow.stock.addLocation(w.simon, { code: 'COFFRE-A', label: 'Coffre A', site: 'Lyon', threshold: 1 });
    await w.flow.stock.addLocation(w.simon, { code: 'COFFRE-B', label: 'Coffre B', site: 'Pau', threshold: 1 });
    await w.flow.stock.receive(w.thomas, {
      reference: 'BL-L',
      model: 'Twin',
      location: 'COFFRE-A',
      tokens: ['L-0001', 'L-00011'].map((serial) => ({ serial, soPin: `sopin-${serial}` })),
    });
    const { transfer } = await w.flow.stock.transfer(w.theo, { to: 'COFFRE-B', serials: ['L-0001'] });
    await w.flow.stock.arrive(w.thomas, { transferId: transfer!.id, serials: ['L-0001'] });
    await w.flow.stock.change(w.thomas, { serial: 'L-00011', action: 'scrap' });
    const life = await w.flow.reading.tokenLife(w.simon, 'L-0001', PAGE);
    expect(actions(life)).toEqual(['stock.arrive', 'stock.send', 'token.receive']);
    const [arrived, sent] = life.items;
    expect(arrived!.changes.find(({ column }) => column === 'locationId')).toMatchObject({
      table: 'token',
      after: 'COFFRE-B',
    });
    expect(sent!.actorId).toBe(w.theo.personId);
    const pages = [];
    for (let cursor: string | undefined; ; ) {
      const one = await w.flow.reading.tokenLife(w.simon, 'L-0001', { limit: 1, ...(cursor ? { cursor } : {}) });
      pages.push(...actions(one));
      if (one.next === null) break;
      cursor = one.next;
    }
    expect(pages).toEqual(actions(life));
  });

  it('tells of a token what was done with it in a production, a new PIN and a loss', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason: 'lost' });
    const told = actions(await w.flow.reading.tokenLife(w.thomas, tokenId, PAGE));
    for (const action of ['token.receive', 'production.seal', 'token.reportLoss']) expect(told).toContain(action);
  });

  it('is refused of a token to whoever reads no stock, and of one that is not there', async () => {
    await expect(w.flow.reading.tokenLife(w.alice, 'B-0001', PAGE)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(w.flow.reading.tokenLife(w.thomas, 'NOBODY', PAGE)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('tells of a request its priority, and nothing to its holder: it names colleagues', async () => {
    const { number, id, contentHash } = await w.flow.request.submit(w.bruno, {
      kind: 'first-issue',
      workstation: 'PN-2',
      priority: 0,
    });
    await w.flow.approval.approve(w.valerie, { requestId: id, contentHash, seenPriority: 0 });
    await w.flow.priority.prioritise(w.valerie, {
      requestId: id,
      priority: 2,
      seenPriority: 0,
      priorityReason: 'crisis-cell',
    });
    const life = await w.flow.reading.requestLife(w.valerie, number, PAGE);
    expect(actions(life)).toEqual(['request.prioritise', 'request.approve', 'request.submit']);
    expect(life.items[0]!.changes).toContainEqual(expect.objectContaining({ column: 'confirmedPriority', after: 2 }));
    await expect(w.flow.reading.requestLife(w.bruno, number, PAGE)).rejects.toMatchObject({ code: 'not_found' });
    await expect(w.flow.reading.requestLife(w.victor, number, PAGE)).rejects.toMatchObject({ code: 'not_found' });
    expect([w.valerie, w.bruno].map(w.flow.reading.mayReadLives)).toEqual([true, false]);
  });

  it('tells of a person what of theirs the reader may read', async () => {
    await w.activeToken(w.alice, 'PN-1');
    const { id } = await requestOf(w.alice);
    const by = async (who: World['alice']) => {
      const { items } = await w.flow.reading.personLife(who, w.alice.personId, PAGE);
      return new Set(items.map(({ entry }) => entry.subject.split(':')[0]));
    };
    expect([...(await by(w.thomas))]).toEqual(expect.arrayContaining(['request', 'certificate']));
    expect([...(await by(w.thomas))]).not.toContain('account');
    expect([...(await by(w.armand))].sort()).not.toContain('request');
    expect([...(await by(w.armand))]).toContain('account');
    const { items } = await w.flow.reading.personLife(w.thomas, w.alice.personId, PAGE);
    expect(items.some(({ entry }) => entry.subject === `request:${id}`)).toBe(true);
    for (const stranger of [w.alice, w.bruno, w.victor, w.aurore])
      await expect(w.flow.reading.personLife(stranger, w.alice.personId, PAGE)).rejects.toMatchObject({
        code: 'not_found',
      });
  });

  it('tells of a person what two persons proposed and decided about them, for whoever reads that', async () => {
    await w.dual('role.grant', { personId: w.bruno.personId, role: 'technician', scope: '*' });
    const refused = await w.flow.dualControl.propose(w.adele, {
      act: 'role.grant',
      args: { personId: w.bruno.personId, role: 'supervisor', scope: '*' },
    });
    await w.flow.dualControl.cancel(w.odile, { proposalId: refused.id });
    await w.dual('role.grant', { personId: w.alice.personId, role: 'approver', scope: 'PREF-33' });
    const { items } = await w.flow.reading.personLife(w.armand, w.bruno.personId, PAGE);
    const decided = items.filter(({ entry }) => entry.subject.startsWith('proposal:'));
    expect(actions({ items: decided })).toEqual([
      'dualControl.cancel',
      'dualControl.propose',
      'dualControl.confirm',
      'dualControl.propose',
    ]);
    expect(decided[2]!.changes).toContainEqual(
      expect.objectContaining({ table: 'grant', column: 'role', after: 'technician' }),
    );
    const { items: others } = await w.flow.reading.personLife(w.thomas, w.bruno.personId, PAGE);
    expect(others.filter(({ entry }) => entry.subject.startsWith('proposal:'))).toEqual([]);
  });

  it.each([
    ['is nothing that can be read', 'x'],
    ['names somebody else', (id: string) => JSON.stringify({ personId: id, role: 'approver', scope: '*' })],
  ])('tells a life without a proposal that was edited, which %s', async (_, args) => {
    for (const { personId } of [w.bruno, w.alice])
      await w.dual('role.grant', { personId, role: 'approver', scope: 'PREF-33' });
    const [edited] = (await w.reads.find('proposal', { act: 'role.grant' })).filter((row) =>
      row.args.includes(w.bruno.personId),
    );
    const decided = async () => {
      const { items } = await w.flow.reading.personLife(w.armand, w.alice.personId, PAGE);
      return items.filter(({ entry }) => entry.subject.startsWith('proposal:'));
    };
    const before = await decided();
    expect(before).toHaveLength(2);
    const edit = (text: string) =>
      w.opened.behind.run('update "proposal" set "args" = ? where "id" = ?', text, edited!.id);
    await edit(typeof args === 'string' ? args : args(w.alice.personId));
    expect(await decided()).toEqual(before);
    await edit(edited!.args);
  });

  it('is read one page at a time for a person, of all kinds of readings', async () => {
    let read = 0;
    const few: FewAtOnce = async (personId, work) => {
      expect(personId).toBe(w.thomas.personId);
      read += 1;
      return work();
    };
    const lives = createLives(w.own, w.opened.lists, few);
    await lives.tokenLife(w.thomas, 'B-0001', PAGE);
    await lives.personLife(w.thomas, w.alice.personId, PAGE);
    expect(read).toBe(2);
  });
});
