import { hashOfAct } from '../../../src/book/language/sources.ts';
import { canonical } from '../../../src/journal/canonical.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { workstations } from '../../support/judged/journals/machines/workstations.ts';
import { nodes } from '../../support/judged/journals/nodes.ts';
import { service } from '../../support/judged/journals/service.ts';
import { troubles } from '../../support/judged/journals/troubles.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { changeIn, type Forged, forge, move, ofAct, rowIn, timeOf } from './forging.ts';

const from = async (journey: Parameters<typeof honest>[0]): Promise<Forged> => forge(await honest(journey));
const SERVICE = { actor: 'system', role: 'system' };
const of = (node: string) => (entry: Entry) => entry.subject === `node:${node}`;
const isInterrupted = ({ detail }: Entry) => detail['failure'] === 'interrupted';

/** The journal up to this entry is refused there, with this sentence and none before it. */
function refusedAt(f: Forged, entry: Entry, sentence: string): void {
  f.cut(entry);
  expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(entry), sentence });
}
const loses = (f: Forged, before: Entry, node: string, state = 'running'): Entry => {
  const lost = f.before(before, { ...SERVICE, action: 'node.lost', subject: `node:${node}`, changes: [] });
  lost.detail['changes'] = [move('node', node, state, 'lost', { endedAt: timeOf(lost) })];
  return lost;
};

const WHOSE_TURN =
  "production.seal token: the service where the job's node stopped, was lost or started anew meanwhile; else the technician";
const INTERRUPTED = '"interrupted": its node stopped, was lost or started anew meanwhile';

describe('a job and the node that began it', () => {
  it('is sealed by the service although its node runs', async () => {
    const f = await from(nodes);
    const sealed = f.first('production.seal');
    Object.assign(sealed, SERVICE);
    refusedAt(f, sealed, WHOSE_TURN);
  });

  it('is sealed by its technician although its node is lost', async () => {
    const f = await from(nodes);
    const sealed = f.first('production.seal');
    loses(f, sealed, 'jeton');
    refusedAt(f, sealed, WHOSE_TURN);
  });

  it('is sealed by its technician although its node started anew', async () => {
    const f = await from(troubles);
    const sealed = f.first('production.seal', ({ actor }) => actor === 'system');
    const { actor, role } = f.first('production.begin', ({ subject }) => subject === sealed.subject);
    Object.assign(sealed, { actor, role });
    refusedAt(f, sealed, WHOSE_TURN);
  });

  it('is undone as interrupted although its node runs', async () => {
    const f = await from(nodes);
    const undone = f.first('production.undo');
    expect(isInterrupted(undone)).toBe(true);
    f.drop(f.first('node.lost'), f.first('token.unblock', isInterrupted));
    refusedAt(f, undone, `production.undo token!failed: ${INTERRUPTED}`);
  });

  it.each([
    ['of a start that is not yet', 'jeton/2'],
    ['of a node that nobody knows', 'nice/1'],
    ['of nothing', 'jeton'],
  ])('says a run %s', async (_, run) => {
    const f = await from(nodes);
    const begun = f.first('production.begin');
    rowIn(begun, 'job')['run'] = run;
    refusedAt(f, begun, 'production.begin token: job.run is not the present run of a node, `NAME/NUMBER`');
  });

  it('begins on a node that is lost', async () => {
    const f = await from(nodes);
    const begun = f.last('production.begin');
    f.drop(f.last('service.start', of('jeton')));
    refusedAt(f, begun, 'production.begin token: job.run is not the present run of a node, `NAME/NUMBER`');
  });

  it('has its certificate ordered by another node', async () => {
    const f = await from(nodes);
    const intended = f.last('certificate.intend', (e) => timeOf(e) < timeOf(f.first('node.lost')));
    expect(rowIn(intended, 'certificate')['run']).toBe('lyon/1');
    rowIn(intended, 'certificate')['run'] = 'jeton/1';
    refusedAt(
      f,
      intended,
      "certificate.intend token: certificate.run is not job.run, the present run of the job's node",
    );
  });
});

describe('a certificate', () => {
  it.each([
    ['of a token', nodes, 'certificate.issue', 'certificate.issue token'],
    ['of a workstation', workstations, 'certificate.issue', 'certificate.issue workstation'],
    ['of a server', service, 'server.certify', 'server.certify'],
  ])('%s is signed although the node that ordered it is lost', async (_, journey, action, rule) => {
    const f = await from(journey);
    const kind = rule.split(' ')[1];
    const issued = f.first(action, ({ detail }) => kind === undefined || detail['kind'] === kind);
    loses(f, issued, 'jeton');
    refusedAt(
      f,
      issued,
      `${rule}: the node that ordered the certificate did not stop, was not lost and did not start anew meanwhile`,
    );
  });
});

describe('a certificate that is of no job', () => {
  it('is undone as interrupted although its node runs', async () => {
    const f = await from(workstations);
    const undone = f.first('certificate.undo');
    undone.detail['failure'] = 'interrupted';
    refusedAt(f, undone, `certificate.undo!failed: ${INTERRUPTED}`);
  });

  it('comes into use on another node than ordered it', async () => {
    const f = await from(service);
    const certified = f.first('server.certify');
    const id = 'server-certificate:lyon';
    const change = changeIn(certified, 'setting');
    Object.assign(change, { id });
    rowIn(certified, 'setting')['id'] = id;
    refusedAt(
      f,
      certified,
      'server.certify: setting.id is not "server-certificate:" and the name of the node that ordered it',
    );
  });
});

describe('a decision for the bench of one node', () => {
  it('is confirmed although that node does not run', async () => {
    const f = await from(nodes);
    const proposed = f.first('dualControl.propose', ofAct('token.unblock'));
    const confirmed = f.first('dualControl.confirm', ofAct('token.unblock'));
    const args = { ...JSON.parse(String(rowIn(proposed, 'proposal')['args'])), node: 'nice' };
    const argsHash = hashOfAct({ act: 'token.unblock', args });
    Object.assign(rowIn(proposed, 'proposal'), { args: canonical(args), argsHash });
    confirmed.detail['argsHash'] = argsHash;
    refusedAt(f, confirmed, 'dualControl.confirm token.unblock: the node where the token is plugged in runs');
  });

  it('is done although that node is lost', async () => {
    const f = await from(troubles);
    const done = f.first('token.unblock', ({ outcome }) => outcome === 'done');
    loses(f, done, 'jeton');
    refusedAt(f, done, 'token.unblock: the node where the token is plugged in runs');
  });

  it('fails as interrupted although that node runs', async () => {
    const f = await from(nodes);
    const failed = f.first('token.unblock', isInterrupted);
    f.drop(f.first('node.lost'));
    refusedAt(
      f,
      failed,
      'token.unblock!failed: "interrupted": the node where the token is plugged in stopped or was lost',
    );
  });
});

describe('a node', () => {
  it('is lost although it stopped', async () => {
    const f = await from(nodes);
    const lost = loses(f, f.last('service.start', of('lyon')), 'lyon', 'stopped');
    refusedAt(f, lost, 'node.lost: it does not change node lyon so');
  });

  it('is lost twice', async () => {
    const f = await from(nodes);
    const lost = loses(f, f.first('production.undo'), 'jeton');
    refusedAt(f, lost, 'node.lost: node jeton is lost, the entry says running');
  });

  it('is lost although nobody knows it', async () => {
    const f = await from(nodes);
    const lost = loses(f, f.first('production.undo'), 'nice');
    refusedAt(f, lost, 'node.lost: node nice is changed before it was made');
  });

  it('is found to have gone by a person', async () => {
    const f = await from(nodes);
    const lost = f.first('node.lost');
    const { actor, role } = f.first('production.begin');
    Object.assign(lost, { actor, role });
    refusedAt(f, lost, `node.lost: only the service does this, not ${actor}`);
  });

  it.each([
    ['of another run than the next', { run: 3 }, 'node.run is not node.run + 1'],
    ['in the same run', { run: 1 }, 'node.run is not node.run + 1'],
    ['at another site than it says', { site: 'Nice' }, 'node.site is not what the entry says as site'],
    ['in another version', { version: '0' }, 'node.version is not what the entry says as version'],
  ])('starts %s', async (_, wrong, sentence) => {
    const f = await from(nodes);
    const started = f.last('service.start', of('jeton'));
    Object.assign(rowIn(started, 'node'), wrong);
    refusedAt(f, started, `service.start: ${sentence}`);
  });

  it('begins with another run than the first', async () => {
    const f = await from(nodes);
    const started = f.first('service.start', of('lyon'));
    rowIn(started, 'node')['run'] = 2;
    refusedAt(f, started, 'service.start: node.run is not "1"');
  });

  it('starts in the name of another', async () => {
    const f = await from(nodes);
    const started = f.last('service.start', of('jeton'));
    started.subject = 'node:lyon';
    refusedAt(f, started, 'service.start: it does not change node jeton so');
  });

  it('starts without its row', async () => {
    const f = await from(nodes);
    const started = f.last('service.start', of('jeton'));
    delete started.detail['changes'];
    refusedAt(f, started, 'service.start: node is not changed');
  });

  it.each(['Lyon', '1lyon', 'lyon.sud', 'l'.repeat(41)])('is called %s', async (name) => {
    const f = await from(nodes);
    const started = f.first('service.start', of('lyon'));
    started.subject = `node:${name}`;
    Object.assign(changeIn(started, 'node'), { id: name });
    rowIn(started, 'node')['id'] = name;
    refusedAt(
      f,
      started,
      'service.start: the node has a name: a lower case letter, then such letters, digits and hyphens, 40 at most in all',
    );
  });

  it('stops although it was lost', async () => {
    const f = await from(nodes);
    const entry = f.after(f.first('node.lost'), {
      ...SERVICE,
      action: 'service.stop',
      subject: 'node:jeton',
      changes: [],
    });
    entry.detail['changes'] = [move('node', 'jeton', 'lost', 'stopped', { endedAt: timeOf(entry) })];
    refusedAt(f, entry, 'service.stop: it does not change node jeton so');
  });
});
