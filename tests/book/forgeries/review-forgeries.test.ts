import { rules } from '../../../src/book/judge/replay.ts';
import { hashOfAct } from '../../../src/book/language/sources.ts';
import type { AccessReview } from '../../../src/book/rules/decision-args.ts';
import { canonical } from '../../../src/journal/canonical.ts';
import { type Entry, formatTime } from '../../../src/journal/entry.ts';
import { changesOf } from '../../../src/journal/entry-changes.ts';
import { twoPersons } from '../../support/judged/journals/two-persons.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { type Forged, forge, ofAct, rowIn, set, timeOf } from './forging.ts';

type Line = AccessReview['grants'][number];
const REVIEW = ofAct('access.review');
const HASH = 'e'.repeat(64);

/** The journey's two reviews: of a technician and an approver by an officer, and of an officer by two administrators. */
async function reviews(which: 'first' | 'last') {
  const f = forge(await honest(twoPersons));
  const [proposed, confirmed] = [f[which]('dualControl.propose', REVIEW), f[which]('dualControl.confirm', REVIEW)];
  const { grants } = JSON.parse(String(rowIn(proposed, 'proposal')['args'])) as AccessReview;
  /** Has both entries say that these were reviewed. */
  const about = (lines: readonly Line[]): void => {
    const args = { grants: lines };
    const argsHash = hashOfAct({ act: 'access.review', args });
    Object.assign(rowIn(proposed, 'proposal'), { argsHash, args: canonical(args) });
    const ended = lines.filter(({ outcome }) => outcome === 'ended').length;
    Object.assign(confirmed.detail, { argsHash, confirmed: lines.length - ended, ended });
    f.without(confirmed, ({ table }) => table === 'grant');
    const [now, reviewId] = [timeOf(confirmed), confirmed.subject.replace('proposal:', '')];
    const row = ({ outcome }: Line) => ({ reviewedAt: now, reviewId, ...(outcome === 'ended' && { revokedAt: now }) });
    f.with(confirmed, ...lines.map((line) => set('grant', line.grantId, row(line))));
  };
  return { f, proposed, confirmed, grants, about };
}

/** The grants of a role that were ever given before this entry. */
function given(f: Forged, before: Entry, role: Line['role']): Line[] {
  const entries = f.entries.slice(0, f.entries.indexOf(before));
  return entries.flatMap(changesOf).flatMap((change) => {
    if (change.table !== 'grant' || !('insert' in change) || change.insert['role'] !== role) return [];
    return [{ grantId: change.id, personId: String(change.insert['personId']), role, outcome: 'ended' as const }];
  });
}

/** What the entry sets of the grant, to be changed in place. */
function changeOf(entry: Entry, { grantId }: Line) {
  const nth = changesOf(entry)
    .filter(({ table }) => table === 'grant')
    .findIndex(({ id }) => id === grantId);
  return rowIn(entry, 'grant', nth);
}

describe('a review of roles that was not done', () => {
  it('is late for each role that goes on, as the verifier counts them', async () => {
    const { entries } = await honest(twoPersons);
    const late = (days: number): number => {
      const judged = rules.start();
      for (const entry of entries) expect(judged.entry(entry)).toBeUndefined();
      const last = entries.at(-1)!;
      const at = formatTime(timeOf(last) + days * 86_400_000);
      const service = { actor: 'system', role: 'system', subject: 'service', outcome: 'done' } as const;
      const backup = { ...service, action: 'backup.make', detail: { sha256: HASH } };
      expect(judged.entry({ ...backup, seq: last.seq + 1, at })).toBeUndefined();
      return judged.overdueReviews();
    };
    expect([late(0), late(364)]).toEqual([0, 0]);
    // the two founders, Odile, Armand, Thomas, Théo, Valérie, Aurore and Bruno; the others' roles have ended
    expect(late(400)).toBe(9);
  });
});

describe('a review of roles that the verifier refuses', () => {
  it('stays honest where nothing was changed but how the test writes it', async () => {
    const { f, grants, about } = await reviews('first');
    about(grants);
    expect(judgeAll(f.signed())).toBeUndefined();
  });

  it('by one person', async () => {
    const { f, proposed, confirmed } = await reviews('first');
    Object.assign(confirmed, { actor: proposed.actor, role: proposed.role });
    rowIn(confirmed, 'proposal')['confirmerId'] = proposed.actor;
    f.isWrong(confirmed);
  });

  it('by two administrators, of a technician', async () => {
    const { f, confirmed } = await reviews('first');
    const { actor, role } = (await reviews('last')).confirmed;
    Object.assign(confirmed, { actor, role });
    rowIn(confirmed, 'proposal')['confirmerId'] = actor;
    f.isWrong(confirmed);
  });

  it('of the role of who proposes it', async () => {
    const { f, proposed, confirmed, grants, about } = await reviews('first');
    const own = given(f, confirmed, 'administrator').find(({ personId }) => personId === proposed.actor)!;
    about([...grants, { ...own, outcome: 'confirmed' }]);
    f.isWrong(proposed);
  });

  it('of the role of who confirms it', async () => {
    const { f, confirmed, grants, about } = await reviews('first');
    const own = given(f, confirmed, 'security-officer').find(({ personId }) => personId === confirmed.actor)!;
    about([...grants, { ...own, outcome: 'confirmed' }]);
    f.isWrong(confirmed);
  });

  it('of the role of who confirms it, under somebody else’s name', async () => {
    const { f, confirmed, grants, about } = await reviews('first');
    const own = given(f, confirmed, 'security-officer').find(({ personId }) => personId === confirmed.actor)!;
    about([...grants, { ...own, personId: grants[0]!.personId, outcome: 'confirmed' }]);
    f.isWrong(confirmed);
  });

  it('that ends a role, which goes on', async () => {
    const { f, confirmed, grants } = await reviews('first');
    delete changeOf(confirmed, grants.find(({ outcome }) => outcome === 'ended')!)['revokedAt'];
    f.isWrong(confirmed);
  });

  it('that confirms a role, which ends', async () => {
    const { f, confirmed, grants } = await reviews('first');
    changeOf(confirmed, grants.find(({ outcome }) => outcome === 'confirmed')!)['revokedAt'] = timeOf(confirmed);
    f.isWrong(confirmed);
  });

  it('that leaves one of its roles out', async () => {
    const { f, confirmed, grants } = await reviews('first');
    f.without(confirmed, ({ id }) => id === grants[0]!.grantId);
    f.isWrong(confirmed);
  });

  it('of another role than was read', async () => {
    const { f, confirmed, grants, about } = await reviews('first');
    about(grants.map((line) => ({ ...line, role: 'supervisor' as const })));
    f.isWrong(confirmed);
  });

  it('under an earlier date', async () => {
    const { f, confirmed, grants } = await reviews('first');
    changeOf(confirmed, grants[0]!)['reviewedAt'] = timeOf(confirmed) - 86_400_000;
    f.isWrong(confirmed);
  });

  it('of a role that has ended', async () => {
    const { f, confirmed, about } = await reviews('first');
    const ended = f.last('account.endGrant').subject.replace('grant:', '');
    const line = given(f, confirmed, 'supervisor').find(({ grantId }) => grantId === ended)!;
    about([{ ...line, outcome: 'confirmed' }]);
    f.isWrong(confirmed);
  });

  it('after which there is no security officer', async () => {
    const { f, confirmed, about } = await reviews('last');
    about(given(f, confirmed, 'security-officer'));
    f.cut(confirmed);
    expect(judgeAll(f.signed())?.sentence).toMatch('a security officer and an administrator are left');
  });
});
