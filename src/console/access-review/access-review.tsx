import type { ReviewedGrant } from '../../flow/reading/people/access-review.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Form, Submit, useField } from '../frame/components/form.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { shortDay } from '../frame/dates.ts';

interface AccessReviewProps {
  grants: readonly ReviewedGrant[];
  /** How many days a role goes on without a review. */
  days: number;
  /** Whether the reader may propose a review; an auditor reads. */
  mayPropose: boolean;
}

const BADGE: Readonly<Record<ReviewedGrant['standing'], string>> = {
  overdue: 'fr-badge--error',
  due: 'fr-badge--warning',
  later: 'fr-badge--success',
  ends: 'fr-badge--icon-left fr-icon-time-line',
};
/** How the field of a grant's decision is called. */
export const FIELD = 'grant-';

/** « Revue des rôles »: who holds which role, and what two persons decide of it. */
export function AccessReviewPage({ grants, days, mayPropose }: AccessReviewProps) {
  const { t, visit } = useVisit();
  const decides = (grant: ReviewedGrant) => !grant.proposed && grant.personId !== visit.me?.person.id;
  const table = <Grants grants={grants} mayPropose={mayPropose} />;
  return (
    <>
      <h1>{t('menu.accessReview')}</h1>
      <p class="fr-text--lead">{t('review.lead', { days })}</p>
      <Standing grants={grants} />
      <p>
        <a class="fr-link fr-link--download" href="/revue-des-roles.csv" download>
          {t('review.csv')}
        </a>
      </p>
      {mayPropose && grants.some(decides) ? (
        <Form action="/revue-des-roles" name="review">
          {table}
          <p class="fr-hint-text">{t('review.send.text')}</p>
          <Submit>{t('review.send')}</Submit>
        </Form>
      ) : (
        table
      )}
    </>
  );
}

/** What is late, and what comes. */
function Standing({ grants }: Pick<AccessReviewProps, 'grants'>) {
  const { t } = useVisit();
  const count = (standing: ReviewedGrant['standing']) => grants.filter((g) => g.standing === standing).length;
  const [overdue, due] = [count('overdue'), count('due')];
  return (
    <div class="fr-mb-3w">
      {overdue > 0 && <Alert kind="error" small title={t.count('review.overdue', overdue)} />}
      {due > 0 && <Alert kind="warning" small title={t.count('review.due', due)} />}
      {overdue + due === 0 && <Alert kind="success" small title={t('review.nothing')} />}
    </div>
  );
}

function Grants({ grants, mayPropose }: Pick<AccessReviewProps, 'grants' | 'mayPropose'>) {
  const { t } = useVisit();
  const head = [
    ...[t('label.name'), t('label.role'), t('review.granted'), t('review.used'), t('review.next')],
    ...(mayPropose ? [t('review.decision')] : []),
  ];
  return (
    <Table caption={t('review.caption')} silentCaption stacks head={head} small>
      {grants.map((grant) => (
        <tr key={grant.id}>
          <th scope="row">
            {grant.name}
            <p class="jeton-small jeton-muted fr-mb-0">{grant.directoryId}</p>
          </th>
          <td>
            {t(`role.${grant.role}`)}
            <p class="jeton-small jeton-muted fr-mb-0">{grant.scope === '*' ? t('scope.all') : grant.scope}</p>
          </td>
          <td class="jeton-wraps">
            <Given {...grant} />
          </td>
          <td>
            <Used {...grant} />
          </td>
          <td>
            <Next {...grant} />
          </td>
          {mayPropose && (
            <td>
              <Decision {...grant} />
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}

function Given({ grantedAt, granters, reviewedAt, reviewers }: ReviewedGrant) {
  const { t, language } = useVisit();
  const by = granters.length > 0 ? t('review.by', { names: granters.join(', ') }) : t('review.founded');
  const on = (at: number) => <span class="jeton-nowrap">{shortDay(language, at)}</span>;
  return (
    <>
      <p class="jeton-small fr-mb-0">
        <span class="jeton-stacked">{t('review.given')} </span>
        {on(grantedAt)} <span class="jeton-muted">{by}</span>
      </p>
      <p class="jeton-small fr-mb-0">
        {reviewedAt === null ? (
          t('review.none')
        ) : (
          <>
            {t('review.reviewed')} {on(reviewedAt)}{' '}
            <span class="jeton-muted">{t('review.by', { names: reviewers.join(', ') })}</span>
          </>
        )}
      </p>
    </>
  );
}

function Used({ actedAt, signedInAt }: ReviewedGrant) {
  const { t, language } = useVisit();
  const at = (ms: number | null) => (ms === null ? t('review.never') : shortDay(language, ms));
  return (
    <>
      <p class="jeton-small jeton-nowrap fr-mb-0">
        <span class="jeton-muted">{t('review.acted')}</span> {at(actedAt)}
      </p>
      <p class="jeton-small jeton-nowrap fr-mb-0">
        <span class="jeton-muted">{t('review.signedIn')}</span> {at(signedInAt)}
      </p>
    </>
  );
}

function Next({ dueAt, validUntil, standing }: ReviewedGrant) {
  const { t, language } = useVisit();
  const at = dueAt ?? (validUntil === null ? null : validUntil - 1); // the last day, not the first one after it
  return (
    <>
      <span class={`fr-badge fr-badge--sm ${BADGE[standing]}`}>{t(`review.standing.${standing}`)}</span>
      {at !== null && (
        <p class="jeton-nowrap jeton-small fr-mb-0">
          {dueAt !== null && <span class="jeton-stacked">{t('review.before')} </span>}
          {shortDay(language, at)}
        </p>
      )}
    </>
  );
}

/** Confirmed, ended, or neither yet: what nobody chooses stays as it is. */
function Decision({ id, personId, name, role, proposed }: ReviewedGrant) {
  const { t, visit } = useVisit();
  const field = useField(`${FIELD}${id}`);
  if (personId === visit.me?.person.id) return <span class="jeton-small">{t('review.own')}</span>;
  if (proposed) return <span class="jeton-small">{t('review.proposed')}</span>;
  const options = [
    ['', t('review.later')],
    ['confirmed', t('review.confirm')],
    ['ended', t('review.end')],
  ] as const;
  return (
    <>
      <label class="fr-sr-only" for={field.id}>
        {t('review.decide', { name, role: t(`role.${role}`) })}
      </label>
      <select class="fr-select jeton-decision" id={field.id} name={`${FIELD}${id}`}>
        {options.map(([value, text]) => (
          <option key={value} value={value} selected={field.value === value}>
            {text}
          </option>
        ))}
      </select>
    </>
  );
}
