import { MOST_PROPOSED } from '../../../src/book/rules/decisions.ts';
import { MOST_OPEN, MOST_OPEN_FOR_MACHINE } from '../../../src/book/tables/states.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf, type JsonRow } from '../../../src/journal/entry-changes.ts';
import { desk } from '../../support/judged/journals/desk.ts';
import { shipment } from '../../support/judged/journals/shipment.ts';
import { twoPersons } from '../../support/judged/journals/two-persons.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { type Forged, forge, freshId, insert, move, rowIn } from './forging.ts';

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

  /** So many requests of others are open for the machine of the first request that a correspondent made. */
  function askedForMachine(f: Forged, count: number): { asked: Entry; holders: Entry[]; last: Entry } {
    const asked = f.first('request.submit', (e) => rowIn(e, 'request')['holderId'] !== e.actor);
    const holder = f.first('person.add', (e) => idOf(e) === rowIn(asked, 'request')['holderId']);
    const holders = Array.from({ length: count + 1 }, (_, nth) => another(f, holder, nth));
    const last = holders.slice(1).reduce((before, one, place) => askedBy(f, before, place, idOf(one)), asked);
    return { asked, holders, last };
  }
  /** Another request like this one, for somebody else. */
  function askedBy(f: Forged, like: Entry, place: number, holderId: string, more: JsonRow = {}): Entry {
    const digest = digestOf(10_000 + place);
    const own = { contentHash: digest, contentSalt: { commitment: digest }, holderId, comment: null };
    return again(f, like, 'request', { ...own, number: `DEM-1998-${90_000 + place}`, ...more });
  }
  const FEW = `fewer than ${MOST_OPEN_FOR_MACHINE} requests are open for the workstation`;

  it('so many requests are open for one machine that it could not come back from a loan', async () => {
    const f = forge(await honest(shipment));
    const { last } = askedForMachine(f, MOST_OPEN_FOR_MACHINE);
    f.isWrong(last, FEW);
  });

  it('so many requests are open for one machine, one of which is changed to it from another', async () => {
    const changed = async (open: number) => {
      const f = forge(await honest(shipment));
      // the first request is one of them
      const { asked, holders, last } = askedForMachine(f, open - 1);
      const elsewhere = f.first('workstation.register', (e) => idOf(e) !== rowIn(asked, 'request')['workstationId']);
      const other = askedBy(f, last, 99, idOf(holders[0]), { workstationId: idOf(elsewhere) });
      const digest = digestOf(30_000);
      const bound = { contentHash: digest, contentSalt: { commitment: digest }, approvedAt: null };
      const { workstationId, deliverySite } = rowIn(asked, 'request');
      const said = { workstationId: workstationId!, deliverySite: deliverySite!, comment: null, replacesTokenId: null };
      const here = { ...bound, ...said };
      const changes = [move('request', idOf(other), 'submitted', 'submitted', here)];
      return { f, amend: f.after(other, { action: 'request.amend', subject: other.subject, wait: 0, changes }) };
    };
    const full = await changed(MOST_OPEN_FOR_MACHINE);
    full.f.isWrong(full.amend, FEW);
    const fits = await changed(MOST_OPEN_FOR_MACHINE - 1);
    fits.f.cut(fits.amend);
    expect(judgeAll(fits.f.signed())).toBeUndefined();
  });
});
