import type { Entry } from '../../../src/journal/entry.ts';
import type { JsonRow } from '../../../src/journal/entry-changes.ts';
import type { Journey } from '../../support/judged/journals/journal.ts';
import { loss } from '../../support/judged/journals/machines/loss.ts';
import { renewal } from '../../support/judged/journals/renewal.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { changeIn, type Forged, forge, freshId, insert, move, rowIn, timeOf } from './forging.ts';

const opened = async (journey: Journey): Promise<Forged> => forge(await honest(journey));
/** The journal up to this entry is refused there, with this sentence and none before it. */
function refusedAt(f: Forged, entry: Entry, sentence: string): void {
  f.cut(entry);
  expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(entry), sentence: `request.submit: ${sentence}` });
}
/** The row of the request itself, which others may stand before. */
const askedIn = (entry: Entry): Record<string, unknown> => {
  const change = ((entry.detail['changes'] ?? []) as { id: string; insert?: Record<string, unknown> }[]).find(
    ({ id }) => id === entry.subject.replace('request:', ''),
  );
  return change?.insert ?? {};
};
const asks =
  (kind: string, reason: string | null = null) =>
  (entry: Entry) => {
    const row = askedIn(entry);
    return entry.outcome === 'done' && row['kind'] === kind && row['reason'] === reason;
  };
const FOLLOWS =
  "request.replacesTokenId is not the holder's token on that workstation: the active one for a renewal, the last in use for a replacement, never a temporary one; nothing if there is none";

describe('a request follows the token that it replaces', () => {
  it.each(['stolen', 'forgotten'])('and no other: none, for one that was %s', async (reason) => {
    const f = await opened(loss);
    const asked = f.first('request.submit', asks('replacement', reason));
    expect(askedIn(asked)['replacesTokenId']).toMatch(/^L-/);
    askedIn(asked)['replacesTokenId'] = null;
    refusedAt(f, asked, FOLLOWS);
  });

  it('and no other: a temporary one', async () => {
    const f = await opened(loss);
    const asked = f.last('request.submit', asks('replacement', 'forgotten'));
    expect(askedIn(asked)['replacesTokenId']).toBeNull();
    askedIn(asked)['replacesTokenId'] = 'L-0004';
    refusedAt(f, asked, FOLLOWS);
  });

  it('and no other: somebody else’s', async () => {
    const f = await opened(renewal);
    const asked = f.first('request.submit', asks('renewal'));
    askedIn(asked)['replacesTokenId'] = 'R-0003';
    refusedAt(f, asked, FOLLOWS);
  });

  it('and a first issue follows none', async () => {
    const f = await opened(renewal);
    const asked = f.last('request.submit', asks('first-issue'));
    askedIn(asked)['replacesTokenId'] = 'R-0001';
    refusedAt(f, asked, FOLLOWS);
  });
});

describe('a replacement ends the renewal of what is replaced', () => {
  const replaced = async () => {
    const f = await opened(loss);
    return { f, asked: f.first('request.submit', asks('replacement', 'damaged')) };
  };

  it('and does not leave it open', async () => {
    const { f, asked } = await replaced();
    f.without(asked, ({ id }) => id !== asked.subject.replace('request:', ''));
    f.isWrong(asked);
  });

  it('with its date', async () => {
    const { f, asked } = await replaced();
    rowIn(asked, 'request')['closedAt'] = 1;
    refusedAt(f, asked, 'overtaken.closedAt is not the moment of the act');
  });

  it('and one that is asked for because of nothing ends none, in whatever order it is written', async () => {
    const { f, asked } = await replaced();
    Object.assign(askedIn(asked), { kind: 'first-issue', reason: null, replacesTokenId: null });
    (asked.detail['changes'] as unknown[]).reverse();
    f.isWrong(asked);
  });

  it('and ends no request of another workstation', async () => {
    const { f, asked } = await replaced();
    const others = f.first('request.submit', ({ detail }) => JSON.stringify(detail).includes('first-issue'));
    const change = changeIn(asked, 'request');
    Object.assign(change, { id: others.subject.replace('request:', ''), from: 'closed' });
    f.isWrong(asked);
  });
});

describe('what is asked for after a token was lost before its receipt ends the request of that token', () => {
  const replaced = async () => {
    const f = await opened(loss);
    return { f, asked: f.last('request.submit', asks('replacement', 'lost')) };
  };

  it('and does not leave it open', async () => {
    const { f, asked } = await replaced();
    f.without(asked, ({ id }) => id !== asked.subject.replace('request:', ''));
    f.isWrong(asked);
  });

  it.each(['label', 'handover'])('nor its %s', async (left) => {
    const { f, asked } = await replaced();
    f.without(asked, ({ table }) => table === (left === 'label' ? 'letter' : 'handover'));
    f.isWrong(asked);
  });

  it('with its date', async () => {
    const { f, asked } = await replaced();
    rowIn(asked, 'request')['closedAt'] = 1;
    refusedAt(f, asked, 'lost.closedAt is not the moment of the act');
  });

  it('and none of a token that is in use', async () => {
    const { f, asked } = await replaced();
    const from = f.entries.indexOf(f.last('token.reportLoss'));
    f.drop(...f.entries.slice(from, f.entries.indexOf(asked)));
    f.isWrong(asked);
  });
});

describe('a request that is changed is asked for by the same rules', () => {
  /** The holder changes a request a second after they made it. */
  const amended = (f: Forged, asked: Entry, cells: Record<string, unknown>): Entry => {
    const row = askedIn(asked);
    const said = { ...cells, comment: null, contentHash: 'b'.repeat(43), deliverySite: row['deliverySite'] };
    const set = { workstationId: row['workstationId'], ...said, contentSalt: { commitment: 'c'.repeat(43) } };
    const id = asked.subject.replace('request:', '');
    const changes = [move('request', id, 'submitted', 'submitted', { ...set, approvedAt: null } as JsonRow)];
    return f.after(asked, { action: 'request.amend', changes });
  };

  it('no renewal where there is nothing to renew', async () => {
    const f = await opened(renewal);
    const asked = f.first('request.submit', asks('renewal'));
    const others = askedIn(f.first('request.submit', asks('first-issue')));
    const elsewhere = askedIn(f.last('request.submit', asks('first-issue')))['workstationId'];
    expect(elsewhere).not.toBe(others['workstationId']);
    const wrong = amended(f, asked, { workstationId: elsewhere, replacesTokenId: null });
    f.cut(wrong);
    expect(judgeAll(f.signed())).toEqual({
      seq: f.entries.indexOf(wrong),
      sentence: 'request.amend: an active token, which is not a temporary one, is renewed',
    });
  });

  it('and no temporary token beside another', async () => {
    const f = await opened(loss);
    const asked = f.first('request.submit', asks('replacement', 'forgotten'));
    const given = f.first('handover.confirmReceipt', (entry) => entry.subject === asked.subject);
    const again = f.after(given, {
      action: 'request.submit',
      subject: `request:${freshId()}`,
      actor: asked.actor,
      role: asked.role,
      changes: [],
    });
    const id = again.subject.replace('request:', '');
    const fresh = {
      id,
      number: String(askedIn(asked)['number']).replace(/\d{5}$/, '09999'),
      contentHash: 'd'.repeat(43),
      submittedAt: timeOf(again),
      rank: timeOf(again),
    };
    const row = { ...askedIn(asked), ...fresh, contentSalt: { commitment: 'e'.repeat(43) } } as JsonRow & {
      id: string;
    };
    again.detail['changes'] = [insert('request', row)];
    refusedAt(f, again, 'a temporary token is not asked for beside another');
  });
});

describe('a renewal that the service asks for', () => {
  const asked = async () => {
    const f = await opened(renewal);
    const all = f.entries.filter(({ action }) => action === 'request.renewDue');
    expect(all.map(({ actor, role }) => `${actor} ${role}`)).toEqual(Array(3).fill('system system'));
    const [one, other] = all as [Entry, Entry];
    return { f, one, row: askedIn(one), other };
  };
  const wrong = (f: Forged, one: Entry, sentence: string): void => {
    f.cut(one);
    expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(one), sentence: `request.renewDue: ${sentence}` });
  };
  /** The same once more, after another entry. */
  const again = (f: Forged, beside: Entry, row: Record<string, unknown>): Entry => {
    const id = freshId();
    const said = { action: 'request.renewDue', actor: 'system', role: 'system', subject: `request:${id}` };
    const made = f.after(beside, said);
    const number = String(row['number']).replace(/\d{5}$/, '09999');
    const fresh = { id, number, contentHash: 'd'.repeat(43), contentSalt: { commitment: 'e'.repeat(43) } };
    made.detail['changes'] = [
      insert('request', { ...(row as JsonRow), ...fresh, submittedAt: timeOf(made), rank: timeOf(made) }),
    ];
    return made;
  };

  it.each([
    ['kind', 'replacement', 'request.kind is not "renewal"'],
    ['reason', 'lost', 'request.reason is not nothing'],
    ['priority', 2, 'request.priority is not "0"'],
    ['state', 'approved', 'a new request does not begin as approved'],
    ['deliverySite', 'chez moi', 'request.deliverySite is not holder.site'],
    ['approvedAt', 1, 'request.approvedAt is not written here'],
  ])('says nothing of its own: %s', async (column, value, sentence) => {
    const { f, one, row } = await asked();
    row[column] = value;
    wrong(f, one, sentence);
  });

  it('is the holder’s, and nobody else’s', async () => {
    const { f, one, row } = await asked();
    row['askerId'] = f.person('M-THOMAS');
    wrong(f, one, 'request.askerId is not request.holderId of the same entry');
  });

  it('is for no one but who holds the token', async () => {
    const { f, one, row } = await asked();
    const thomas = f.person('M-THOMAS');
    Object.assign(row, { holderId: thomas, askerId: thomas });
    f.isWrong(one);
  });

  it('is asked for by nobody else', async () => {
    const { f, one } = await asked();
    Object.assign(one, { actor: f.person('M-THOMAS'), role: 'technician' });
    wrong(f, one, `only the service does this, not ${one.actor}`);
  });

  it('is not asked for before its time', async () => {
    const { f, one, row } = await asked();
    const isBefore = (entry: Entry): boolean => f.entries.indexOf(entry) < f.entries.indexOf(one);
    const lasts = f.last('handover.confirmReceipt', (entry) => entry.actor === row['holderId'] && isBefore(entry));
    const early = again(f, lasts, row);
    wrong(f, early, 'the certificate of the token is good and ends in renewal.firstDays days at most');
  });

  it('is not asked for again once its holder withdrew it', async () => {
    const { f, row } = await asked();
    wrong(f, again(f, f.first('request.withdraw'), row), 'this renewal was not asked for in this time yet');
  });

  it('is not asked for beside what is open already', async () => {
    const { f, row, other } = await asked();
    f.isWrong(again(f, other, row));
  });
});

describe('a second renewal in a row', () => {
  const checked = async () => {
    const f = await opened(renewal);
    const check = f.first('handover.checkIdentity', ({ detail }) => detail['kind'] === 'renewal');
    const given = f.first('handover.handOver', ({ subject }) => subject === check.subject);
    return { f, check, given };
  };
  const IDENTIFIED = 'of a second renewal in a row, an operator checked the identity of the holder';

  it('is not handed over by its holder’s own factor alone', async () => {
    const { f, check, given } = await checked();
    f.drop(check);
    f.cut(given);
    const sentence = `handover.handOver: ${IDENTIFIED}`;
    expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(given), sentence });
  });

  it('is not checked by its holder', async () => {
    const { f, check } = await checked();
    Object.assign(check, { actor: f.person('M-BRUNO'), role: 'agent' });
    rowIn(check, 'identityCheck')['checkedBy'] = check.actor;
    f.isWrong(check);
  });

  it('is checked once', async () => {
    const { f, check } = await checked();
    const again = f.after(check, { action: 'handover.checkIdentity', detail: { ...check.detail } });
    const row = { ...rowIn(check, 'identityCheck'), id: freshId(), checkedAt: timeOf(again) };
    again.detail['changes'] = [insert('identityCheck', row)];
    f.cut(again);
    const sentence = 'handover.checkIdentity renewal: it was not checked for this hand-over yet';
    expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(again), sentence });
  });

  it('and no first one is', async () => {
    const { f, check } = await checked();
    const first = f.first('request.submit', asks('renewal'));
    const challenged = f.first('handover.challenge', ({ subject }) => subject === first.subject);
    const early = f.after(challenged, { action: 'handover.checkIdentity', detail: { ...check.detail } });
    Object.assign(early, { actor: check.actor, role: check.role });
    const handoverId = changeIn(challenged, 'handover').id;
    const row = { ...rowIn(check, 'identityCheck'), id: freshId(), handoverId, checkedAt: timeOf(early) };
    early.detail['changes'] = [insert('identityCheck', row)];
    f.isWrong(early);
  });
});
