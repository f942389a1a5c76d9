import type { Entry } from '../../../src/journal/entry.ts';
import { incident } from '../../support/judged/journals/machines/incident.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { changeIn, type Forged, forge, move, rowIn, timeOf } from './forging.ts';

const opened = async (): Promise<Forged> => forge(await honest(incident));
/** The journal up to this entry is refused there, with this sentence and none before it. */
function refusedAt(f: Forged, entry: Entry, sentence: string): void {
  f.cut(entry);
  expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(entry), sentence });
}
const NOT_THEIRS =
  'incident.report: that person has the machine, asked a token for it or has one in use on it, unless a technician or a security officer reports it';
const STILL_OPEN =
  'workstation.takeBackCleaned: no incident is open on this workstation, nor, where none was named, for whoever has it or used a token in it';
const isDone = ({ outcome }: Entry): boolean => outcome === 'done';
const isOther = ({ detail }: Entry): boolean => JSON.stringify(detail).includes('"other"');

describe('an incident', () => {
  it('is reported in the name of another', async () => {
    const f = await opened();
    const reported = f.first('incident.report');
    rowIn(reported, 'incident')['reporterId'] = f.person('M-BRUNO');
    refusedAt(f, reported, 'incident.report: incident.reporterId is not the actor');
  });

  it('is reported by an agent for somebody else', async () => {
    const f = await opened();
    const reported = f.first('incident.report');
    rowIn(reported, 'incident')['personId'] = f.person('M-BRUNO');
    refusedAt(f, reported, `incident.report: ${reported.actor} as agent may not do this: forbidden`);
  });

  it.each([
    ['of another kind', { kind: 'theft' }, 'incident.kind is not one of phishing, ransomware, other'],
    [
      'of a machine that nobody knows',
      { workstationId: 'none' },
      'incident.workstationId is not a machine that is known, or nothing',
    ],
    ['blocked at once', { blockedAt: 1 }, 'incident.blockedAt is not written here'],
    ['closed at once', { state: 'closed' }, 'a new incident does not begin as closed'],
    ['with a text', { text: 'Madame X' }, 'incident.text is no column'],
  ])('is reported %s', async (_, wrong, sentence) => {
    const f = await opened();
    const reported = f.first('incident.report');
    Object.assign(rowIn(reported, 'incident'), wrong);
    refusedAt(f, reported, `incident.report: ${sentence}`);
  });

  it('is reported of a machine with which the person has nothing to do', async () => {
    const f = await opened();
    const reported = f.first('incident.report');
    const other = f.first('incident.report', ({ detail }) => JSON.stringify(detail).includes('"ransomware"'));
    rowIn(reported, 'incident')['workstationId'] = rowIn(other, 'incident')['workstationId'] ?? null;
    refusedAt(f, reported, NOT_THEIRS);
  });

  it('is reported of a machine that was never given to the person', async () => {
    const f = await opened();
    const assigned = f.first('workstation.assign');
    const reported = f.first('incident.report', (e) => isDone(e) && e.actor === f.person('M-CORINNE'));
    f.drop(assigned);
    refusedAt(f, reported, NOT_THEIRS);
  });

  it('is reported twice', async () => {
    const f = await opened();
    const reported = f.first('incident.report');
    const row = { ...rowIn(reported, 'incident') };
    const id = 'TWICE000000000000000000000';
    const again = f.after(reported, { action: 'incident.report', subject: `incident:${id}`, changes: [] });
    again.detail['changes'] = [{ table: 'incident', id, insert: { ...row, id, reportedAt: timeOf(again) } }];
    refusedAt(f, again, `incident.report: a person has one open incident for a workstation (incident ${id})`);
  });

  it.each(['M-THEO', 'M-VERA', 'M-ALICE'])('is blocked by %s, who is no security officer', async (who) => {
    const f = await opened();
    const blocked = f.first('incident.block');
    const actor = f.person(who);
    blocked.actor = actor;
    rowIn(blocked, 'incident')['blockerId'] = actor;
    refusedAt(f, blocked, `incident.block: ${actor} did not hold the role security-officer then`);
  });

  it.each(['token', 'workstation', 'certificate', 'letter'])('is blocked, and its %s is left', async (table) => {
    const f = await opened();
    const blocked = f.first('incident.block');
    f.without(blocked, (change) => change.table === table && change.id === changeIn(blocked, table).id);
    f.isWrong(blocked);
  });

  it('stays as if nothing was blocked, although a technician blocks its machine', async () => {
    const f = await opened();
    const blocked = f.first('workstation.block');
    f.without(blocked, ({ table }) => table === 'incident');
    f.isWrong(blocked);
  });

  it('is blocked with its machine in the name of another', async () => {
    const f = await opened();
    const blocked = f.first('workstation.block');
    rowIn(blocked, 'incident')['blockerId'] = f.person('M-ODILE');
    refusedAt(f, blocked, 'workstation.block: incident.blockerId is not the actor');
  });

  it('is blocked for a reason of nobody’s list', async () => {
    const f = await opened();
    const blocked = f.first('incident.block');
    blocked.detail['reason'] = 'Madame X a cliqué';
    refusedAt(f, blocked, 'incident.block: it says another reason than one of phishing, ransomware, other');
  });

  it('is blocked twice', async () => {
    const f = await opened();
    const blocked = f.first('incident.block');
    const { actor, role, subject } = blocked;
    const again = f.after(blocked, { action: 'incident.block', actor, role, subject, detail: { reason: 'other' } });
    const set = { blockedAt: timeOf(again), blockerId: actor };
    again.detail['changes'] = [{ table: 'incident', id: subject.replace('incident:', ''), set }];
    refusedAt(f, again, 'incident.block: there is something to block');
  });

  it('is blocked without what the person has in use', async () => {
    const f = await opened();
    const blocked = f.first('incident.block');
    const reported = f.first('incident.report', isOther);
    const { actor, role } = blocked;
    const entry = f.after(reported, { action: 'incident.block', actor, role, subject: reported.subject });
    const set = { blockedAt: timeOf(entry), blockerId: actor };
    entry.detail['changes'] = [{ table: 'incident', id: reported.subject.replace('incident:', ''), set }];
    entry.detail['reason'] = 'other';
    f.isWrong(entry);
  });

  it.each([
    ['as blocked although nothing was', 'outcome', 'blocked'],
    ['with another outcome than there are', 'outcome', 'done'],
    ['by somebody other than whoever acts', 'closerId', 'M-VERA'],
  ])('is closed %s', async (_, column, value) => {
    const f = await opened();
    const closed = f.first('incident.close', (e) => isDone(e) && rowIn(e, 'incident')['outcome'] === 'false-alarm');
    Object.assign(rowIn(closed, 'incident'), { [column]: value });
    f.isWrong(closed);
  });

  it('is closed by a technician', async () => {
    const f = await opened();
    const closed = f.first('incident.close', isDone);
    const actor = f.person('M-THEO');
    Object.assign(closed, { actor, role: 'technician' });
    rowIn(closed, 'incident')['closerId'] = actor;
    refusedAt(f, closed, `incident.close: ${actor} as technician may not do this: forbidden`);
  });

  it('is closed twice', async () => {
    const f = await opened();
    const closed = f.first('incident.close', isDone);
    const id = closed.subject.replace('incident:', '');
    const { actor, role, subject } = closed;
    const again = f.after(closed, { action: 'incident.close', actor, role, subject, changes: [] });
    const cells = { closedAt: timeOf(again), closerId: actor, outcome: 'handled' };
    again.detail['changes'] = [move('incident', id, 'closed', 'closed', cells)];
    refusedAt(f, again, `incident.close: it does not change incident ${id} so`);
  });
});

describe('somebody of a list', () => {
  it.each(['certificate', 'incident', 'letter'])('is blocked, and their %s is left', async (table) => {
    const f = await opened();
    const blocked = f.first('incident.blockPerson');
    f.without(blocked, (change) => change.table === table);
    f.isWrong(blocked);
  });

  it('is blocked, with the machine of another', async () => {
    const f = await opened();
    const blocked = f.first('incident.blockPerson');
    const machine = f.first('workstation.register').subject.replace('workstation:', '');
    f.with(blocked, move('workstation', machine, 'blocked', 'blocked'));
    f.isWrong(blocked);
  });

  it('is blocked by a technician', async () => {
    const f = await opened();
    const blocked = f.first('incident.blockPerson');
    blocked.actor = f.person('M-THEO');
    f.isWrong(blocked, 'did not hold the role security-officer then');
  });

  it('is blocked with nothing in use', async () => {
    const f = await opened();
    const blocked = f.first('incident.blockPerson');
    const { actor, role, subject } = blocked;
    const detail = { reason: 'phishing' };
    // once nothing is open of them either
    const closed = f.first('incident.close', (e) => f.entries.indexOf(e) > f.entries.indexOf(blocked));
    const again = f.after(closed, { action: 'incident.blockPerson', actor, role, subject, detail });
    refusedAt(f, again, 'incident.blockPerson: there is something to block');
  });
});

describe('a machine', () => {
  it.each(['token', 'workstation'])('is blocked with a list, and its %s is left', async (table) => {
    const f = await opened();
    const blocked = f.first('incident.blockWorkstation', ({ detail }) => JSON.stringify(detail).includes('"token"'));
    f.without(blocked, (change) => change.table === table && change.id === changeIn(blocked, table).id);
    f.isWrong(blocked);
  });

  it('is blocked with a list, and what its holder has, who has no token on it, is left', async () => {
    const f = await opened();
    const blocked = f.first('incident.blockWorkstation', ({ detail }) => {
      const text = JSON.stringify(detail);
      return text.includes('"certificate"') && !text.includes('"token"');
    });
    f.without(blocked, (change) => change.table === 'certificate');
    f.isWrong(blocked);
  });

  it('is blocked with a list, and what is open of it is left', async () => {
    const f = await opened();
    const blocked = f.first('incident.blockWorkstation', ({ detail }) =>
      JSON.stringify(detail).includes('"table":"incident"'),
    );
    f.without(blocked, (change) => change.table === 'incident');
    f.isWrong(blocked);
  });

  it('comes back while an incident on it is open', async () => {
    const f = await opened();
    const back = f.first('workstation.takeBackCleaned');
    const closed = f.first('incident.close', isDone);
    f.drop(closed);
    refusedAt(f, back, STILL_OPEN);
  });

  it('comes back while one without a machine is open of whose token was used in it', async () => {
    const f = await opened();
    const reported = f.first(
      'incident.report',
      (entry) =>
        isDone(entry) &&
        rowIn(entry, 'incident')['workstationId'] === null &&
        rowIn(entry, 'incident')['personId'] === f.person('M-ALICE'),
    );
    f.drop(f.first('incident.close', ({ subject }) => subject === reported.subject));
    refusedAt(f, f.first('workstation.takeBackCleaned'), STILL_OPEN);
  });

  it.each([
    ['takeBackFound', 'it was blocked', 'takeBackCleaned'],
    ['takeBackCleaned', 'it was lost', 'takeBackFound'],
  ])('comes back by %s although %s', async (said, _, done) => {
    const f = await opened();
    const back = f.first(`workstation.${done}`);
    back.action = `workstation.${said}`;
    f.isWrong(back);
  });

  it('comes back from a block into service, past its checklist', async () => {
    const f = await opened();
    const back = f.first('workstation.takeBackCleaned');
    rowIn(back, 'workstation')['state'] = 'commissioned';
    f.isWrong(back);
  });
});
