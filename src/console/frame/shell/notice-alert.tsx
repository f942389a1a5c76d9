import { Alert } from '../components/alerts.tsx';
import { PostButton } from '../components/form.tsx';
import { Table } from '../components/table.tsx';
import { useVisit } from '../components/visit-context.tsx';
import { explain } from './failures.ts';
import type { Notice, Outcome } from './notices.ts';

/** What the last act answered, with a line for each of many. */
export function NoticeAlert({ notice }: { notice: Notice }) {
  const { t } = useVisit();
  const title =
    typeof notice.text === 'string'
      ? t(notice.text, notice.params)
      : t.count(notice.text.count, notice.text.n, notice.params);
  const said = notice.next !== undefined || notice.link !== undefined;
  const plain = !said && !notice.undo?.numbers.length && !notice.outcomes?.some((o) => o.failure);
  return (
    <div role="status" id="notice">
      <Alert kind={notice.kind} title={title} small={plain}>
        {notice.next && <p>{t(notice.next)}</p>}
        {notice.link && (
          <p>
            <a href={notice.link.href}>{t(notice.link.text)}</a>
          </p>
        )}
        {notice.undo && notice.undo.numbers.length > 0 && (
          <PostButton
            action={notice.undo.action}
            values={{ numbers: notice.undo.numbers.join(',') }}
            class="fr-btn fr-btn--sm fr-btn--secondary"
          >
            {t(notice.undo.text)}
          </PostButton>
        )}
        {notice.outcomes?.some((o) => o.failure) && <OutcomeTable outcomes={notice.outcomes} />}
      </Alert>
    </div>
  );
}

/** Those that failed stand first: they are what is left to do. */
function OutcomeTable({ outcomes }: { outcomes: readonly Outcome[] }) {
  const { t } = useVisit();
  const sorted = [...outcomes].sort((a, b) => Number(a.failure === undefined) - Number(b.failure === undefined));
  return (
    <Table caption={t('outcome.caption')} head={[t('label.number'), t('outcome.result')]} small stacks>
      {sorted.map((outcome) => (
        <tr key={outcome.number}>
          <th scope="row">
            <a href={`/demandes/${outcome.number}`}>{outcome.number}</a>
          </th>
          <td class="jeton-wraps jeton-wraps--wide">
            <OutcomeText outcome={outcome} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function OutcomeText({ outcome }: { outcome: Outcome }) {
  const { t, language } = useVisit();
  if (!outcome.failure) return <span class="fr-badge fr-badge--success fr-badge--sm">{t('outcome.done')}</span>;
  const { title, remedy } = explain(t, language, outcome.failure);
  return (
    <>
      <span class="fr-badge fr-badge--error fr-badge--sm">{t('outcome.failed')}</span> {title} {remedy}
    </>
  );
}
