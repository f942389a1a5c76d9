import { BOOK_NUMBER } from '../../../src/book/book.ts';
import { rules } from '../../../src/book/judge/replay.ts';
import { hashOfAct } from '../../../src/book/language/sources.ts';
import { canonical } from '../../../src/journal/canonical.ts';
import { commitToText } from '../../../src/journal/commitment.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf } from '../../../src/journal/entry-changes.ts';
import { verifyExport } from '../../../src/journal/verify.ts';
import { exportSigned } from '../../journal/forged-export.ts';
import { desk } from '../../support/judged/journals/desk.ts';
import { incident } from '../../support/judged/journals/machines/incident.ts';
import { loss } from '../../support/judged/journals/machines/loss.ts';
import { workstations } from '../../support/judged/journals/machines/workstations.ts';
import { operators } from '../../support/judged/journals/operators.ts';
import { people } from '../../support/judged/journals/people.ts';
import { purge } from '../../support/judged/journals/purge.ts';
import { renewal } from '../../support/judged/journals/renewal.ts';
import { restore } from '../../support/judged/journals/restore.ts';
import { service } from '../../support/judged/journals/service.ts';
import { shipment } from '../../support/judged/journals/shipment.ts';
import { stock } from '../../support/judged/journals/stock.ts';
import { troubles } from '../../support/judged/journals/troubles.ts';
import { twoPersons } from '../../support/judged/journals/two-persons.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { changeIn, type Forged, forge, freshId, insert, move, ofAct, rowIn, set, timeOf } from './forging.ts';

const MINUTE = 60_000;
const YEAR = 366 * 86_400_000;
const HASH = 'e'.repeat(64);

const from = async (journey: Parameters<typeof honest>[0]): Promise<Forged> => forge(await honest(journey));
/** The entry is of the row with this id. */
const about =
  (id: unknown) =>
  (entry: Entry): boolean =>
    entry.subject.endsWith(`:${String(id)}`);
const isPin = ({ detail }: Entry): boolean => detail['kind'] === 'pin';

/** In an honest journal: the value that a setting was given first. */
const firstOf = (f: Forged, action: string, id: string): string => {
  const change = changesOf(f.first(action)).find((one) => one.id === id);
  return String(change && 'insert' in change ? change.insert['value'] : '');
};

/** Has a proposal say that it is for this act, its hash with it; answers the hash. */
function proposes(entry: Entry, act: string, args: object): string {
  const argsHash = hashOfAct({ act, args });
  Object.assign(rowIn(entry, 'proposal'), { argsHash, args: canonical(args) });
  return argsHash;
}

describe('two persons, of whom there was one', () => {
  it('a proposal recorded in another’s name, and confirmed alone', async () => {
    const f = await from(twoPersons);
    const proposed = f.first('dualControl.propose', ofAct('policy.set'));
    const confirmed = f.first('dualControl.confirm', ofAct('policy.set'));
    Object.assign(proposed, { actor: confirmed.actor, role: confirmed.role });
    f.isWrong(proposed);
  });

  it('an executed decision used again', async () => {
    const f = await from(twoPersons);
    const confirmed = f.first('dualControl.confirm', ofAct('policy.set'));
    const second = f.first('dualControl.confirm', (e) => ofAct('policy.set')(e) && e !== confirmed);
    const value = rowIn(confirmed, 'setting')['value'] ?? null;
    const { subject, detail, actor, role } = confirmed;
    const again = f.after(f.last('dualControl.confirm', ofAct('policy.set')), {
      action: 'dualControl.confirm',
      subject,
      actor,
      role,
      detail: { act: detail['act'], argsHash: detail['argsHash'], policy: detail['policy'], before: 60, after: 45 },
      changes: [set('setting', changeIn(confirmed, 'setting').id, { value })],
    });
    expect(second).toBeDefined();
    f.isWrong(again);
  });

  it('a role granted again by a decision that was used', async () => {
    const f = await from(people);
    const grant = f.first('dualControl.confirm', (e) => rowIn(e, 'grant')['role'] === 'technician');
    const row = rowIn(grant, 'grant');
    const ended = f.after(f.last('account.endGrant'), {
      action: 'account.endGrant',
      subject: `grant:${String(row['id'])}`,
      changes: [],
    });
    ended.detail['changes'] = [set('grant', String(row['id']), { revokedAt: timeOf(ended) })];
    const again = f.after(ended, {
      action: grant.action,
      subject: grant.subject,
      actor: grant.actor,
      role: grant.role,
    });
    const id = freshId();
    again.detail = { act: 'role.grant', argsHash: grant.detail['argsHash'] };
    again.detail['changes'] = [insert('grant', { ...row, id, grantedAt: timeOf(again) })];
    f.isWrong(again);
  });

  it('a surge by one', async () => {
    const f = await from(twoPersons);
    const confirmed = f.first('dualControl.confirm', ofAct('surge.start'));
    f.without(confirmed, ({ table }) => table === 'proposal');
    f.isWrong(confirmed);
  });

  it('a surge that lasts longer than was confirmed', async () => {
    const f = await from(twoPersons);
    const confirmed = f.first('dualControl.confirm', ofAct('surge.start'));
    const surge = confirmed.detail['surge'] as { from: number; until: number };
    surge.until += 10 * 3_600_000;
    rowIn(confirmed, 'setting')['value'] = canonical(surge);
    f.isWrong(confirmed);
  });

  it.each(['crisis', 'my own words'])('a surge for the reason "%s", which was not confirmed', async (reason) => {
    const f = await from(twoPersons);
    const confirmed = f.first('dualControl.confirm', ofAct('surge.start'));
    const surge = { ...(confirmed.detail['surge'] as object), reason };
    confirmed.detail['surge'] = surge;
    rowIn(confirmed, 'setting')['value'] = canonical(surge);
    f.isWrong(confirmed);
  });

  it('a purge by one', async () => {
    const f = await from(purge);
    f.drop(
      f.first('dualControl.propose', ofAct('person.purge')),
      f.first('dualControl.confirm', ofAct('person.purge')),
    );
    f.isWrong(f.first('person.purge'));
  });

  it('an unblocking by one', async () => {
    const f = await from(twoPersons);
    f.drop(f.last('dualControl.confirm', ofAct('token.unblock')));
    const done = f.last('token.unblock');
    Object.assign(changeIn(done, 'proposal'), { from: 'proposed' });
    rowIn(done, 'proposal')['confirmerId'] = done.actor;
    f.isWrong(done);
  });

  it('an SO-PIN released by one', async () => {
    const f = await from(twoPersons);
    f.drop(f.first('dualControl.confirm', ofAct('token.releaseSoPin')));
    const shown = f.first('token.revealSoPin');
    Object.assign(changeIn(shown, 'proposal'), { from: 'proposed' });
    f.isWrong(shown);
  });

  it('a proposal by somebody without a role for it', async () => {
    const f = await from(twoPersons);
    const proposed = f.first('dualControl.propose', ofAct('policy.set'));
    const actor = f.person('M-THOMAS');
    Object.assign(proposed, { actor, role: 'technician' });
    rowIn(proposed, 'proposal')['proposerId'] = actor;
    f.isWrong(proposed);
  });

  it('a proposal confirmed too late', async () => {
    const f = await from(twoPersons);
    const proposed = f.first('dualControl.propose', ofAct('policy.set'));
    const confirmed = f.first('dualControl.confirm', about(changeIn(proposed, 'proposal').id));
    confirmed.at = new Date(timeOf(proposed) + 16 * MINUTE).toISOString();
    f.isWrong(confirmed);
  });

  it('a policy out of bounds', async () => {
    const f = await from(twoPersons);
    const proposed = f.first('dualControl.propose', ofAct('policy.set'));
    proposes(proposed, 'policy.set', { id: 'production.leaseMinutes', value: 100_000 });
    f.isWrong(proposed);
  });

  it('a policy set to another value than was decided, and out of bounds', async () => {
    const f = await from(twoPersons);
    const confirmed = f.first('dualControl.confirm', ofAct('policy.set'));
    rowIn(confirmed, 'setting')['value'] = '100000';
    confirmed.detail['after'] = 100_000;
    f.isWrong(confirmed);
  });

  it('a role that one gives oneself', async () => {
    const f = await from(twoPersons);
    const grant = f.first('account.grant');
    const self = f.after(grant, { action: 'account.grant', subject: `person:${grant.actor}` });
    const row = { ...rowIn(grant, 'grant'), id: freshId(), personId: grant.actor, grantedAt: timeOf(self) };
    self.detail['changes'] = [insert('grant', row)];
    f.isWrong(self);
  });

  it('an operator’s role that one proposes for oneself', async () => {
    const f = await from(twoPersons);
    const proposed = f.last('dualControl.propose', ofAct('role.grant'));
    proposes(proposed, 'role.grant', { personId: proposed.actor, role: 'technician', scope: '*' });
    f.isWrong(proposed);
  });

  it('an operator’s role that one confirms for oneself', async () => {
    const f = await from(twoPersons);
    const proposed = f.last('dualControl.propose', ofAct('role.grant'));
    const confirmed = f.last('dualControl.confirm', ofAct('role.grant'));
    const args = { personId: confirmed.actor, role: 'technician', scope: '*' };
    confirmed.detail['argsHash'] = proposes(proposed, 'role.grant', args);
    Object.assign(rowIn(confirmed, 'grant'), args);
    f.isWrong(confirmed);
  });
});

describe('who acted', () => {
  it.each([
    ['the holder', 'M-THEO'],
    ['the asker', 'M-VINCENT'],
  ])('%s intends, issues or seals', async (_, directoryId) => {
    for (const action of ['certificate.intend', 'certificate.issue', 'production.seal']) {
      const f = await from(operators);
      const entry = f.first(action);
      Object.assign(entry, { actor: f.person(directoryId), role: 'technician' });
      f.isWrong(entry);
    }
  });

  it('a seal that names another producer, who then prints the letter', async () => {
    const f = await from(desk);
    const sealed = f.first('production.seal');
    rowIn(sealed, 'request')['producerId'] = f.person('M-THEO');
    f.isWrong(sealed);
  });

  it('a producer changed when the request is taken again', async () => {
    const f = await from(desk);
    const begun = f.last('production.begin');
    const other = f.person('M-THEO');
    rowIn(begun, 'request')['producerId'] = other;
    rowIn(begun, 'job')['technicianId'] = other;
    f.isWrong(begun);
  });

  it('a stranger takes an approval back', async () => {
    const f = await from(operators);
    const approved = f.last('request.approve');
    const id = changeIn(approved, 'request').id;
    const back = f.after(approved, {
      action: 'request.takeBackApproval',
      actor: f.person('M-VICTOR'),
      role: 'approver',
      changes: [move('request', id, 'approved', 'submitted', { approvedAt: null })],
    });
    f.with(back, set('approval', changeIn(approved, 'approval').id, { withdrawnAt: timeOf(back) }));
    f.isWrong(back);
  });

  it.each([
    ['a ghost', 'GHOST000000000000000000001', 'approver'],
    ['somebody without the role', 'M-THOMAS', 'approver'],
  ])('%s approves', async (_, who, role) => {
    const f = await from(operators);
    const approved = f.last('request.approve');
    const actor = who.startsWith('M-') ? f.person(who) : who;
    Object.assign(approved, { actor, role });
    rowIn(approved, 'approval')['approverId'] = actor;
    f.isWrong(approved);
  });

  it('an approval in another’s name', async () => {
    const f = await from(operators);
    const approved = f.last('request.approve');
    Object.assign(approved, { actor: f.person('M-VINCENT') });
    f.isWrong(approved);
  });

  it('an act under the name of another', async () => {
    const f = await from(operators);
    const approved = f.last('request.approve');
    approved.action = 'request.askInformation';
    f.isWrong(approved);
  });

  it('a role that the actor never held', async () => {
    const f = await from(operators);
    const done = f.first('workstation.signItem');
    done.role = 'administrator';
    f.isWrong(done);
  });

  it('a disabled person acts', async () => {
    const f = await from(people);
    const disabled = f.last('account.disable');
    const [actor] = [disabled.subject.replace('account:', '')];
    const asked = f.first('request.submit', (e) => e.actor === actor);
    const id = changeIn(asked, 'request').id;
    const back = f.after(disabled, { action: 'request.withdraw', actor, role: 'agent', subject: `request:${id}` });
    f.with(back, move('request', id, 'submitted', 'withdrawn', { closedAt: timeOf(back) }));
    f.isWrong(back);
  });

  it('a file that was stopped for a reason that its row does not keep', async () => {
    const f = await from(workstations);
    const stopped = f.last('import.stop');
    stopped.detail = { ...stopped.detail, code: 'record_tampered' };
    f.isWrong(stopped);
  });

  it('a file whose own stop is made one of the service', async () => {
    const f = await from(workstations);
    const stopped = f.last('import.stop');
    stopped.detail = { ...stopped.detail, code: 'forbidden' };
    rowIn(stopped, 'import')['stopCode'] = 'forbidden';
    f.isWrong(stopped);
  });

  it('a workstation’s certificate by somebody who held no role', async () => {
    const f = await from(workstations);
    const intended = f.first('certificate.intend');
    Object.assign(intended, { actor: f.person('M-ALICE'), role: 'technician' });
    f.isWrong(intended);
  });
});

describe('for whom', () => {
  const asked = async (holder: (f: Forged) => string) => {
    const f = await from(operators);
    const submitted = f.last('request.submit');
    const request = rowIn(submitted, 'request');
    const entry = f.after(f.last('account.disable'), {
      action: 'request.submit',
      subject: `request:${freshId()}`,
      actor: submitted.actor,
      role: submitted.role,
    });
    f.with(
      entry,
      insert('request', {
        ...request,
        id: entry.subject.replace('request:', ''),
        number: 'DEM-1998-00009',
        holderId: holder(f),
        contentHash: 'A'.repeat(43),
        submittedAt: timeOf(entry),
        rank: timeOf(entry),
        contentSalt: { commitment: 'B'.repeat(43) },
      }),
    );
    f.isWrong(entry);
  };
  it('a ghost asks', async () => {
    const f = await from(operators);
    const submitted = f.last('request.submit');
    submitted.actor = 'GHOST000000000000000000001';
    rowIn(submitted, 'request')['askerId'] = submitted.actor;
    f.isWrong(submitted);
  });
  it('a token for a ghost', () => asked(() => 'GHOST000000000000000000001'));
  it('a token for somebody whose account is closed, of another service', () => asked((f) => f.person('M-EVE')));
  it('a token that a stranger asks for', () => asked((f) => f.person('M-THOMAS')));

  it('a holder changed after the approval', async () => {
    const f = await from(desk);
    const begun = f.first('production.begin');
    rowIn(begun, 'token')['holderId'] = f.person('M-ALICE');
    f.isWrong(begun);
  });

  it('a holder changed after the token was taken', async () => {
    const f = await from(desk);
    const intended = f.first('certificate.intend');
    rowIn(intended, 'certificate')['holderId'] = f.person('M-ALICE');
    f.isWrong(intended);
  });
});

describe('what was approved, and what was made', () => {
  it('a workstation changed after the approval', async () => {
    const f = await from(desk);
    const begun = f.first('production.begin');
    const others = f.first('workstation.register');
    const other = changeIn(others, 'workstation').id;
    expect(rowIn(begun, 'token')['workstationId']).not.toBe(other);
    rowIn(begun, 'token')['workstationId'] = other;
    f.isWrong(begun);
  });

  it('a workstation changed in the request itself', async () => {
    const f = await from(desk);
    const begun = f.first('production.begin');
    const other = changeIn(f.first('workstation.register'), 'workstation').id;
    rowIn(begun, 'request')['workstationId'] = other;
    rowIn(begun, 'token')['workstationId'] = other;
    f.isWrong(begun);
  });

  it('a profile changed after the approval', async () => {
    const f = await from(desk);
    const intended = f.first('certificate.intend');
    const certificate = rowIn(intended, 'certificate');
    certificate['profile'] = certificate['profile'] === 'agent-vpn' ? 'smart-card-logon' : 'agent-vpn';
    f.isWrong(intended);
  });

  it('a key changed after the intent', async () => {
    const f = await from(desk);
    const issued = f.first('certificate.issue');
    rowIn(issued, 'certificate')['publicKeyHash'] = HASH;
    f.isWrong(issued);
  });

  it('a token asked for without a workstation', async () => {
    const f = await from(desk);
    const submitted = f.first('request.submit');
    rowIn(submitted, 'request')['workstationId'] = null;
    f.isWrong(submitted);
  });

  it('a token sealed for a workstation that is not in service', async () => {
    const f = await from(operators);
    const sealed = f.first('production.seal');
    const id = String(rowIn(f.first('production.begin'), 'token')['workstationId']);
    const { actor, role } = sealed;
    f.before(sealed, {
      action: 'workstation.sendToRepair',
      actor,
      role,
      subject: `workstation:${id}`,
      changes: [move('workstation', id, 'commissioned', 'in_repair')],
    });
    f.isWrong(sealed);
  });

  it('two certificates from one job', async () => {
    const f = await from(desk);
    const intended = f.first('certificate.intend');
    const row = rowIn(intended, 'certificate');
    const second = { ...row, id: '5a'.repeat(16), publicKeyHash: HASH, subject: { commitment: 'C'.repeat(43) } };
    f.with(intended, insert('certificate', second));
    f.isWrong(intended);
  });

  it('a second certificate intended for a job that has one', async () => {
    const f = await from(desk);
    const issued = f.first('certificate.issue');
    const row = rowIn(f.first('certificate.intend'), 'certificate');
    const id = '5a'.repeat(16);
    const again = f.after(issued, { action: 'certificate.intend', subject: `certificate:${id}` });
    const more = { id, publicKeyHash: HASH, subject: { commitment: 'C'.repeat(43) }, intendedAt: timeOf(again) };
    f.with(again, insert('certificate', { ...row, ...more }));
    f.isWrong(again);
  });

  it('a certificate of an issuer whom nobody knows', async () => {
    const f = await from(desk);
    const intended = f.first('certificate.intend');
    rowIn(intended, 'certificate')['issuerId'] = freshId();
    f.isWrong(intended);
  });

  it('a certificate of fifty years', async () => {
    const f = await from(desk);
    const intended = f.first('certificate.intend');
    rowIn(intended, 'certificate')['notAfter'] = timeOf(intended) + 50 * YEAR;
    f.isWrong(intended);
  });

  it('a profile adopted by the service in mid-journal', async () => {
    const f = await from(desk);
    const adopted = f.after(f.last('request.withdraw'), {
      action: 'profile.adopt',
      actor: 'system',
      role: 'system',
      subject: 'service',
      detail: { profiles: [{ name: 'agent-vpn', hash: HASH }] },
      changes: [set('setting', 'profile:agent-vpn', { value: HASH })],
    });
    f.isWrong(adopted);
  });

  it('a new profile adopted by the service in mid-journal', async () => {
    const f = await from(desk);
    const adopted = f.after(f.last('request.withdraw'), {
      action: 'profile.adopt',
      actor: 'system',
      role: 'system',
      subject: 'service',
      detail: { profiles: [{ name: 'agent-all', hash: HASH }] },
      changes: [insert('setting', { id: 'profile:agent-all', value: HASH })],
    });
    f.isWrong(adopted);
  });

  it('a CRL whose number goes back', async () => {
    const f = await from(loss);
    const published = f.last('crl.publish');
    const row = rowIn(published, 'crl');
    const id = `${String(row['issuerId'])}-0`;
    const back = f.after(published, { action: 'crl.publish', subject: `crl:${id}` });
    f.with(back, insert('crl', { ...row, id, number: 0, thisUpdate: timeOf(back) }));
    f.isWrong(back);
  });

  it('a CRL that is dated the day after tomorrow', async () => {
    const f = await from(loss);
    const published = f.last('crl.publish');
    const row = rowIn(published, 'crl');
    const later = (name: string) => Number(row[name]) + 2 * 86_400_000;
    const issuer = String(row['issuerId']);
    const number = later('thisUpdate') / 1000;
    const ahead = f.after(published, { action: 'crl.publish', subject: `crl:${issuer}-${number}` });
    const dates = { thisUpdate: later('thisUpdate'), nextUpdate: later('nextUpdate') };
    f.with(ahead, insert('crl', { ...row, ...dates, id: `${issuer}-${number}`, number, sha256: 'e'.repeat(64) }));
    f.isWrong(ahead);
  });

  it('a CRL that leaves out who was revoked', async () => {
    const f = await from(loss);
    const published = f.last('crl.publish', (e) => Number(rowIn(e, 'crl')['entries']) > 0);
    rowIn(published, 'crl')['entries'] = 0;
    f.isWrong(published);
  });
});

describe('on the way to the holder', () => {
  it('the shipper prints the letter before the hand-over’s row exists', async () => {
    const f = await from(shipment);
    const shipped = f.first('handover.ship');
    const letter = changesOf(f.first('production.seal')).find(
      (change) => 'insert' in change && change.insert['kind'] === 'pin',
    );
    const { actor, role } = shipped;
    const printed = f.before(shipped, {
      action: 'letter.print',
      actor,
      role,
      subject: `letter:${letter?.id}`,
      detail: { kind: 'pin', again: false },
    });
    f.with(
      printed,
      move('letter', letter?.id ?? '', 'waiting', 'printed', { printedBy: actor, printedAt: timeOf(printed) }),
    );
    f.isWrong(printed);
  });

  it('the shipper turns a shipment into a hand-over at the desk', async () => {
    const f = await from(shipment);
    const accepted = f.first('handover.accept');
    rowIn(accepted, 'handover')['mode'] = 'desk';
    f.isWrong(accepted);
  });

  it('the shipper accepts and prints', async () => {
    const f = await from(shipment);
    const accepted = f.first('handover.accept');
    const shipped = f.last('handover.ship', (e) => timeOf(e) < timeOf(accepted));
    Object.assign(accepted, { actor: shipped.actor, role: 'technician' });
    f.isWrong(accepted);
  });

  it('a hand-over without acceptance', async () => {
    const f = await from(desk);
    const done = f.first('handover.handOver');
    f.drop(f.first('handover.accept'), f.first('letter.print', isPin), f.first('letter.confirm'));
    f.isWrong(done);
  });

  it('a token that is active without a receipt', async () => {
    const f = await from(desk);
    const confirmed = f.first('handover.confirmReceipt');
    f.without(confirmed, ({ table }) => table === 'handover');
    f.isWrong(confirmed);
  });

  it('a receipt before the hand-over', async () => {
    const f = await from(desk);
    f.drop(f.first('handover.handOver'));
    f.isWrong(f.first('handover.confirmReceipt'));
  });

  it('a letter that prints before the holder accepted', async () => {
    const f = await from(desk);
    f.drop(f.first('handover.accept'));
    f.isWrong(f.first('letter.print', isPin));
  });

  it('a letter that its producer prints', async () => {
    const f = await from(desk);
    const printed = f.first('letter.print', isPin);
    const actor = f.first('production.seal').actor;
    printed.actor = actor;
    rowIn(printed, 'letter')['printedBy'] = actor;
    f.isWrong(printed);
  });

  it('two active tokens for one agent and workstation', async () => {
    const f = await from(renewal);
    const superseded = ({ action, detail }: Entry): boolean =>
      action === 'handover.confirmReceipt' && JSON.stringify(detail).includes('superseded');
    const confirmed = f.last('handover.confirmReceipt', superseded);
    const kept = rowIn(confirmed, 'token', 0)['state'] === 'active' ? changeIn(confirmed, 'token', 0).id : '';
    f.without(
      confirmed,
      (change) => (change.table === 'token' && change.id !== kept) || change.table === 'certificate',
    );
    f.isWrong(confirmed);
  });
});

describe('what ends together', () => {
  const leavesMigration = (entry: Entry): boolean =>
    changesOf(entry).some((change) => 'from' in change && change.from === 'migrating');

  it('a revoked token whose certificate stays good', async () => {
    const f = await from(loss);
    const revoked = f.first('token.reportLoss');
    f.without(revoked, ({ table }) => table === 'certificate');
    f.isWrong(revoked);
  });

  it('a token that goes back into stock and whose certificate stays good', async () => {
    const f = await from(renewal);
    const retaken = f.first('production.begin', (e) => changesOf(e).some(({ table }) => table === 'certificate'));
    f.without(retaken, ({ table }) => table === 'certificate');
    f.isWrong(retaken);
  });

  it('a certificate that is revoked and whose token stays active', async () => {
    const f = await from(loss);
    const revoked = f.first('token.reportLoss');
    f.without(revoked, ({ table }) => table === 'token');
    f.isWrong(revoked);
  });

  it.each(['workstation.lose', 'workstation.block', 'workstation.retire'])(
    '%s, and its token stays active',
    async (action) => {
      const f = await from(workstations);
      const lost = f.first(action, (e) =>
        changesOf(e).some(({ table }) => table === 'token' || table === 'certificate'),
      );
      f.without(lost, ({ table }) => table === 'token' || table === 'certificate');
      f.isWrong(lost);
    },
  );

  it('a workstation that is retired in its migration, and its token stays active', async () => {
    const f = await from(workstations);
    const retired = f.last('workstation.retire', leavesMigration);
    expect(changesOf(retired).some(({ table }) => table === 'token')).toBe(true);
    f.without(retired, ({ table }) => table === 'token' || table === 'certificate');
    f.isWrong(retired);
  });

  it('a workstation that goes to repair from its migration and comes back in service', async () => {
    const f = await from(workstations);
    const sent = f.first('workstation.sendToRepair', leavesMigration);
    rowIn(sent, 'workstation')['state'] = 'commissioned';
    f.isWrong(sent);
  });

  it.each(['workstation.lose', 'workstation.block'])(
    '%s, and what renews its token goes on waiting',
    async (action) => {
      const f = await from(workstations);
      const lost = f.first(action);
      expect(changesOf(lost).filter(({ table }) => table === 'request')).toHaveLength(1);
      f.without(lost, ({ table }) => table === 'request');
      f.isWrong(lost);
    },
  );

  it.each(['incident.block', 'incident.blockWorkstation'])(
    '%s, and what renews a token goes on waiting',
    async (of) => {
      const f = await from(incident);
      const ends = (change: unknown): boolean => JSON.stringify(change).includes('"withdrawn"');
      const blocked = f.first(of, (entry) => changesOf(entry).some(ends));
      f.without(blocked, ends);
      f.isWrong(blocked);
    },
  );
});

describe('what comes in', () => {
  it('is a machine of a file, and nobody sent one', async () => {
    const f = await from(workstations);
    const registered = f.first('workstation.register');
    const alone = { actor: f.person('M-ADELE'), role: 'administrator', action: 'workstation.import' } as const;
    Object.assign(registered, alone);
    rowIn(registered, 'workstation')['registererId'] = alone.actor;
    f.isWrong(registered, 'a file of workstations of the actor’s is being taken in');
  });

  it('is a machine of a decision whose time is long over', async () => {
    const f = await from(workstations);
    const taken = f.first('workstation.takeOver');
    f.cut(taken);
    taken.at = new Date(timeOf(taken) + YEAR).toISOString();
    rowIn(taken, 'workstation')['registeredAt'] = timeOf(taken);
    f.isWrong(taken, 'its time is not over');
  });
});

describe('what was never delivered, or not like that', () => {
  it('a token without a delivery', async () => {
    const f = await from(stock);
    f.drop(f.first('stock.receive'));
    f.isWrong(f.first('token.receive'));
  });

  it('five tokens from a delivery of two', async () => {
    const f = await from(troubles);
    const delivered = f.first('stock.receive');
    rowIn(delivered, 'delivery')['count'] = 2;
    const third = f.entries.filter(({ action }) => action === 'token.receive')[2];
    f.isWrong(third as Entry);
  });

  it.each([
    ['account', 'person.add', ['inviterId', 'voucherId']],
    ['workstation', 'workstation.register', ['commissionerId', 'cameIn']],
    ['certificate', 'certificate.intend', ['jobId']],
    ['request', 'request.submit', ['profile']],
  ])('a new %s without columns, to look old', async (table, action, columns) => {
    const f = await from(desk);
    const made = f.first(action);
    const row = rowIn(made, table);
    for (const column of columns) delete row[column];
    f.isWrong(made);
  });
});

describe('in several entries, each of which fits the others', () => {
  it('a letter printed at the desk that ends unconfirmed, and its token shipped by whoever printed it', async () => {
    const f = await from(desk);
    const row = rowIn(forge(await honest(shipment)).first('handover.ship'), 'handover');
    const [confirmed, shipped] = [f.first('letter.confirm'), f.first('handover.handOver')];
    const letter = changeIn(confirmed, 'letter').id;
    const [requestId, tokenId] = [changeIn(shipped, 'request').id, changeIn(shipped, 'token').id];
    const begun = changeIn(shipped, 'handover').id;
    Object.assign(confirmed, { action: 'letter.expire', actor: 'system', role: 'system' });
    confirmed.detail['changes'] = [move('letter', letter, 'printed', 'expired', { secretId: null })];
    confirmed.at = new Date(timeOf(confirmed) + 16 * MINUTE).toISOString();
    shipped.at = new Date(timeOf(confirmed) + MINUTE).toISOString();
    shipped.action = 'handover.ship';
    const now = timeOf(shipped);
    const trackingNumber = { commitment: 'T'.repeat(43) };
    const sent = { id: freshId(), requestId, tokenId, operatorId: shipped.actor, challengedAt: now, handedOverAt: now };
    shipped.detail['changes'] = [
      move('request', requestId, 'produced', 'handed_over', { handedOverAt: now }),
      move('token', tokenId, 'produced', 'handed_over'),
      insert('handover', { ...row, ...sent, trackingNumber }),
      set('handover', begun, { failedAt: now }),
    ];
    f.isWrong(shipped);
  });

  it.each(['workstation', 'tls-server', 'ocsp-signer', 'unknown', 'nomade'])(
    'a token whose holder becomes a machine: profile %s',
    async (profile) => {
      const f = await from(desk);
      const begun = f.first('production.begin');
      const asked = f.first('request.submit', about(changeIn(begun, 'request').id));
      rowIn(asked, 'request')['profile'] = profile;
      const profileHash = firstOf(f, 'profile.adopt', `profile:${profile}`);
      Object.assign(rowIn(f.first('certificate.intend'), 'certificate'), { profile, profileHash });
      f.isWrong(asked);
    },
  );

  it('a replacement of a stolen token, whose certificate stays good', async () => {
    const f = await from(desk);
    const received = f.first('handover.confirmReceipt');
    const old = f.first('request.submit', (e) => e.subject === received.subject);
    const asked = f.after(received, { action: 'request.submit', role: 'agent', subject: `request:${freshId()}` });
    const request = {
      ...rowIn(old, 'request'),
      id: asked.subject.replace('request:', ''),
      number: 'DEM-1998-09999',
      askerId: asked.actor,
      comment: null,
      kind: 'replacement',
      reason: 'stolen',
      replacesTokenId: changeIn(received, 'token').id,
      submittedAt: timeOf(asked),
      rank: timeOf(asked),
      contentHash: 'A'.repeat(43),
      contentSalt: { commitment: 'B'.repeat(43) },
    };
    f.with(asked, insert('request', request));
    f.isWrong(asked);
  });

  it('an unblocking weeks after it was decided', async () => {
    const f = await from(twoPersons);
    const done = f.last('token.unblock');
    done.at = new Date(timeOf(done) + 20 * 86_400_000).toISOString();
    f.isWrong(done);
  });

  it.each([
    ['over all services, named by the approver of one', 'scope', 'PREF-59', '*'],
    ['for a year', 'validUntil', '', 365 * 86_400_000],
  ])('a deputy %s', async (_, key, from_, to) => {
    const f = await from(twoPersons);
    const confirmed = f.last('dualControl.confirm', ofAct('deputy.name'));
    const row = rowIn(confirmed, 'grant');
    row[key] = typeof to === 'number' ? timeOf(confirmed) + to : `${to}${from_}`;
    f.isWrong(confirmed);
  });

  it('a deputy from a day on which who named them was not approver yet', async () => {
    const f = await from(twoPersons);
    const confirmed = f.last('dualControl.confirm', ofAct('deputy.name'));
    const namer = rowIn(confirmed, 'grant')['granterId'];
    const granted = f.first('dualControl.confirm', (entry) =>
      changesOf(entry).some(
        (c) =>
          c.table === 'grant' && 'insert' in c && c.insert['personId'] === namer && c.insert['role'] === 'approver',
      ),
    );
    const begin = timeOf(granted);
    const decide = (entry: Entry, act: 'role.grant' | 'deputy.name', validFrom: number): void => {
      const proposed = f.first('dualControl.propose', ({ subject }) => subject === entry.subject);
      const args = { ...JSON.parse(String(rowIn(proposed, 'proposal')['args'])), validFrom };
      const argsHash = hashOfAct({ act, args });
      Object.assign(rowIn(proposed, 'proposal'), { argsHash, args: canonical(args) });
      entry.detail['argsHash'] = argsHash;
      rowIn(entry, 'grant')['validFrom'] = validFrom;
    };
    decide(granted, 'role.grant', begin);
    decide(confirmed, 'deputy.name', begin);
    expect(judgeAll(f.signed())).toBeUndefined();
    decide(confirmed, 'deputy.name', begin - 1);
    f.isWrong(confirmed);
  });

  it('an operator comes in after a restore by the link from before it', async () => {
    const f = await from(restore);
    const id = changeIn(
      f.last('restore.end', ({ detail }) => detail['kind'] === 'grant'),
      'account',
    ).id;
    const end = f.last('restore.end', ({ detail }) => detail['kind'] === undefined);
    const inside = f.after(end, {
      action: 'account.activate',
      actor: id,
      role: 'agent',
      subject: `account:${id}`,
      changes: [move('account', id, 'invited', 'active')],
    });
    f.isWrong(inside);
  });

  it('a restore that keeps the link of an operator', async () => {
    const f = await from(restore);
    const ended = f.last('restore.end', ({ detail }) => detail['kind'] === 'grant');
    const account = rowIn(ended, 'account');
    delete account['inviterId'];
    delete account['voucherId'];
    f.isWrong(ended);
  });
});

describe('what an entry is called', () => {
  it.each([
    ['letter.print pin', 'letter.print', isPin],
    ['production.seal token', 'production.seal', undefined],
  ])('%s, which nobody searches for', async (key, action, fits) => {
    const f = await from(desk);
    const entry = f.first(action, fits);
    entry.action = key;
    f.isWrong(entry);
  });

  it('a failure that is done', async () => {
    const f = await from(desk);
    const inside = f.first('account.activate');
    const failed = f.after(inside, {
      action: 'passkey.use!failed',
      actor: 'system',
      role: 'system',
      detail: { passkey: 'A'.repeat(16), failure: 'counter' },
    });
    f.isWrong(failed);
  });

  it.each(['Jean Dupont, né le 3 mars 1970', 'request:Jean Dupont', ''])('a refusal about %p', async (subject) => {
    const f = await from(desk);
    const said = { outcome: 'refused' as const, subject, detail: { code: 'forbidden' } };
    f.isWrong(f.after(f.first('request.approve'), { action: 'request.approve', ...said }));
  });

  it('a person whose id says who they are', async () => {
    const f = await from(desk);
    const added = f.first('person.add');
    const id = 'Jean Dupont';
    added.subject = `person:${id}`;
    for (const table of ['person', 'account']) Object.assign(changeIn(added, table), { id });
    Object.assign(rowIn(added, 'person'), { id });
    Object.assign(rowIn(added, 'account'), { id });
    rowIn(added, 'grant')['personId'] = id;
    f.isWrong(added);
  });
});

describe('the book', () => {
  const under = async (book: { number: number; sha256: string }): Promise<Forged> => {
    const f = await from(desk);
    const started = f.first('service.start');
    started.detail['book'] = book;
    rowIn(started, 'setting')['value'] = canonical(book);
    return f;
  };

  it.each([
    ['a newer one', { number: 99, sha256: HASH }],
    ['one of the same number', { number: BOOK_NUMBER, sha256: HASH }],
    ['an older one', { number: 1, sha256: HASH }],
  ])('is %s than the verifier has: it says so', async (_, book) => {
    const f = await under(book);
    f.cut(f.first('request.submit'));
    const seq = f.entries.indexOf(f.first('service.start'));
    const sentence = expect.stringContaining(
      `book ${book.number} (SHA-256 ${HASH}), this verifier has book ${BOOK_NUMBER}`,
    );
    expect(judgeAll(f.signed())).toEqual({ seq, sentence });
  });

  it('may have been an older one once; what is refused of that time says so', async () => {
    const f = await under({ number: 1, sha256: HASH });
    const { book } = forge(await honest(desk)).first('service.start').detail;
    const old = f.first('service.start');
    const next = f.first('request.submit');
    const other = { ...old, subject: 'node:lyon', at: next.at };
    const anew = f.before(next, { ...other, detail: { ...old.detail, book } });
    const { site, version } = old.detail as { site: string; version: string };
    const started = { site, version, state: 'running', run: 1, startedAt: timeOf(anew), endedAt: null };
    anew.detail['changes'] = [
      insert('node', { id: 'lyon', ...started }),
      set('setting', 'book', { value: canonical(book) }),
    ];
    expect(judgeAll(f.signed())).toBeUndefined();
    const wrong = f.before(anew, { action: 'nothing.known' });
    f.cut(wrong);
    expect(judgeAll(f.signed())?.sentence).toContain('under book 1');
  });
});

describe('with openings', () => {
  /** A certificate of Alice's for which the service committed to other words than these. */
  const says = async (column: 'names' | 'subject', change: (said: Record<string, string>) => void) => {
    const { openings: honestOpenings, ...journal } = await honest(people);
    const f = forge({ openings: honestOpenings, ...journal });
    const intended = f.last('certificate.intend', (e) => rowIn(e, 'certificate')['profile'] === 'smart-card-logon');
    const row = rowIn(intended, 'certificate');
    const subject = `certificate:${changeIn(intended, 'certificate').id}`;
    const opening = honestOpenings.find((one) => one.subject === subject && one.field === column);
    if (!opening) throw new Error(`${subject} ${column} is not opened`);
    const text: string = JSON.parse(opening.value);
    const said: Record<string, string> = column === 'names' ? JSON.parse(text) : { text };
    change(said);
    const value = JSON.stringify(column === 'names' ? canonical(said) : said['text']);
    const commitment = commitToText(value, opening.salt);
    row[column] = { commitment };
    const openings = [...honestOpenings, { ...opening, value, commitment }];
    const { dir, vkey } = await exportSigned(f.signed(), { policy: journal.policy, openings });
    const seq = f.entries.indexOf(intended);
    await expect(verifyExport(dir, { vkey, rules })).rejects.toMatchObject({ code: 'journal_broken', detail: { seq } });
  };

  it.each([
    ['name', 'commonName', 'Directeur Général'],
    ['person', 'serialNumber', 'FRESH000000000000000000001'],
    ['e-mail address', 'email', 'ministre@interieur.example'],
    ['Windows account', 'userPrincipalName', 'administrateur@int.example'],
    ['SID', 'securityIdentifier', 'S-1-5-21-1-2-3-500'],
  ])('a certificate with another %s than its holder’s', (_, word, value) =>
    says('names', (said) => {
      expect(said[word]).toBeDefined();
      said[word] = value;
    }),
  );
  it('a certificate whose subject is another’s', () =>
    says('subject', (said) => {
      said['text'] = (said['text'] ?? '').replace(/CN=[^,]*/, 'CN=Directeur Général');
    }));
});

describe('while a restore waits', () => {
  /** In a journal whose restore nobody confirmed: an entry behind its end. */
  const waiting = async (say: (f: Forged, at: Entry) => Entry) => {
    const f = await from(restore);
    f.isWrong(say(f, f.last('restore.end')));
  };

  it('a certificate of the service is issued', async () => {
    const made = forge(await honest(service)).first('certificate.intend');
    await waiting((f, at) => {
      const intended = f.after(at, { action: 'certificate.intend', subject: made.subject });
      const old = rowIn(f.first('certificate.intend'), 'certificate');
      const adopted = changesOf(f.first('profile.adopt')).find(({ id }) => id === 'profile:tls-server');
      const profileHash = adopted && 'insert' in adopted ? (adopted.insert['value'] ?? null) : null;
      const now = timeOf(intended);
      const row = { ...rowIn(made, 'certificate'), issuerId: old['issuerId'] ?? null, profileHash, intendedAt: now };
      f.with(intended, insert('certificate', { ...row, id: changeIn(made, 'certificate').id, notBefore: now }));
      return intended;
    });
  });

  it('it is confirmed although nobody knows what was revoked, and nobody vouches for it', async () => {
    const f = await from(restore);
    f.drop(f.last('restore.copyFound'));
    f.isWrong(f.last('dualControl.confirm', ofAct('restore.confirm')));
  });

  it('a copy is found that was never missing', async () => {
    const f = await from(restore);
    const found = f.last('restore.copyFound');
    f.isWrong(f.after(found, { action: found.action, changes: changesOf(found) }));
  });

  it('a policy is changed by one of the two who would confirm it', async () => {
    await waiting((f, at) => {
      const confirmed = f.last('dualControl.confirm', ofAct('role.grant'));
      return f.after(at, {
        action: 'dualControl.confirm',
        actor: confirmed.actor,
        role: confirmed.role,
        subject: confirmed.subject,
        changes: [insert('setting', { id: 'purge.years', value: '8' })],
      });
    });
  });

  it('a technician, whose role ended with it, takes the next request', async () => {
    await waiting((f, at) => {
      const { actor } = f.last('production.begin', (e) => timeOf(e) < timeOf(at));
      const id = changeIn(
        f.last('request.submit', (e) => timeOf(e) < timeOf(at)),
        'request',
      ).id;
      const taken = f.after(at, { action: 'request.putBack', actor, role: 'technician', subject: `request:${id}` });
      f.with(taken, move('request', id, 'produced', 'approved', { producerId: null, leaseUntil: null }));
      return taken;
    });
  });
});
