import { MOST_PROPOSED } from '../../src/book/rules/decisions.ts';
import { MOST_OPEN, MOST_OPEN_FOR_MACHINE } from '../../src/book/tables/states.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { changesOf, type JsonRow } from '../../src/journal/entry-changes.ts';
import { desk } from '../support/journals/desk.ts';
import { shipment } from '../support/journals/shipment.ts';
import { twoPersons } from '../support/journals/two-persons.ts';
import { honest } from '../support/journals.ts';
import { type Forged, forge, freshId, insert, rowIn } from './forging.ts';

/** Behind an entry stands another like it, about a new row. */
function again(f: Forged, entry: Entry, table: string, more: JsonRow): Entry {
  const { changes: _, ...detail } = entry.detail;
  const id = freshId();
  const row = { ...rowIn(entry, table), ...more, id };
  const said = { action: entry.action, subject: `${table}:${id}`, detail, wait: 0 };
  return f.after(entry, { ...said, changes: [insert(table, row)] });
}
/** Somebody else comes in as this one did: other personal data, an account and a role of their own. */
function another(f: Forged, entry: Entry, nth: number): Entry {
  const [person, account, grant] = ['person', 'account', 'grant'].map((table) => rowIn(entry, table));
  const id = freshId();
  const row = Object.entries({ ...person, id }).map(([column, cell], at) => [
    column,
    typeof cell === 'object' && cell !== null ? { commitment: digestOf(20_000 + 100 * nth + at) } : cell,
  ]);
  const changes = [
    insert('person', Object.fromEntries(row)),
    insert('account', { ...account, id }),
    insert('grant', { ...grant, id: freshId(), personId: id }),
  ];
  return f.after(entry, { action: entry.action, subject: `person:${id}`, wait: 0, changes });
}
const digestOf = (seed: number): string => String(seed).repeat(9).slice(0, 43);
const idOf = (entry: Entry | undefined): string => (entry ? changesOf(entry)[0]!.id : '');

describe('more than an entry can end', () => {
  it('so many proposals of one person wait that they could not be cancelled together', async () => {
    const f = forge(await honest(twoPersons));
    let last = f.first('dualControl.propose');
    for (let count = 1; count <= MOST_PROPOSED; count += 1) last = again(f, last, 'proposal', {});
    f.isWrong(last);
  });

  it('so many requests of one holder are open that a change of the person could not be bound into them', async () => {
    const f = forge(await honest(desk));
    const asked = f.first('request.submit', (e) => rowIn(e, 'request')['kind'] === 'first-issue');
    let machine = f.first('workstation.register');
    const machines: Entry[] = [];
    for (let count = 0; count < MOST_OPEN; count += 1) {
      machine = again(f, machine, 'workstation', { assetNumber: `PN-F${count}` });
      machines.push(machine);
    }
    let last = asked;
    for (const [place, one] of machines.entries()) {
      const digest = digestOf(10_000 + place);
      const own = { contentHash: digest, contentSalt: { commitment: digest } };
      last = again(f, last, 'request', { ...own, workstationId: idOf(one), number: `DEM-1998-${90_000 + place}` });
    }
    f.isWrong(last);
  });

  it('so many requests are open for one machine that it could not come back from a loan', async () => {
    const f = forge(await honest(shipment));
    const asked = f.first('request.submit', (e) => rowIn(e, 'request')['holderId'] !== e.actor);
    const holder = f.first('person.add', (e) => idOf(e) === rowIn(asked, 'request')['holderId']);
    const others = Array.from({ length: MOST_OPEN_FOR_MACHINE }, (_, nth) => another(f, holder, nth));
    let last = asked;
    for (const [place, one] of others.entries()) {
      const digest = digestOf(10_000 + place);
      const own = { contentHash: digest, contentSalt: { commitment: digest }, holderId: idOf(one), comment: null };
      last = again(f, last, 'request', { ...own, number: `DEM-1998-${90_000 + place}` });
    }
    f.isWrong(last, 'fewer than 20 requests are open for the workstation');
  });
});
