import { all, must, type Source, sets } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, now, subject } from '../../language/sources.ts';
import { hasEnded } from '../../rights/roles.ts';
import type { AccessReview } from '../../rules/decision-args.ts';
import type { RowOf } from '../../tables/row.ts';
import { someoneIsLeft } from '../people/someone-is-left.ts';
import { confirms, decided } from './decided.ts';

type Outcome = AccessReview['grants'][number]['outcome'];
const lines = (s: Scene): AccessReview['grants'] => decided('access.review', s)?.grants ?? [];
const idsOf = (s: Scene, outcome: Outcome): string[] =>
  lines(s).flatMap((line) => (line.outcome === outcome ? [line.grantId] : []));
const rowsOf =
  (outcome: Outcome) =>
  (s: Scene): RowOf<'grant'>[] =>
    idsOf(s, outcome).flatMap((id) => s.get('grant', id) ?? []);
const count = (outcome: Outcome, fr: string, en: string): Source =>
  computed(fr, en, (v, s) => v === idsOf(s, outcome).length);

const reviewed = { reviewedAt: now, reviewId: subject };

/** Once a year two persons look at each role: it is confirmed, or it ends. */
export const REVIEW_ACCESS = confirms('access.review', {
  says: {
    confirmed: count('confirmed', 'combien de rôles sont confirmés', 'how many roles are confirmed'),
    ended: count('ended', 'combien de rôles prennent fin', 'how many roles end'),
  },
  writes: [
    all(rowsOf('confirmed'), sets('grant', reviewed, { as: 'confirmedGrant' })),
    all(rowsOf('ended'), sets('grant', { ...reviewed, revokedAt: now }, { as: 'endedGrant' })),
  ],
  before: [
    must(
      'chaque rôle est celui qui fut lu, de cette personne, et n’a pas pris fin',
      'each role is the one that was read, of that person, and has not ended',
      (s) =>
        lines(s).every(({ grantId, personId, role }) => {
          const grant = s.get('grant', grantId);
          if (grant?.personId !== personId || grant.role !== role || grant.revokedAt !== null) return false;
          return !hasEnded(grant, s.clock.earliest);
        }),
    ),
    someoneIsLeft((s) => {
      const ended = new Set(idsOf(s, 'ended'));
      return ({ id }) => ended.has(id);
    }),
  ],
});
