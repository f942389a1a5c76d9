import type { Paged } from '../../flow/reading/paging.ts';
import type { PastProposal } from '../../flow/reading/people/past-proposals.ts';
import { midSentence } from '../../words/mid-sentence.ts';
import { PastList } from '../frame/components/paged-lists.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { hasText } from '../frame/translate.ts';

/** What two persons decided and what nobody did: who proposed it, what became of it, by whom and when. */
export function PastProposals({ past }: { past: Paged<PastProposal> }) {
  const { t, language } = useVisit();
  const head = [
    ...[t('dual.past.act'), t('dual.proposer'), t('dual.past.proposedAt')],
    ...[t('dual.past.end'), t('dual.past.decider'), t('dual.past.decidedAt')],
  ];
  return (
    <PastList title={t('dual.past')} list={{ found: past }} page="/double-controle">
      <Table caption={t('dual.past')} silentCaption stacks head={head} empty={t('dual.past.none')}>
        {past.items.map(({ id, act, subjectName, role, proposerName, proposedAt, end, deciderName, decidedAt }) => {
          const title = `dual.act.${act}`;
          const named = hasText(title) ? t(title) : act;
          const who = [subjectName, role && midSentence(t(`role.${role}`))].filter(Boolean).join(', ');
          return (
            <tr key={id}>
              <th scope="row" class="jeton-wraps">
                {who === '' ? named : t('dual.past.about', { act: named, who })}
              </th>
              <td>
                <span class="jeton-stacked">{t('dual.proposer')} </span>
                {proposerName}
              </td>
              <td>
                <span class="jeton-stacked">{t('dual.past.proposedAt')} </span>
                {moment(language, proposedAt)}
              </td>
              <td>{t(`dual.past.${end}`)}</td>
              <td>
                <span class="jeton-stacked">{t('dual.past.decider')} </span>
                {deciderName ?? '—'}
              </td>
              <td>
                <span class="jeton-stacked">{t('dual.past.decidedAt')} </span>
                {decidedAt === null ? '—' : moment(language, decidedAt)}
              </td>
            </tr>
          );
        })}
      </Table>
    </PastList>
  );
}
