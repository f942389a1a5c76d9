import type { HeldLocation, OpenDifference, ReadCount } from '../../flow/reading/stock/stock-locations.ts';
import { TextArea, TextField } from '../frame/components/fields.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { grouped } from '../frame/components/names.ts';
import { OnlyNewest } from '../frame/components/newest.tsx';
import { Fact, Facts, Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import { moment } from '../frame/dates.ts';
import { hasFailed } from '../frame/shell/failures.ts';
import { Threshold } from './locations.tsx';
import { placeName } from './place-name.ts';

interface PlaceProps {
  location: HeldLocation;
  counts: readonly ReadCount[];
  /** There are older ones. */
  moreCounts: boolean;
  differences: readonly OpenDifference[];
  /** Where their tokens may be. */
  locations: readonly HeldLocation[];
  mayAmend: boolean;
  mayCount: boolean;
}

/** One location: what lies there, its count, and the differences that nobody explained yet. */
export function PlacePage(props: PlaceProps) {
  const { location, counts, moreCounts, mayAmend, mayCount } = props;
  const { t } = useVisit();
  return (
    <>
      <h1>
        <Whole text={t('place.one', { place: placeName([location], location.id) })} />
      </h1>
      <Facts>
        <Fact term={t('place.site')}>{location.site}</Fact>
        <Fact term={t('place.held')}>
          {location.held} – <a href={`/stock?emplacement=${location.id}`}>{t('place.tokens')}</a>
        </Fact>
        <Fact term={t('place.threshold')}>{location.threshold === null ? null : String(location.threshold)}</Fact>
      </Facts>
      {mayAmend && <Amend location={location} />}
      {mayCount && <Count code={location.id} />}
      <h2 class="fr-h4 fr-mt-4w">{t('count.differences')}</h2>
      <Differences {...props} />
      <h2 class="fr-h4 fr-mt-4w">{t('count.last')}</h2>
      <OnlyNewest of={{ items: counts, more: moreCounts }} />
      <Counts counts={counts} />
      <p class="fr-mt-4w">
        <a href="/emplacements">{t('place.look')}</a>
      </p>
    </>
  );
}

function Amend({ location: { id, label, threshold } }: { location: HeldLocation }) {
  const { t, visit } = useVisit();
  return (
    <details class="jeton-details" open={hasFailed(visit, 'amend')}>
      <summary>{t('place.amend')}</summary>
      <Form action={`/emplacements/${id}`} name="amend" class="jeton-narrow">
        <TextField name="label" label={t('place.label')} initial={label} maxlength={60} />
        <Threshold initial={threshold === null ? '' : String(threshold)} />
        <Submit secondary>{t('place.amend')}</Submit>
      </Form>
    </details>
  );
}

function Count({ code }: { code: string }) {
  const { t, visit } = useVisit();
  return (
    <details class="jeton-details" open={hasFailed(visit, 'count')}>
      <summary>{t('count.title')}</summary>
      <p>{t('count.text')}</p>
      <Form action={`/emplacements/${code}/inventaire`} name="count" class="jeton-narrow">
        <TextArea name="serials" label={t('transfer.serials')} hint={t('count.serials.hint')} rows={8} mono optional />
        <Submit secondary>{t('count.send')}</Submit>
      </Form>
    </details>
  );
}

function Differences({ differences, locations, mayCount }: Pick<PlaceProps, 'differences' | 'locations' | 'mayCount'>) {
  const { t } = useVisit();
  const head = [t('label.serial'), t('count.kind'), t('count.now'), ...(mayCount ? [t('label.action')] : [])];
  return (
    <Table caption={t('count.differences')} silentCaption head={head} empty={t('count.differences.none')}>
      {differences.map(({ id, tokenId, kind, token, explains, ownCount }) => (
        <tr key={id}>
          <th scope="row" class="jeton-mono">
            <a href={`/stock/${tokenId}`}>{grouped(tokenId)}</a>
          </th>
          <td>{t(`count.kind.${kind}`)}</td>
          <td>
            {t(`state.token.${token.state}`)}
            {token.locationId && `, ${placeName(locations, token.locationId)}`}
          </td>
          {mayCount && (
            <td>
              {ownCount ? (
                <p class="jeton-small fr-mb-0">{t('count.own')}</p>
              ) : (
                <PostButton
                  action={`/ecarts/${id}`}
                  values={{ reason: explains }}
                  class="fr-btn fr-btn--sm fr-btn--tertiary"
                >
                  {t(`count.reason.${explains}`)}
                  <span class="fr-sr-only"> {tokenId}</span>
                </PostButton>
              )}
              {kind === 'not-seen' && explains === 'found' && <p class="jeton-small fr-mb-0">{t('count.miss')}</p>}
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}

function Counts({ counts }: { counts: readonly ReadCount[] }) {
  const { t, language } = useVisit();
  const head = [t('count.at'), t('count.by'), t('count.expected'), t('count.seen'), t('count.strangers')];
  return (
    <Table caption={t('count.last')} silentCaption head={head} empty={t('count.last.none')}>
      {counts.map(({ id, countedAt, counterName, expected, seen, unknown }) => (
        <tr key={id}>
          <th scope="row">{moment(language, countedAt)}</th>
          <td>{counterName}</td>
          <td>{expected}</td>
          <td>{seen}</td>
          <td>{unknown}</td>
        </tr>
      ))}
    </Table>
  );
}
