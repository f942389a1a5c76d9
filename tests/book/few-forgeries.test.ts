import { MOST_PROPOSED } from '../../src/book/rules/decisions.ts';
import { MOST_OPEN } from '../../src/book/tables/states.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { changesOf, type JsonRow } from '../../src/journal/entry-changes.ts';
import { desk } from '../support/journals/desk.ts';
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
      const digest = String(10_000 + place)
        .repeat(9)
        .slice(0, 43);
      const own = { contentHash: digest, contentSalt: { commitment: digest } };
      last = again(f, last, 'request', { ...own, workstationId: idOf(one), number: `DEM-1998-${90_000 + place}` });
    }
    f.isWrong(last);
  });
});
