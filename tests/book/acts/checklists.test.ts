import { hashOfAct } from '../../../src/book/language/sources.ts';
import type { SetChecklist } from '../../../src/book/rules/workstation/checklists.ts';
import { canonical } from '../../../src/journal/canonical.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf } from '../../../src/journal/entry-changes.ts';
import { checklists } from '../../support/judged/journals/machines/checklists.ts';
import { honest } from '../../support/judged/journals.ts';
import { type Forged, forge, freshId, insert, ofAct, rowIn, set } from '../forgeries/forging.ts';

const SET = ofAct('checklist.set');
const opened = async (): Promise<Forged> => forge(await honest(checklists));
const proposed = (f: Forged) => f.first('dualControl.propose', SET);
const confirmed = (f: Forged) => f.first('dualControl.confirm', SET);
const machineOf = (f: Forged, number: string): string =>
  f.first('workstation.register', (e) => rowIn(e, 'workstation')['assetNumber'] === number).subject;
const signs = (f: Forged, number: string, which: 'first' | 'last' = 'first'): Entry =>
  f[which]('workstation.signItem', ({ subject }) => subject === machineOf(f, number));
/** What an entry signs of an item. */
const itemIn = (entry: Entry, code: string) => {
  const all = changesOf(entry).filter(({ table }) => table === 'checkItem');
  const nth = all.findIndex((change) => 'insert' in change && change.insert['item'] === code);
  return rowIn(entry, 'checkItem', nth);
};
/** The last entry of PN-41's first round: seal, build, tpm, recovery-key and disk at once. */
const ends = (f: Forged): Entry =>
  f.first('workstation.signItem', (e) => e.subject === machineOf(f, 'PN-41') && changesOf(e).length === 6);

describe('a checklist that two persons did not decide', () => {
  /** Has the two persons have decided something else. */
  const decide = (f: Forged, change: (args: SetChecklist) => void) => {
    const args = JSON.parse(String(rowIn(proposed(f), 'proposal')['args'])) as SetChecklist;
    change(args);
    const argsHash = hashOfAct({ act: 'checklist.set', args });
    Object.assign(rowIn(proposed(f), 'proposal'), { args: canonical(args), argsHash });
    confirmed(f).detail['argsHash'] = argsHash;
  };

  it.each([
    ['another purpose', { purpose: 'migration' }],
    ['another model', { model: 'SPAN 16' }],
    ['another image', { image: 'SPAN 24H2' }],
    ['another version', { version: 2 }],
    ['other items', { items: '[{"code":"seal","en":"s","fr":"s","required":true}]' }],
    ['nobody who proposed it', { proposerId: null }],
    ['nobody who confirmed it', { confirmerId: null }],
    ['another time', { since: 1 }],
  ])('has %s', async (_, row) => {
    const f = await opened();
    Object.assign(rowIn(confirmed(f), 'checklist'), row);
    f.isWrong(confirmed(f));
  });

  it('skips a version, or is one again', async () => {
    for (const version of [2, 7]) {
      const f = await opened();
      decide(f, (args) => Object.assign(args, { version }));
      rowIn(confirmed(f), 'checklist')['version'] = version;
      f.isWrong(confirmed(f));
    }
  });

  it.each([
    ['nothing at all, for any machine', { model: '*', image: '*', items: [] }],
    ['only items that nobody has to sign', { items: [{ code: 'a', fr: 'a', en: 'a', required: false }] }],
    [
      'an expression that runs for ever',
      {
        items: [{ code: 'a', fr: 'a', en: 'a', required: true, value: { kind: 'pattern', mask: '(a+)+$' } }],
      },
    ],
  ])('says %s', async (_, more) => {
    const f = await opened();
    decide(f, (args) => Object.assign(args, more));
    // the shape itself is refused, where it is proposed
    f.isWrong(proposed(f));
  });

  it('is changed afterwards, or made by an act of its own', async () => {
    const f = await opened();
    const made = changesOf(confirmed(f)).find(({ table }) => table === 'checklist');
    const row = { ...rowIn(confirmed(f), 'checklist'), id: freshId(), version: 2 };
    for (const change of [set('checklist', made!.id, { items: '[]' }), insert('checklist', row)])
      for (const action of ['checklist.set', 'checklist.adopt', 'workstation.register'])
        f.isWrong(f.after(confirmed(f), { action, changes: [change] }));
  });

  it('came with the service and is not what the book gives', async () => {
    const f = await opened();
    const adopted = f.first('checklist.adopt');
    rowIn(adopted, 'checklist')['items'] = '[{"code":"seal","en":"s","fr":"s","required":true}]';
    f.isWrong(adopted);
  });

  it('is left out where the service was founded', async () => {
    const f = await opened();
    const adopted = f.first('checklist.adopt');
    f.without(adopted, (change) => 'insert' in change && change.insert['purpose'] === 'migration');
    f.isWrong(adopted);
  });
});

describe('a round that is not bound to what was due', () => {
  /** The first list for any machine. */
  const first = (f: Forged): string => String(changesOf(f.first('checklist.adopt'))[0]?.id);

  it('begins under a list that is less special', async () => {
    const f = await opened();
    const made = f.first('workstation.register', ({ subject }) => subject === machineOf(f, 'PN-41'));
    rowIn(made, 'workstation')['checklistId'] = first(f);
    f.isWrong(made);
  });

  it('begins under none', async () => {
    const f = await opened();
    const made = f.first('workstation.register');
    rowIn(made, 'workstation')['checklistId'] = null;
    f.isWrong(made);
  });

  it.each(['workstation.migrate', 'workstation.backFromRepair'])('goes on under the old list at %s', async (action) => {
    const f = await opened();
    const step = f.first(action);
    delete rowIn(step, 'workstation')['checklistId'];
    f.isWrong(step);
  });

  it('is signed under another list', async () => {
    const f = await opened();
    const entry = signs(f, 'PN-41');
    rowIn(entry, 'checkItem')['checklistId'] = first(f);
    f.isWrong(entry);
  });

  it('gets the list of a later decision', async () => {
    const f = await opened();
    const entry = signs(f, 'PN-40');
    f.with(entry, set('workstation', entry.subject.replace('workstation:', ''), { checklistId: first(f) }));
    f.isWrong(entry);
  });
});

describe('a sheet', () => {
  it('of a round of which nobody signed an item', async () => {
    const f = await opened();
    const entry = f.first('commissioning.print');
    entry.detail['round'] = 9;
    f.isWrong(entry);
  });
});

describe('items that were not signed so', () => {
  it.each([
    ['build', 'Windows'],
    ['build', null],
    ['tpm', 'no'],
    ['disk', 'none'],
    ['seal', 'yes'],
    ['recovery-key', '419474-011055-255123-700216-041107-115313-004994-648021'],
  ])('%s with the value %s', async (code, value) => {
    const f = await opened();
    itemIn(ends(f), code)['value'] = value;
    f.isWrong(ends(f));
  });

  it('one twice in one act', async () => {
    const f = await opened();
    const entry = ends(f);
    f.with(entry, insert('checkItem', { ...itemIn(entry, 'seal'), id: freshId() }));
    f.isWrong(entry);
  });

  it('one again that was signed before', async () => {
    const f = await opened();
    const [before, entry] = [signs(f, 'PN-41'), ends(f)];
    f.with(entry, insert('checkItem', { ...rowIn(before, 'checkItem'), id: freshId(), signedBy: entry.actor }));
    f.isWrong(entry);
  });

  it('one that is required is left out, and the machine is in service', async () => {
    const f = await opened();
    const entry = ends(f);
    f.without(entry, (change) => 'insert' in change && change.insert['item'] === 'tpm');
    f.isWrong(entry);
  });

  it('none at all', async () => {
    const f = await opened();
    const entry = signs(f, 'PN-40');
    f.without(entry, () => true);
    f.isWrong(entry);
  });

  it('by somebody other than whoever acts, or at another time', async () => {
    for (const row of [{ signedBy: 'another' }, { signedAt: 1 }]) {
      const f = await opened();
      const entry = ends(f);
      Object.assign(itemIn(entry, 'seal'), row);
      f.isWrong(entry);
    }
  });

  it.each([
    ['another image than the item said', 'SPAN 22H2'],
    ['no image, although an item said one', undefined],
  ])('and the machine has %s', async (_, image) => {
    const f = await opened();
    const entry = ends(f);
    if (image === undefined) delete rowIn(entry, 'workstation')['image'];
    else rowIn(entry, 'workstation')['image'] = image;
    f.isWrong(entry);
  });
});
