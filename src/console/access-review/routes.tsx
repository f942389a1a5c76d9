import { mightEver } from '../../book/rights/authorise.ts';
import { AccessReview } from '../../book/rules/decision-args.ts';
import { AppError } from '../../errors.ts';
import type { ReviewedGrant } from '../../flow/reading/people/access-review.ts';
import { accessReviewCsv } from '../../reports/access-review.ts';
import { single, type Values } from '../frame/forms/forms.ts';
import type { Handler } from '../frame/page-router.tsx';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { AccessReviewPage, FIELD } from './access-review.tsx';

/** Two persons look at who holds which role, once a year. */
export function accessReviewRoutes({ door: { flow }, on }: RouteParts): void {
  const show: Handler<Member> = async (member) => {
    const { caller } = member.me;
    const [grants, { days }] = await Promise.all([
      flow.reading.accessReview(caller),
      flow.reading.accessReviewStanding(caller),
    ]);
    const mayPropose = mightEver(caller, 'dualControl.propose', member.now);
    const page = <AccessReviewPage grants={grants} days={days} mayPropose={mayPropose} />;
    return { title: member.t('menu.accessReview'), page };
  };
  on.get('/revue-des-roles', show);
  on.get('/revue-des-roles.csv', async (member) => {
    const content = Buffer.from(accessReviewCsv(await flow.reading.accessReview(member.me.caller)));
    return { file: { name: 'jeton-revue-des-roles.csv', type: 'text/csv; charset=utf-8', content } };
  });
  on.post(
    '/revue-des-roles',
    async (member) => {
      const { caller } = member.me;
      const args = reviewOf(member.values, await flow.reading.accessReview(caller));
      await flow.dualControl.propose(caller, { act: 'access.review', args });
      return { to: '/double-controle', notice: { kind: 'success', text: 'review.done' } };
    },
    { show, act: 'dualControl.propose' },
  );
}

/** What was chosen, each with the role as it was read. Throws `changed_since` for one that nobody holds any more. */
function reviewOf(values: Values, grants: readonly ReviewedGrant[]): AccessReview {
  const byId = new Map(grants.map((grant) => [grant.id, grant]));
  const names = Object.keys(values).filter((name) => name.startsWith(FIELD) && single(values, name) !== '');
  const lines = names.map((name) => {
    const grant = byId.get(name.slice(FIELD.length));
    if (!grant) throw new AppError('changed_since', 'these are other roles by now: read the list again');
    return { grantId: grant.id, personId: grant.personId, role: grant.role, outcome: single(values, name) };
  });
  const { success, data } = AccessReview.safeParse({ grants: lines });
  if (success) return data;
  // no field of the page is wrong: nothing was chosen in any of them, or in too many
  throw new AppError('invalid_input', 'choose from 1 to 100 roles', { detail: { why: 'review' } });
}
