import { hashOfAct } from '../../../src/book/language/sources.ts';
import { canonical } from '../../../src/journal/canonical.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf } from '../../../src/journal/entry-changes.ts';
import { workstations } from '../../support/judged/journals/machines/workstations.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { changeIn, type Forged, forge, move, ofAct, rowIn } from '../forgeries/forging.ts';

const TAKEN_OVER = ofAct('workstation.takeOver');
const opened = async (): Promise<Forged> => forge(await honest(workstations));
const moves = (entry: Entry): boolean => changesOf(entry).some(({ table }) => table === 'workstation');
/** The entry with which a checklist ended. */
const lastItem = (f: Forged): Entry => f.first('workstation.signItem', moves);
const itemsOf = (f: Forged, { subject }: Entry): Entry[] =>
  f.entries.filter((e) => e.action === 'workstation.signItem' && e.subject === subject);
/** Whether the items that an entry signs are of a migration. */
const isMigration = (f: Forged, entry: Entry): boolean => {
  const of = rowIn(entry, 'checkItem')['checklistId'];
  return ['checklist.adopt', 'dualControl.confirm'].some((action) =>
    f.entries.some(
      (e) =>
        e.action === action &&
        changesOf(e).some(
          (c) => c.table === 'checklist' && c.id === of && 'insert' in c && c.insert['purpose'] === 'migration',
        ),
    ),
  );
};
const isUpdateOf = (entry: Entry, { subject }: Entry): boolean =>
  entry.action === 'workstation.update' && entry.outcome === 'done' && entry.subject === subject;
/** Has somebody else do it. */
const by = (entry: Entry, actor: string, column: [table: string, column: string][] = []): void => {
  entry.actor = actor;
  for (const [table, name] of column) rowIn(entry, table)[name] = actor;
};

describe('into service, past the checklist', () => {
  it.each(['workstation.register', 'workstation.import'])('a machine that %s brings into service', async (action) => {
    const f = await opened();
    const made = f.first(action);
    Object.assign(rowIn(made, 'workstation'), {
      state: 'commissioned',
      cameIn: 'checklist',
      commissionerId: made.actor,
    });
    f.isWrong(made);
  });

  it('one that says it was taken over, by whoever registers it', async () => {
    const f = await opened();
    const made = f.first('workstation.register');
    const row = { state: 'commissioned', cameIn: 'taken-over', seconderId: f.person('M-ODILE') };
    Object.assign(rowIn(made, 'workstation'), row);
    f.isWrong(made);
  });

  it.each(['workstation.import', 'workstation.takeOver'])(
    'by %s, with the serial of another machine',
    async (action) => {
      const f = await opened();
      const serial = (of: Entry) => rowIn(of, 'workstation')['serialNumber'];
      const first = f.first('workstation.import', (e) => moves(e) && typeof serial(e) === 'string');
      const second = f.entries.filter((e) => e.action === action && moves(e)).at(-1) as Entry;
      rowIn(second, 'workstation')['serialNumber'] = serial(first) ?? null;
      f.isWrong(second);
    },
  );

  it('one brought in by somebody other than whoever acts', async () => {
    const f = await opened();
    const made = f.first('workstation.register');
    rowIn(made, 'workstation')['registererId'] = f.person('M-THEO');
    f.isWrong(made);
  });

  it('an item that was not signed', async () => {
    const f = await opened();
    const last = lastItem(f);
    f.drop(itemsOf(f, last)[0] as Entry);
    f.isWrong(last);
  });

  it('a step into service with the first item', async () => {
    const f = await opened();
    const last = lastItem(f);
    const first = itemsOf(f, last)[0] as Entry;
    f.with(first, { ...changeIn(last, 'workstation') });
    rowIn(first, 'workstation')['commissionerId'] = first.actor;
    f.isWrong(first);
  });

  it('the last item without what it does', async () => {
    const f = await opened();
    const last = lastItem(f);
    f.without(last, ({ table }) => table === 'workstation');
    f.isWrong(last);
  });

  it('the last item signed by whoever brought the machine in alone', async () => {
    const f = await opened();
    const last = lastItem(f);
    const made = f.first('workstation.register', ({ subject }) => subject === last.subject);
    by(last, made.actor, [
      ['checkItem', 'signedBy'],
      ['workstation', 'commissionerId'],
    ]);
    f.isWrong(last);
  });

  it('another named as who signed the last item', async () => {
    const f = await opened();
    const last = lastItem(f);
    rowIn(last, 'workstation')['commissionerId'] = f.person('M-VINCENT');
    f.isWrong(last);
  });

  it('a checklist that says it was a take-over', async () => {
    const f = await opened();
    const last = lastItem(f);
    rowIn(last, 'workstation')['cameIn'] = 'taken-over';
    f.isWrong(last);
  });

  it('an act of its own that puts it into service', async () => {
    const f = await opened();
    const made = f.first('workstation.register');
    const set = { commissionerId: f.person('M-THEO'), cameIn: 'checklist' };
    const change = move('workstation', changeIn(made, 'workstation').id, 'registered', 'commissioned', set);
    f.isWrong(f.after(made, { action: 'workstation.commission', actor: f.person('M-THEO'), changes: [change] }));
  });

  it('a machine that comes back from repair into service', async () => {
    const f = await opened();
    const back = f.first('workstation.backFromRepair');
    rowIn(back, 'workstation')['state'] = 'commissioned';
    f.isWrong(back);
  });

  it('a machine that comes back from repair with its items still signed', async () => {
    const f = await opened();
    const back = f.first('workstation.backFromRepair');
    delete rowIn(back, 'workstation')['round'];
    f.isWrong(back);
  });

  it('a migration that makes a checklist out of a take-over', async () => {
    const f = await opened();
    const end = f.last('workstation.signItem', (e) => moves(e) && isMigration(f, e));
    rowIn(end, 'workstation')['cameIn'] = 'checklist';
    f.isWrong(end);
  });
});

describe('back from a loan', () => {
  const back = (f: Forged) => f.last('workstation.giveBack');

  it('with a request for it that is left open', async () => {
    const f = await opened();
    f.without(back(f), ({ table }) => table === 'request');
    f.isWrong(back(f));
  });

  it('with a hand-over of a request for it that goes on', async () => {
    const f = await opened();
    f.without(back(f), ({ table }) => table === 'handover');
    f.isWrong(back(f));
  });

  it('with another reason for the end of a request', async () => {
    const f = await opened();
    rowIn(back(f), 'request')['endReason'] = null;
    f.isWrong(back(f));
  });

  it('by which a request of another machine ends', async () => {
    const f = await opened();
    const asked = f.first('request.submit', (e) => rowIn(e, 'request')['state'] === 'submitted');
    const { id } = changeIn(asked, 'request');
    const set = { closedAt: Date.parse(back(f).at), endReason: 'loan-ended' };
    f.with(back(f), move('request', id, 'closed', 'withdrawn', set));
    f.isWrong(back(f));
  });
});

describe('retired', () => {
  const retired = (f: Forged): Entry =>
    f.first('workstation.retire', (e) => changesOf(e).some(({ table }) => table === 'request'));

  it('with a request for it that is left open', async () => {
    const f = await opened();
    const done = retired(f);
    f.without(done, ({ table }) => table === 'request');
    f.isWrong(done);
  });

  it('with another reason for the end of a request', async () => {
    const f = await opened();
    const done = retired(f);
    rowIn(done, 'request')['endReason'] = 'workstation-lost';
    f.isWrong(done);
  });
});

describe('corrected by a file', () => {
  it('although it is retired', async () => {
    const f = await opened();
    const retired = f.last('workstation.retire', (e) =>
      changesOf(e).some((change) => 'from' in change && change.from === 'registered'),
    );
    const updated = f.last('workstation.update', (e) => isUpdateOf(e, retired));
    const { actor, role, subject, detail } = retired;
    f.before(updated, { action: 'workstation.retire', actor, role, subject, detail });
    f.cut(updated);
    expect(judgeAll(f.signed())).toEqual({
      seq: f.entries.indexOf(updated),
      sentence: 'workstation.update: the workstation is not retired',
    });
  });
});

describe('blocked, which may be for a while', () => {
  it('with a request for it that ends', async () => {
    const f = await opened();
    const blocked = f.first('workstation.block');
    rowIn(blocked, 'request')['endReason'] = 'workstation-lost';
    f.isWrong(blocked);
  });
});

describe('taken over, by fewer or for more than two persons read', () => {
  const proposed = (f: Forged) => f.first('dualControl.propose', TAKEN_OVER);
  const confirmed = (f: Forged) => f.first('dualControl.confirm', TAKEN_OVER);
  const cameIn = (f: Forged) => f.first('workstation.takeOver');
  type Args = { workstations: { assetNumber: string }[] };
  /** Has the two persons have decided something else. */
  const decide = (f: Forged, change: (args: Args) => void) => {
    const [proposal, done] = [proposed(f), confirmed(f)];
    const args = JSON.parse(String(rowIn(proposal, 'proposal')['args'])) as Args;
    change(args);
    const argsHash = hashOfAct({ act: 'workstation.takeOver', args });
    Object.assign(rowIn(proposal, 'proposal'), { args: canonical(args), argsHash });
    Object.assign(done.detail, { argsHash, workstations: args.workstations.length });
  };

  it('a machine that nobody decided', async () => {
    const f = await opened();
    decide(f, ({ workstations: [first] }) => Object.assign(first ?? {}, { assetNumber: 'PN-666' }));
    f.isWrong(cameIn(f));
  });

  it('a holder who is nobody, though two persons said so', async () => {
    const f = await opened();
    const done = cameIn(f);
    decide(f, ({ workstations }) => {
      for (const one of workstations) Object.assign(one, { holderId: 'nobody' });
    });
    rowIn(done, 'workstation')['holderId'] = 'nobody';
    f.isWrong(done);
  });

  it('another number of them than is said', async () => {
    const f = await opened();
    const done = confirmed(f);
    done.detail['workstations'] = 3;
    f.isWrong(done);
  });

  it('one of them twice', async () => {
    const f = await opened();
    const [first, second] = f.entries.filter(({ action }) => action === 'workstation.takeOver');
    rowIn(second as Entry, 'workstation')['assetNumber'] = rowIn(first as Entry, 'workstation')['assetNumber'] ?? '';
    f.isWrong(second as Entry);
  });

  it.each([
    ['another number', { assetNumber: 'PN-666' }],
    ['another model', { model: 'SPAN 16' }],
    ['another service', { service: 'DNUM' }],
    ['another site', { site: 'Pau' }],
    ['another holder', { holderId: 'another' }],
    ['another state', { state: 'loaned' }],
    ['a checklist behind it', { cameIn: 'checklist' }],
    ['one person behind it', { seconderId: null }],
    ['a technician who signed', { commissionerId: 'another' }],
  ])('%s than was decided', async (_, row) => {
    const f = await opened();
    const done = cameIn(f);
    Object.assign(rowIn(done, 'workstation'), row);
    f.isWrong(done);
  });

  it.each(['registererId', 'seconderId'])('another person as its %s', async (column) => {
    const f = await opened();
    const done = cameIn(f);
    rowIn(done, 'workstation')[column] = f.person('M-VINCENT');
    f.isWrong(done);
  });

  it('before anybody confirmed it', async () => {
    const f = await opened();
    f.drop(confirmed(f));
    f.isWrong(cameIn(f));
  });

  it('by whoever proposed it, alone', async () => {
    const f = await opened();
    const done = cameIn(f);
    by(done, proposed(f).actor, [['workstation', 'seconderId']]);
    done.role = 'technician';
    f.isWrong(done);
  });

  it('by somebody else than whoever confirmed it', async () => {
    const f = await opened();
    const done = cameIn(f);
    by(done, f.person('M-OLGA'), [['workstation', 'seconderId']]);
    f.isWrong(done);
  });

  it('by a decision on something else', async () => {
    const f = await opened();
    const done = cameIn(f);
    done.detail['proposal'] = f.first('dualControl.propose', ofAct('role.grant')).subject.replace('proposal:', '');
    f.isWrong(done);
  });

  it('by two of whom none is security officer', async () => {
    const f = await opened();
    const done = confirmed(f);
    done.role = 'administrator';
    by(done, f.person('M-ADELE'), [['proposal', 'confirmerId']]);
    f.isWrong(done);
  });

  it('a machine that is known already', async () => {
    const f = await opened();
    const known = String(rowIn(f.first('workstation.register'), 'workstation')['assetNumber']);
    decide(f, ({ workstations: [first] }) => Object.assign(first ?? {}, { assetNumber: known }));
    f.isWrong(confirmed(f));
  });
});

describe('a machine’s certificate', () => {
  const intended = (f: Forged) => f.first('certificate.intend', ({ detail }) => detail['kind'] === 'workstation');
  const made = (f: Forged, entry: Entry) =>
    f.first(
      'workstation.register',
      (e) => changeIn(e, 'workstation').id === rowIn(entry, 'certificate')['workstationId'],
    );

  it('asked for by whoever brought the machine in', async () => {
    const f = await opened();
    const entry = intended(f);
    by(entry, made(f, entry).actor, [['certificate', 'orderedBy']]);
    f.isWrong(entry);
  });

  it('asked for by whoever signed its last item', async () => {
    const f = await opened();
    const entry = intended(f);
    by(entry, lastItem(f).actor, [['certificate', 'orderedBy']]);
    f.isWrong(entry);
  });

  it('asked for by one of the two who took the machine over', async () => {
    const f = await opened();
    const taken = f.entries.filter(({ action }) => action === 'workstation.takeOver');
    const ids = taken.map((one) => changeIn(one, 'workstation').id);
    const entry = f.first(
      'certificate.intend',
      (e) => e.detail['kind'] === 'workstation' && ids.includes(String(rowIn(e, 'certificate')['workstationId'])),
    );
    by(entry, f.first('dualControl.propose', TAKEN_OVER).actor, [['certificate', 'orderedBy']]);
    f.isWrong(entry);
  });

  it.each([
    ['another key than was compared', 'e'.repeat(64)],
    ['a key that nobody compared', undefined],
  ])('for %s', async (_, compared) => {
    const f = await opened();
    const entry = intended(f);
    if (compared === undefined) delete entry.detail['compared'];
    else entry.detail['compared'] = compared;
    f.isWrong(entry);
  });
});
