import { type Entry, formatTime } from '../../../src/journal/entry.ts';
import { changesOf } from '../../../src/journal/entry-changes.ts';
import { rebinding } from '../../support/judged/journals/rebinding.ts';
import { honest } from '../../support/judged/journals.ts';
import { changeIn, type Forged, forge, freshId, insert, move, rowIn, set, timeOf } from './forging.ts';

const read = async (): Promise<Forged> => forge(await honest(rebinding));
const isDone = ({ outcome }: Entry): boolean => outcome === 'done';
/** The three re-bindings: Alice's first and second, and Bruno's. */
const bound = (f: Forged, nth = 0): Entry => f.entries.filter((e) => e.action === 'token.rebind' && isDone(e))[nth]!;
const checkOf = (f: Forged, entry: Entry): Entry =>
  f.last('token.checkHolder', (e) => isDone(e) && timeOf(e) < timeOf(entry));
const does = (entry: Entry, { actor, role }: Pick<Entry, 'actor' | 'role'>): void =>
  void Object.assign(entry, { actor, role });
/** Both persons say another machine. */
const goesTo = (f: Forged, entry: Entry, machine: string): void => {
  rowIn(checkOf(f, entry), 'identityCheck')['workstationId'] = machine;
  rowIn(entry, 'identityCheck')['workstationId'] = machine;
  rowIn(entry, 'token')['workstationId'] = machine;
};
const machineOf = (f: Forged, assetNumber: string): string =>
  f
    .first('workstation.register', (e) => rowIn(e, 'workstation')['assetNumber'] === assetNumber)
    .subject.replace('workstation:', '');
/** A machine is given to an agent just before an entry. */
const given = (f: Forged, entry: Entry, machine: string, person: string): void => {
  const { actor, role } = f.first('workstation.assign');
  const detail = { reason: 'handed-out' };
  const made = f.before(entry, {
    action: 'workstation.assign',
    subject: `workstation:${machine}`,
    actor,
    role,
    detail,
  });
  f.with(made, set('workstation', machine, { holderId: person }));
};
/** The check that was refused to this token, as if it had been done. */
const doneAfterAll = (f: Forged, serial: string, machine: string): Entry => {
  const refused = f.last('handover.checkIdentity', ({ subject }) => subject === `token:${serial}`);
  const like = f.last('token.checkHolder');
  const { actor, role } = like;
  const detail = { document: 'passport' };
  const made = f.after(refused, { action: 'token.checkHolder', subject: `token:${serial}`, actor, role, detail });
  const begun = f.entries.findLast(
    (e) =>
      e.action === 'handover.challenge' && changesOf(e).some((c) => 'insert' in c && c.insert['tokenId'] === serial),
  )!;
  const row = { ...rowIn(like, 'identityCheck'), ...detail, id: freshId(), handoverId: changeIn(begun, 'handover').id };
  f.with(made, insert('identityCheck', { ...row, workstationId: machine, checkedAt: timeOf(made) }));
  return made;
};
/** What a sealed token's certificate is. */
const certificateOf = (f: Forged, entry: Entry): string => {
  const sealed = f.entries.findLast(
    (e) => e.action === 'production.seal' && JSON.stringify(e).includes(serialOf(entry)),
  )!;
  return changeIn(sealed, 'certificate').id;
};
const serialOf = ({ subject }: Entry): string => subject.replace('token:', '');

describe('a token that is bound to another machine', () => {
  it('by a technician alone', async () => {
    const f = await read();
    const entry = bound(f);
    f.drop(checkOf(f, entry));
    f.isWrong(entry, 'another person checked the identity');
  });

  it('by a check for another machine, from before it was bound', async () => {
    const f = await read();
    const first = bound(f);
    const check = checkOf(f, first);
    const [from, to] = [rowIn(first, 'token')['workstationId'], machineOf(f, 'PN-92')];
    const alice = rowIn(f.first('workstation.assign'), 'workstation')['holderId'];
    given(f, check, to, String(alice));
    const { actor, role, detail, subject } = check;
    const early = f.before(first, {
      action: 'token.checkHolder',
      subject,
      actor,
      role,
      detail: { document: detail['document'] },
    });
    const row = { ...rowIn(check, 'identityCheck'), workstationId: to };
    f.with(early, insert('identityCheck', { ...row, id: freshId(), checkedAt: timeOf(early) }));
    const by = { actor: first.actor, role: first.role };
    const said = { document: first.detail['document'], workstationIdBefore: from };
    const again = f.after(first, { action: 'token.rebind', subject, ...by, detail: said });
    const second = { ...rowIn(first, 'identityCheck'), id: freshId(), workstationId: to, checkedAt: timeOf(again) };
    f.with(again, set('token', serialOf(first), { workstationId: to }), insert('identityCheck', second));
    f.isWrong(again, 'since the token was bound last');
  });

  it('by one person who looked twice', async () => {
    const f = await read();
    const [entry, other] = [bound(f), bound(f, 1)];
    const check = checkOf(f, entry);
    does(check, other);
    rowIn(check, 'identityCheck')['checkedBy'] = other.actor;
    does(entry, other);
    rowIn(entry, 'identityCheck')['checkedBy'] = other.actor;
    f.isWrong(entry, 'another person checked the identity');
  });

  it('to another machine than the first person said', async () => {
    const f = await read();
    const entry = bound(f);
    const other = machineOf(f, 'PN-92');
    given(f, entry, other, f.person('M-ALICE'));
    rowIn(entry, 'identityCheck')['workstationId'] = other;
    rowIn(entry, 'token')['workstationId'] = other;
    f.isWrong(entry, 'another person checked the identity');
  });

  it('to another machine than this check says', async () => {
    const f = await read();
    const entry = bound(f);
    rowIn(entry, 'token')['workstationId'] = machineOf(f, 'PN-93');
    f.isWrong(entry);
  });

  it('by a check of more than half an hour ago', async () => {
    const f = await read();
    const entry = bound(f, 1);
    const late = checkOf(f, entry);
    f.drop(late);
    expect(timeOf(entry) - timeOf(checkOf(f, entry))).toBeGreaterThan(30 * 60_000);
    f.isWrong(entry, 'another person checked the identity');
  });

  it('by an approver', async () => {
    const f = await read();
    const entry = bound(f, 1);
    const approver = checkOf(f, bound(f));
    does(entry, approver);
    rowIn(entry, 'identityCheck')['checkedBy'] = approver.actor;
    f.isWrong(entry);
  });

  it('by its holder', async () => {
    const f = await read();
    const entry = bound(f);
    entry.actor = f.person('M-ALICE');
    rowIn(entry, 'identityCheck')['checkedBy'] = entry.actor;
    f.isWrong(entry);
  });

  it('where the first check is of who produced it', async () => {
    const f = await read();
    const check = checkOf(f, bound(f, 1));
    const producer = f.first('production.seal');
    does(check, producer);
    rowIn(check, 'identityCheck')['checkedBy'] = producer.actor;
    f.isWrong(check);
  });

  it('where the first check says another person than whoever acts', async () => {
    const f = await read();
    const check = checkOf(f, bound(f));
    rowIn(check, 'identityCheck')['checkedBy'] = bound(f).actor;
    f.isWrong(check);
  });

  it('where one person checks twice', async () => {
    const f = await read();
    const check = checkOf(f, bound(f));
    const detail = { document: 'passport' };
    const again = f.after(check, { action: 'token.checkHolder', detail });
    f.with(
      again,
      insert('identityCheck', { ...rowIn(check, 'identityCheck'), ...detail, id: freshId(), checkedAt: timeOf(again) }),
    );
    f.isWrong(again, 'the actor did not check it themselves');
  });

  it('where the check is of another hand-over', async () => {
    const f = await read();
    const check = checkOf(f, bound(f));
    const other = changeIn(f.last('handover.challenge'), 'handover').id;
    rowIn(check, 'identityCheck')['handoverId'] = other;
    f.isWrong(check);
  });

  it('and the entry says another machine than it left', async () => {
    const f = await read();
    const entry = bound(f);
    entry.detail['workstationIdBefore'] = machineOf(f, 'PN-93');
    f.isWrong(entry);
  });

  it('and to another holder too', async () => {
    const f = await read();
    const entry = bound(f);
    rowIn(entry, 'token')['holderId'] = f.person('M-BRUNO');
    f.isWrong(entry);
  });

  it('where it is revoked', async () => {
    const f = await read();
    const entry = bound(f);
    const check = checkOf(f, entry);
    const officer = f.first('incident.close');
    const gone = f.before(check, {
      action: 'token.revoke',
      subject: check.subject,
      actor: officer.actor,
      role: 'security-officer',
      detail: { reason: 'other' },
    });
    const at = timeOf(gone);
    f.with(
      gone,
      move('token', serialOf(entry), 'active', 'revoked'),
      move('certificate', certificateOf(f, entry), 'good', 'revoked', { revokedAt: at, revocationReason: 'other' }),
    );
    f.isWrong(check, 'the token is active');
  });

  it('where it stands for one that was forgotten', async () => {
    const f = await read();
    f.isWrong(doneAfterAll(f, 'X-0004', machineOf(f, 'PN-95')), 'not a temporary one');
  });

  it('where its certificate ends soon', async () => {
    const f = await read();
    const check = checkOf(f, bound(f));
    const intended = f.first('certificate.intend', (e) => changeIn(e, 'certificate').id === certificateOf(f, bound(f)));
    const late = Number(rowIn(intended, 'certificate')['notAfter']) - 60 * 86_400_000;
    check.at = formatTime(late);
    rowIn(check, 'identityCheck')['checkedAt'] = late;
    f.isWrong(check, 'does not end in');
  });

  it('where its holder is disabled', async () => {
    const f = await read();
    const check = checkOf(f, bound(f));
    const administrator = f.first('account.invite');
    const { actor, role } = administrator;
    const alice = f.person('M-ALICE');
    const closed = f.before(check, { action: 'account.disable', subject: `account:${alice}`, actor, role });
    f.with(closed, move('account', alice, 'active', 'disabled'));
    f.isWrong(check, 'its holder is known and not disabled');
  });

  it('and stays where it was', async () => {
    const f = await read();
    const entry = bound(f);
    goesTo(f, entry, machineOf(f, 'PN-90'));
    f.isWrong(checkOf(f, entry), 'another than the token');
  });

  it('to one that is out of service', async () => {
    const f = await read();
    const check = checkOf(f, bound(f));
    const machine = machineOf(f, 'PN-91');
    const technician = f.last('workstation.signItem');
    const sent = f.before(check, {
      action: 'workstation.sendToRepair',
      subject: `workstation:${machine}`,
      actor: technician.actor,
      role: 'technician',
    });
    f.with(sent, move('workstation', machine, 'commissioned', 'in_repair'));
    f.isWrong(check, 'in service');
  });

  it('to one that nobody has, or somebody else', async () => {
    const f = await read();
    const check = checkOf(f, bound(f));
    f.drop(f.first('workstation.assign'));
    f.isWrong(check, 'has that workstation');
    const g = await read();
    rowIn(g.first('workstation.assign'), 'workstation')['holderId'] = g.person('M-BRUNO');
    g.isWrong(checkOf(g, bound(g)), 'has that workstation');
  });

  it('where a request is open for the one that it leaves', async () => {
    const f = await read();
    f.drop(f.first('request.withdraw'));
    f.isWrong(
      f.first('token.checkHolder', (e) => isDone(e) && timeOf(e) > timeOf(f.first('request.submit', isRenewal))),
    );
  });

  it('where a request is open for the one to which it goes', async () => {
    const f = await read();
    const asked = f.first('request.submit', isRenewal);
    const [row, machine] = [rowIn(asked, 'request'), machineOf(f, 'PN-92')];
    Object.assign(row, { kind: 'first-issue', workstationId: machine, replacesTokenId: null });
    f.drop(f.first('request.withdraw'));
    f.isWrong(
      f.first('token.checkHolder', (e) => isDone(e) && timeOf(e) > timeOf(asked)),
      'no request of the holder',
    );
  });

  it('where the holder has another token, on either machine', async () => {
    const f = await read();
    f.isWrong(doneAfterAll(f, 'X-0001', machineOf(f, 'PN-95')), 'no other token');
    const g = await read();
    // the temporary one was never made: the one on the machine to which it goes stands alone
    const made = doneAfterAll(g, 'X-0001', machineOf(g, 'PN-95'));
    const begun = g.first('request.submit', (e) => isDone(e) && rowIn(e, 'request')['reason'] === 'forgotten');
    const upTo = g.entries.indexOf(g.last('workstation.assign', (e) => timeOf(e) < timeOf(made)));
    g.drop(...g.entries.slice(g.entries.indexOf(begun), upTo));
    g.isWrong(made, 'no other token');
  });

  it('while an incident is open on its holder', async () => {
    const f = await read();
    f.drop(f.first('incident.close'));
    f.isWrong(checkOf(f, bound(f, 2)), 'no incident is open');
  });

  it.each(['PN-93', 'PN-94'])('while an incident is open on machine %s, whoever it befell', async (number) => {
    const f = await read();
    const reported = f.first('incident.report', isDone);
    Object.assign(reported, { actor: bound(f, 1).actor, role: 'technician' });
    const row = rowIn(reported, 'incident');
    Object.assign(row, {
      personId: f.person('M-ALICE'),
      workstationId: machineOf(f, number),
      reporterId: reported.actor,
    });
    f.drop(f.first('incident.close'));
    f.isWrong(checkOf(f, bound(f, 2)), 'no incident is open');
  });

  it('and an incident is reported on a machine that its holder never had', async () => {
    const f = await read();
    const reported = f.last('incident.report', isDone);
    rowIn(reported, 'incident')['workstationId'] = machineOf(f, 'PN-91');
    f.isWrong(reported);
  });

  it('and the block of that machine leaves it in use', async () => {
    const f = await read();
    const blocked = f.first('workstation.block');
    f.without(blocked, ({ table }) => table !== 'workstation');
    f.isWrong(blocked);
  });

  it('and the loss of the machine that it left takes it away', async () => {
    const f = await read();
    const lost = f.first('workstation.lose');
    f.with(lost, set('token', serialOf(bound(f)), { state: 'revoked' }));
    f.isWrong(lost);
  });
});

function isRenewal(entry: Entry): boolean {
  return isDone(entry) && rowIn(entry, 'request')['kind'] === 'renewal';
}
