import { RECALL_KINDS, RECALL_WAYS } from '../../book/tables/codes.ts';
import type { DeliveryRow } from '../../book/tables/rows/stock.ts';
import type { Newest } from '../../flow/reading/newest.ts';
import type { ReadRecall } from '../../flow/reading/token/recalls.ts';
import { Select } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { PagedList, PastList } from '../frame/components/paged-lists.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day, moment } from '../frame/dates.ts';
import { single } from '../frame/forms/forms.ts';
import { RecallFilters, type RecallLists, useIsNarrowed } from './filters.tsx';

/** What a recall is of, in one line: the model with what narrows it down, or the note of a delivery. */
export const recallName = ({ model, value, reference }: Pick<ReadRecall, 'model' | 'value' | 'reference'>): string =>
  [model, reference ?? value].filter(Boolean).join(' – ');

/** Open and past recalls, and the form that proposes one. */
export function RecallsPage({
  lists,
  deliveries,
}: {
  lists: RecallLists;
  /** Of which one may be recalled; undefined for people who propose nothing. */
  deliveries: Newest<DeliveryRow> | undefined;
}) {
  const { t } = useVisit();
  const isNarrowed = useIsNarrowed();
  const { open, closed } = lists;
  return (
    <>
      <h1>{t('recall.title')}</h1>
      <p class="fr-text--lead">{t('recall.lead')}</p>
      <RecallFilters lists={lists} />
      {open && (
        <PagedList title={t('recall.open')} list={open} page="/rappels">
          <Recalls
            caption={t('recall.open')}
            recalls={open.found.items}
            empty={t(isNarrowed ? 'recall.none' : 'recall.open.none')}
          />
        </PagedList>
      )}
      {deliveries && <Propose />}
      {deliveries && <ProposeDelivery deliveries={deliveries} />}
      {closed && (
        <PastList title={t('recall.closed')} list={closed} page="/rappels">
          <Recalls
            caption={t('recall.closed')}
            recalls={closed.found.items}
            empty={t(isNarrowed ? 'recall.none' : 'recall.closed.none')}
          />
        </PastList>
      )}
    </>
  );
}

function Recalls({ caption, recalls, empty }: { caption: string; recalls: readonly ReadRecall[]; empty: string }) {
  const { t, language } = useVisit();
  const head = [t('recall.what'), t('recall.kind'), t('recall.way'), t('recall.since'), t('recall.closedAt')];
  return (
    <Table caption={caption} silentCaption head={head} empty={empty}>
      {recalls.map((recall) => (
        <tr key={recall.id}>
          <th scope="row">
            <a href={`/rappels/${recall.id}`}>{recallName(recall)}</a>
          </th>
          <td>{t(`recall.kind.${recall.kind}`)}</td>
          <td>{t(`recall.way.${recall.way}`)}</td>
          <td>{moment(language, recall.openedAt)}</td>
          <td>{recall.closedAt === null ? '—' : moment(language, recall.closedAt)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Whether the reader sent a form of this name, and reads it again. */
const useIsRefused = (form: string): boolean => {
  const { visit } = useVisit();
  return visit.failure !== undefined && single(visit.values, '_form') === form;
};

function Propose() {
  const { t } = useVisit();
  return (
    <details class="jeton-details" open={useIsRefused('recall')}>
      <summary>{t('recall.new')}</summary>
      <p>{t('recall.new.text')}</p>
      <Form action="/rappels" name="recall" class="jeton-narrow">
        <Select
          name="kind"
          label={t('recall.kind')}
          placeholder={t('choose')}
          options={RECALL_KINDS.filter((kind) => kind !== 'delivery').map((value) => ({
            value,
            label: t(`recall.kind.${value}`),
          }))}
        />
        <TextField name="model" label={t('recall.model')} maxlength={60} />
        <TextField
          name="value"
          label={t('recall.value')}
          hint={t('recall.value.hint')}
          optional="quiet"
          maxlength={60}
        />
        <Way />
      </Form>
    </details>
  );
}

/** A delivery is chosen by its note and its day: nobody knows its id. */
function ProposeDelivery({ deliveries }: { deliveries: Newest<DeliveryRow> }) {
  const { t, visit, language } = useVisit();
  const chosen = single(visit.query, 'livraison');
  const isRefused = useIsRefused('recall-delivery');
  if (deliveries.items.length === 0) return null;
  return (
    <details class="jeton-details" open={isRefused || chosen !== ''}>
      <summary>{t('recall.delivery')}</summary>
      <p>{t('recall.new.text')}</p>
      <Form action="/rappels" name="recall-delivery" class="jeton-narrow">
        <input type="hidden" name="kind" value="delivery" />
        <Select
          name="value"
          label={t('recall.kind.delivery')}
          placeholder={t('choose')}
          initial={chosen}
          options={deliveries.items.map(({ id, reference, receivedAt, model }) => ({
            value: id,
            label: `${t('token.delivery.value', { reference, at: day(language, receivedAt) })} – ${model}`,
          }))}
        />
        {deliveries.more && (
          <p class="jeton-small">
            {t('recall.delivery.older')} <a href="/livraisons#passes">{t('stock.delivery.all')}</a>
          </p>
        )}
        <Way />
      </Form>
    </details>
  );
}

/** How they are recalled, and the button. */
function Way() {
  const { t } = useVisit();
  return (
    <>
      <Select
        name="way"
        label={t('recall.way')}
        placeholder={t('choose')}
        options={RECALL_WAYS.map((value) => ({ value, label: t(`recall.way.${value}`) }))}
      />
      <TextField name="revokeAt" label={t('label.revokeAt')} hint={t('recall.revokeAt.hint')} type="date" optional />
      <Submit>{t('recall.count')}</Submit>
    </>
  );
}
