import type { OwnData } from '../../flow/reading/people/own-data.ts';
import { midSentence } from '../../words/mid-sentence.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** « Mes données »: what the service keeps about its reader, why, for how long, and who reads it. */
export function OwnDataPage({ data }: { data: readonly OwnData[] }) {
  const { t } = useVisit();
  const head = [t('ownData.what'), t('ownData.count'), t('ownData.why'), t('ownData.kept'), t('ownData.seenBy')];
  return (
    <>
      <h1>{t('ownData.title')}</h1>
      <p class="fr-text--lead">{t('ownData.lead')}</p>
      <Table caption={t('ownData.title')} silentCaption stacks head={head}>
        {data.map((one) => (
          <OwnDataRow key={one.kind} {...one} />
        ))}
      </Table>
      <p>{t('ownData.nameless')}</p>
      <p>
        <a class="fr-link" href="/compte">
          {t('ownData.back')}
        </a>
      </p>
    </>
  );
}

function OwnDataRow({ kind, count, kept, seenBy }: OwnData) {
  const { t, language } = useVisit();
  const others = seenBy.map((role) => midSentence(t(`role.${role}`))).join(', ');
  return (
    <tr>
      <th scope="row" class="jeton-wraps">
        {t(`ownData.${kind}`)}
      </th>
      <td>
        <span class="jeton-stacked jeton-muted">{t('ownData.count')} </span>
        {count === null ? '—' : count.toLocaleString(language)}
      </td>
      <td class="jeton-wraps">
        <span class="jeton-stacked jeton-muted">{t('ownData.why')} </span>
        {t(`ownData.${kind}.why`)}
      </td>
      <td class="jeton-wraps">
        <span class="jeton-stacked jeton-muted">{t('ownData.kept')} </span>
        {t(`ownData.${kind}.kept`, { n: kept ?? '' })}
      </td>
      <td class="jeton-wraps">
        <span class="jeton-stacked jeton-muted">{t('ownData.seenBy')} </span>
        {others === ''
          ? t(kind === 'accessLog' ? 'ownData.operator' : 'ownData.youAlone')
          : t('ownData.you', { others })}
      </td>
    </tr>
  );
}
