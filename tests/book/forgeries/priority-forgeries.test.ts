import { DAY_MS } from '../../../src/durations.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { operators } from '../../support/judged/journals/operators.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { changeIn, type Forged, forge, rowIn, set } from './forging.ts';

const RANK =
  'request.rank is not the moment of the request, less the days that the policy gives to its priority as confirmed, or as asked until somebody confirms (queue.continuityDays, queue.crisisDays)';
const REASON =
  'request.priorityReason is not "as-asked" where it is what was asked; to raise it one of crisis-cell, essential-service, no-other-access, deadline; to lower it one of not-urgent, over, fairness; else unchanged';

/** Of the request that its asker called a crisis: Valérie confirms it, lowers it, and raises it again. */
describe('a place in the queue', () => {
  let f: Forged;
  beforeEach(async () => {
    f = forge(await honest(operators));
  });
  const lowered = (): Entry => f.first('request.prioritise');
  const raised = (): Entry => f.last('request.prioritise');
  const approved = (): Entry => f.last('request.approve');
  function refused(entry: Entry, sentence: string): void {
    f.cut(entry);
    expect(judgeAll(f.signed())).toEqual({
      seq: f.entries.indexOf(entry),
      sentence: `${entry.action}: ${sentence}`,
    });
  }
  const move = (entry: Entry, days: number): void => {
    const row = rowIn(entry, 'request');
    row['rank'] = Number(row['rank']) + days * DAY_MS;
  };

  it.each(['request.submit', 'request.approve', 'request.prioritise'])(
    'is no other than its rule says: %s',
    (action) => {
      const entry = f.last(action);
      move(entry, -1);
      refused(entry, RANK);
    },
  );

  it('is not that of a priority that nobody confirmed', () => {
    rowIn(approved(), 'request')['confirmedPriority'] = 1;
    refused(approved(), REASON);
  });

  it.each([
    ['to lower it', lowered, 'crisis-cell'],
    ['to raise it', raised, 'over'],
    ['to raise it, as if it was asked so', raised, 'as-asked'],
    ['to raise it, as if a recall did', raised, 'recalled'],
  ])('is given with a reason of its direction: %s', (_, which, reason) => {
    rowIn(which(), 'request')['priorityReason'] = reason;
    refused(which(), REASON);
  });

  it('is given once', () => {
    const { id } = changeIn(lowered(), 'request');
    const again = f.after(lowered(), {
      action: 'request.prioritise',
      actor: lowered().actor,
      role: 'approver',
      subject: lowered().subject,
      detail: { before: 0, seenPriority: 0 },
      changes: [set('request', id, { ...rowIn(lowered(), 'request') })],
    });
    refused(again, 'the confirmed priority is another than before');
  });

  it('says which one it replaces', () => {
    raised().detail['before'] = 2;
    refused(raised(), 'it says another before than request.confirmedPriority');
  });

  it('is approved as its approver saw it', () => {
    approved().detail['seenPriority'] = 0;
    refused(
      approved(),
      'it says another seenPriority than the priority that counted before the act, which the actor saw',
    );
  });

  it('is changed as who changes it saw it', () => {
    raised().detail['seenPriority'] = 2;
    refused(
      raised(),
      'it says another seenPriority than the priority that counted before the act, which the actor saw',
    );
  });

  it('follows the one before it, which cannot be taken out', () => {
    f.drop(lowered());
    refused(raised(), 'it says another before than request.confirmedPriority');
  });

  it.each([
    ['who asked for it', 'M-CORINNE', 'correspondent'],
    ['a technician', 'M-THOMAS', 'technician'],
  ])('is given by no %s', (_, who, role) => {
    Object.assign(lowered(), { actor: f.person(who), role });
    f.cut(lowered());
    const verdict = judgeAll(f.signed());
    expect(verdict).toMatchObject({ seq: f.entries.indexOf(lowered()) });
    expect(verdict?.sentence).toContain('may not do this');
  });
});
