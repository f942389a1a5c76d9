import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf, type JsonChange } from '../../../src/journal/entry-changes.ts';
import { recalls } from '../../support/judged/journals/recall.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { changeIn, type Forged, forge, move, rowIn } from './forging.ts';

const opened = async (): Promise<Forged> => forge(await honest(recalls));
/** The journal up to this entry is refused there, with this sentence and none before it. */
function refusedAt(f: Forged, entry: Entry, sentence: string): void {
  f.cut(entry);
  expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(entry), sentence });
}
const isDone = ({ outcome }: Entry): boolean => outcome === 'done';

const FOLLOWED =
  "the holder's open request for this workstation, whose token was not lost and which is not one for a temporary token";

describe('a recall', () => {
  it('is honest in its journal', async () => {
    const f = await opened();
    expect(judgeAll(f.signed())).toBeUndefined();
    for (const act of ['hit', 'replace', 'repeat', 'follow', 'leave', 'revoke', 'close'])
      f.first(`recall.${act}`, isDone);
  });

  it.each([
    ['by another than the first of the two', 'proposerId', 'proposal.proposerId'],
    ['by another than the second', 'confirmerId', 'the actor'],
  ])('is opened in the name of %s', async (_, column, source) => {
    const f = await opened();
    const confirmed = f.first('dualControl.confirm', ({ detail }) => detail['act'] === 'recall.open');
    rowIn(confirmed, 'recall')[column] = f.person('M-ALICE');
    refusedAt(f, confirmed, `dualControl.confirm recall.open: recall.${column} is not ${source}`);
  });

  it('is of another batch than was decided', async () => {
    const f = await opened();
    const confirmed = f.first('dualControl.confirm', ({ detail }) => detail['act'] === 'recall.open');
    rowIn(confirmed, 'recall')['value'] = 'L-8';
    refusedAt(f, confirmed, 'dualControl.confirm recall.open: recall.value is not value of what was decided');
  });

  it('hits a token of another batch', async () => {
    const f = await opened();
    const hit = f.first('recall.hit');
    const other = f.first('token.receive', ({ subject }) => subject === 'token:R-0008');
    const items = ((hit.detail['changes'] ?? []) as JsonChange[]).flatMap((change) =>
      'insert' in change ? [change.insert] : [],
    );
    const blank = items.find(({ left }) => left === 'blank')!;
    Object.assign(blank, { tokenId: 'R-0008', since: rowIn(other, 'token')['receivedAt'] });
    f.cut(hit);
    expect(judgeAll(f.signed())?.sentence).toContain('recallItem.tokenId is not a token of the recall');
  });

  it.each(['token', 'certificate'])('hits a token whose %s is left in use', async (table) => {
    const f = await opened();
    const hit = f.first('recall.hit');
    f.without(hit, (change) => change.table === table && change.id === changeIn(hit, table).id);
    f.isWrong(hit);
  });

  it('hits by a person', async () => {
    const f = await opened();
    const hit = f.first('recall.hit');
    Object.assign(hit, { actor: f.person('M-ODILE'), role: 'security-officer' });
    refusedAt(f, hit, `recall.hit: only the service does this, not ${hit.actor}`);
  });

  it.each([
    ['for another holder', 'holderId', 'recallItem.holderId'],
    ['in another’s name', 'askerId', 'recall.proposerId'],
    ['before all others', 'priority', '1 where the token is revoked at once, else 0'],
    ['for another reason', 'reason', '"recalled"'],
    ['as a first issue', 'kind', '"replacement"'],
  ])('asks for a replacement %s', async (_, column, source) => {
    const f = await opened();
    const asked = f.first('recall.replace');
    const wrong = { priority: 2, reason: 'lost', kind: 'first-issue' } as Record<string, unknown>;
    rowIn(asked, 'request')[column] = (wrong[column] ?? f.person('M-BRUNO')) as never;
    refusedAt(f, asked, `recall.replace: request.${column} is not ${source}`);
  });

  it('asks for a replacement that nobody approved, and has it made', async () => {
    const f = await opened();
    const asked = f.first('recall.replace');
    f.without(asked, ({ table }) => table === 'approval');
    refusedAt(f, asked, 'recall.replace: approval is not made');
  });

  it('asks for a replacement that waits for nobody, and says that it waits', async () => {
    const f = await opened();
    const asked = f.first('recall.replace');
    Object.assign(rowIn(asked, 'request'), { state: 'submitted', approvedAt: null });
    refusedAt(f, asked, 'recall.replace: a new request does not begin as submitted');
  });

  it('asks for a profile that the token did not have, and has it made', async () => {
    const f = await opened();
    const asked = f.first('recall.replace');
    rowIn(asked, 'request')['profile'] = 'smart-card-logon';
    refusedAt(f, asked, 'recall.replace: a new request does not begin as approved');
  });

  it('has the second person approve a profile that they did not decide, and waits for another', async () => {
    const f = await opened();
    const asked = f.first('recall.replace');
    Object.assign(rowIn(asked, 'request'), { profile: 'smart-card-logon', state: 'submitted', approvedAt: null });
    f.cut(asked);
    expect(judgeAll(f.signed())?.sentence).toContain('recall.replace: approval is written although not: the second');
  });

  it('has the replacement approved by another than the second person', async () => {
    const f = await opened();
    const asked = f.first('recall.replace');
    rowIn(asked, 'approval')['approverId'] = f.person('M-THEO');
    refusedAt(f, asked, 'recall.replace: approval.approverId is not recall.confirmerId');
  });

  it('leaves a token without a replacement for a reason that is none', async () => {
    const f = await opened();
    const left = f.first('recall.leave');
    rowIn(left, 'recallItem')['left'] = 'workstation';
    refusedAt(f, left, 'recall.leave: recallItem.left is not the reason, as it is');
  });

  it('leaves a token although a request is open that takes its place', async () => {
    const f = await opened();
    const followed = f.first('recall.follow');
    // whoever has left gets nothing new, and what is open for them stands until it is ended
    const disabled = f.first('account.disable', ({ outcome }) => outcome === 'done');
    const id = f.person('M-BRUNO');
    disabled.subject = disabled.subject.replace(/:.*/, `:${id}`);
    Object.assign(changeIn(disabled, 'account'), { id });
    followed.action = 'recall.leave';
    const { settledAt } = rowIn(followed, 'recallItem');
    Object.assign(changeIn(followed, 'recallItem'), { set: { settledAt, left: 'holder' } });
    refusedAt(f, followed, 'recall.leave: no request is open, but for a temporary token');
  });

  it('follows a request of somebody else', async () => {
    const f = await opened();
    const followed = f.first('recall.follow');
    const other = f.first(
      'request.submit',
      ({ subject }) => subject !== `request:${rowIn(followed, 'recallItem')['requestId']}`,
    );
    rowIn(followed, 'recallItem')['requestId'] = other.subject.replace('request:', '');
    refusedAt(f, followed, `recall.follow: recallItem.requestId is not ${FOLLOWED}`);
  });

  it('follows a request for a temporary token', async () => {
    const f = await opened();
    const followed = f.first('recall.follow');
    const asked = f.first(
      'request.submit',
      ({ subject }) => subject === `request:${rowIn(followed, 'recallItem')['requestId']}`,
    );
    Object.assign(rowIn(asked, 'request'), { kind: 'replacement', reason: 'forgotten' });
    refusedAt(f, followed, `recall.follow: recallItem.requestId is not ${FOLLOWED}`);
  });

  /** The replacement of a token whose renewal was lost on its way, and that renewal. */
  const inPlaceOfLost = async () => {
    const f = await opened();
    const isDrop = (change: JsonChange): boolean =>
      change.table === 'request' && 'set' in change && change.set['state'] === 'withdrawn';
    const replaced = f.first('recall.replace', (e) => changesOf(e).some(isDrop));
    return { f, replaced, lost: changesOf(replaced).find(isDrop)?.id ?? '' };
  };
  it('follows a request whose token was lost', async () => {
    const { f, replaced, lost } = await inPlaceOfLost();
    const item = changeIn(replaced, 'recallItem');
    const { settledAt } = rowIn(replaced, 'recallItem');
    replaced.action = 'recall.follow';
    replaced.subject = `recallItem:${item.id}`;
    replaced.detail = { changes: [{ ...item, set: { settledAt, requestId: lost } }] };
    refusedAt(f, replaced, `recall.follow: recallItem.requestId is not ${FOLLOWED}`);
  });

  it('asks anew beside a request whose token was lost', async () => {
    const { f, replaced, lost } = await inPlaceOfLost();
    f.without(replaced, ({ id }) => id === lost);
    f.isWrong(replaced);
  });

  it('is closed by a technician', async () => {
    const f = await opened();
    const closed = f.first('recall.close', isDone);
    const actor = f.person('M-THEO');
    Object.assign(closed, { actor, role: 'technician' });
    rowIn(closed, 'recall')['closerId'] = actor;
    refusedAt(f, closed, `recall.close: ${actor} as technician may not do this: forbidden`);
  });

  it('is closed while tokens of it are left', async () => {
    const f = await opened();
    const closed = f.first('recall.close', isDone);
    const hit = f.first('recall.hit');
    const { actor, role, subject } = closed;
    const again = f.after(hit, { action: 'recall.close', actor, role, subject, changes: [] });
    const id = subject.replace('recall:', '');
    again.detail['changes'] = [{ ...changeIn(closed, 'recall'), id }];
    const { set } = changeIn(again, 'recall') as unknown as { set: Record<string, unknown> };
    Object.assign(set, { closedAt: Date.parse(again.at) });
    f.cut(again);
    expect(judgeAll(f.signed())?.sentence).toBe('recall.close: all is settled for each token that was hit');
  });

  it('revokes at a date that is to come', async () => {
    const f = await opened();
    const revoked = f.first('recall.revoke');
    const opens = f.entries.filter(
      ({ detail, action }) => action === 'dualControl.confirm' && detail['act'] === 'recall.open',
    );
    const last = opens.at(-1)!;
    rowIn(last, 'recall')['revokeAt'] = null;
    f.cut(revoked);
    expect(judgeAll(f.signed())?.sentence).toContain('recall.revokeAt is not revokeAt of what was decided');
  });

  it('lets a token of its kind be made while it is open', async () => {
    const f = await opened();
    const received = f.first('token.receive', ({ subject }) => subject === 'token:R-0007');
    rowIn(received, 'token')['firmware'] = '5.7.1';
    const begun = f.first('production.begin', (entry) => isDone(entry) && changeIn(entry, 'token').id === 'R-0007');
    refusedAt(f, begun, 'production.begin token: no open recall is of this kind of token, and it was never recalled');
  });

  it('is closed while a blank of its kind is left', async () => {
    const f = await opened();
    const received = f.first('token.receive', ({ subject }) => subject === 'token:R-0008');
    rowIn(received, 'token')['firmware'] = '5.7.1';
    const closed = f.last('recall.close', isDone);
    refusedAt(f, closed, 'recall.close: no token of the recall is blank, being made or in use');
  });

  it('lets a recalled token back into stock', async () => {
    const f = await opened();
    const closed = f.first('recall.close', isDone);
    const by = { actor: f.person('M-THEO'), role: 'technician', subject: 'token:R-0001' } as const;
    const back = f.after(closed, {
      ...by,
      action: 'token.return',
      changes: [move('token', 'R-0001', 'revoked', 'returned')],
    });
    const unbound = {
      label: null,
      requestId: null,
      holderId: null,
      workstationId: null,
      keyId: null,
      certificateId: null,
    };
    const wiped = f.after(back, {
      ...by,
      action: 'stock.recycle',
      changes: [move('token', 'R-0001', 'returned', 'in_stock', unbound)],
    });
    refusedAt(f, wiped, 'stock.recycle: no open recall is of this kind of token, and it was never recalled');
  });
});
