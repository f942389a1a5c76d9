import { createWorld, type World } from '../support/world/world.ts';

/** Rows as somebody writes them who has the database and not its key: before all others in the order of ids, more than a page of them. */
async function forge(w: World, table: string, id: string): Promise<void> {
  const [row] = await w.opened.behind.all<Record<string, unknown>>(`select * from "${table}" where "id" = '${id}'`);
  const columns = Object.keys(row!);
  const own = ['id', 'label', 'serialNumber', 'serial'];
  for (let n = 0; n < 600; n += 1) {
    const forged = columns.map((column) => {
      const value = own.includes(column) ? `0000-${String(n).padStart(4, '0')}` : row![column];
      return value === null ? 'null' : typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
    });
    await w.opened.behind.run(`insert into "${table}" (${columns.map((name) => `"${name}"`)}) values (${forged})`);
  }
}

describe('rows that somebody forged, more than a page of them', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
  });
  afterEach(() => w.close());

  it('hide nobody else of those who have left', async () => {
    for (const [who, machine] of [
      [w.alice, 'PN-1'],
      [w.bruno, 'PN-2'],
    ] as const) {
      await w.activeToken(who, machine);
      await w.flow.people.disable(w.adele, { personId: who.personId });
    }
    const [real] = await w.reads.find('token', { holderId: w.bruno.personId });
    await forge(w, 'token', real!.id);
    const found = await w.flow.directory.leavers(w.odile);
    const those = found.map(({ person, tokens }) => [person.id, tokens.length] as const);
    expect(new Map(those)).toEqual(
      new Map([
        [w.alice.personId, 1],
        [w.bruno.personId, 1],
      ]),
    );
  });
});
