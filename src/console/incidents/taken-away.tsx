import type { TakenAway } from '../../flow/reading/incident/incident-blocks.ts';
import type { ManyBlocked } from '../../flow/reading/incident/incidents.ts';
import { PostButton } from '../frame/components/form.tsx';
import { NextPage } from '../frame/components/pagination.tsx';
import { type Opens, PersonLink } from '../frame/components/person-link.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { MachineLink, TokenLink } from './sheet-links.tsx';

interface Props {
  caption: string;
  taken: readonly TakenAway[];
  opens: Opens;
}

/** What was blocked, by its number: a machine and a token lead to their sheets. */
function Numbered({ what, name }: Pick<TakenAway, 'what' | 'name'>) {
  if (what === 'workstation' || what === 'machine-certificate') return <MachineLink number={name} />;
  return what === 'token' ? <TokenLink serial={name} /> : name;
}

/** What was blocked: each thing with its number, whose it was, for what, when and by whom. */
export function TakenAwayTable({ caption, taken, opens }: Props) {
  const { t, language } = useVisit();
  const head = [
    ...[t('incident.taken.what'), t('incident.taken.number'), t('incident.who'), t('label.service')],
    ...[t('incident.reason'), t('incident.blockedAt'), t('incident.taken.by')],
  ];
  return (
    <Table caption={caption} silentCaption head={head} empty={t('incident.taken.none')}>
      {taken.map(({ seq, at, what, name, personId, personName, service, reason, actorName }) => (
        <tr key={`${seq} ${what} ${name}`}>
          <th scope="row">{t(`incident.taken.${what}`)}</th>
          <td>
            <Numbered what={what} name={name} />
          </td>
          <td>
            <PersonLink id={personId} opens={opens}>
              {personName ?? '—'}
            </PersonLink>
          </td>
          <td>{service ?? '—'}</td>
          <td>{reason === null ? '—' : t(`incident.short.${reason}`)}</td>
          <td>
            <a href={`/journal/${seq}`}>{moment(language, at)}</a>
          </td>
          <td>{actorName}</td>
        </tr>
      ))}
    </Table>
  );
}

interface BlocksProps {
  blocked: ManyBlocked;
  opens: Opens;
  mayBlock: boolean;
  mayExport: boolean;
}

/** What blocks of machines, lists and services took away, as it was answered when they were done. */
export function ManyBlockedPage({ blocked: { taken, next }, opens, mayBlock, mayExport }: BlocksProps) {
  const { t } = useVisit();
  return (
    <>
      <h1>{t('incident.blocks')}</h1>
      <p class="fr-text--lead">{t('incident.blocks.text')}</p>
      {mayExport && taken.length > 0 && (
        <div class="jeton-list-bar">
          <PostButton action="/incidents/blocages.csv" class="fr-btn fr-btn--sm fr-btn--tertiary">
            {t('incident.blocks.file')}
          </PostButton>
        </div>
      )}
      <TakenAwayTable caption={t('incident.blocks')} taken={taken} opens={opens} />
      <NextPage next={next} page="/incidents/blocages" />
      {mayBlock && (
        <p>
          <a class="fr-link" href="/incidents/postes">
            {t('incident.many')}
          </a>
        </p>
      )}
    </>
  );
}
