import { BALANCE_TERMS, TERMS } from '../../book/rules/stock/stock-balance.ts';
import type { DeliveryRow } from '../../book/tables/rows/stock.ts';
import { TOKEN_STATES } from '../../book/tables/states.ts';
import type { Newest } from '../../flow/reading/newest.ts';
import type { Paged, Total } from '../../flow/reading/paging.ts';
import type { Sort } from '../../flow/reading/sorting.ts';
import type { ReadExpected } from '../../flow/reading/stock/expected-deliveries.ts';
import type { ReadLevel, StockCounts } from '../../flow/reading/stock/stock-levels.ts';
import type { HeldLocation } from '../../flow/reading/stock/stock-locations.ts';
import type { TokenItem } from '../../flow/reading/token/tokens.ts';
import { Select } from '../frame/components/choices.tsx';
import { TextArea, TextField } from '../frame/components/fields.tsx';
import { FilterBy, Filters, FilterText } from '../frame/components/filters.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { grouped } from '../frame/components/names.ts';
import { NextPage } from '../frame/components/pagination.tsx';
import type { Kept } from '../frame/components/saved-views.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';
import type { FileColumn } from '../frame/lists/list-file.ts';
import { hasFailed } from '../frame/shell/failures.ts';
import type { Key, Translate } from '../frame/translate.ts';
import { useExpected } from './expected.tsx';
import { Levels } from './levels.tsx';
import { type SetAside, ToCheck } from './to-check.tsx';
import { TokenCells } from './token-cells.tsx';

interface StockProps {
  counts: StockCounts;
  levels: readonly ReadLevel[];
  locations: readonly HeldLocation[];
  /** Deliveries that one which arrives may be of. */
  expected: readonly ReadExpected[];
  /** Deliveries by which the list can be narrowed down. */
  deliveries: Newest<DeliveryRow>;
  found: Paged<TokenItem>;
  total: Total | undefined;
  sort: Sort<'tokens'> | undefined;
  /** The first tokens that were set aside, with the slot in which each sits. */
  setAside: readonly SetAside[];
  mayExport: boolean;
  views: readonly Kept[];
  mayReceive: boolean;
  mayChange: boolean;
  /** They follow recalls. */
  mayRecall: boolean;
  /** The delivery that is shown alone, for people who may propose to recall it. */
  recallable: string | undefined;
}

/** A choice of its own: an expected delivery that is passed over is counted twice, as come and as still to come. */
export const UNANNOUNCED = 'none';

/** The list as a file. */
export const tokenColumns = (t: Translate): FileColumn<TokenItem>[] => [
  { head: 'label.serial', cell: ({ id }) => grouped(id) },
  { head: 'label.model', cell: ({ model }) => model },
  { head: 'stock.firmware', cell: ({ firmware }) => firmware ?? '' },
  { head: 'stock.batch', cell: ({ batch }) => batch ?? '' },
  { head: 'stock.location', cell: ({ locationId }) => locationId ?? '' },
  { head: 'label.state', cell: ({ state }) => t(`state.token.${state}`) },
  { head: 'token.holder', cell: ({ holderName }) => holderName ?? '' },
  { head: 'stock.cycle', cell: ({ cycle }) => cycle },
  { head: 'token.temporary', cell: ({ temporary }) => (temporary ? t('token.temporary') : '') },
];

/** The stock: its equation, true every day; its tokens; deliveries. */
export function StockPage({
  counts,
  levels,
  locations,
  expected,
  deliveries,
  found,
  total,
  sort,
  setAside,
  mayExport,
  views,
  mayReceive,
  mayChange,
  mayRecall,
  recallable,
}: StockProps) {
  const { t, language } = useVisit();
  return (
    <>
      <h1>{t('menu.stock')}</h1>
      <Equation counts={counts} />
      <h2 class="fr-h4 fr-mt-4w">{t('level.title')}</h2>
      <p>{t('level.text')}</p>
      <Levels rows={levels} />
      <p class="jeton-no-print">
        <a href="/emplacements">{t('place.look')}</a> · <a href="/livraisons">{t('expected.look')}</a>
      </p>
      <ToCheck tokens={setAside} total={counts.byState.to_check} />
      {mayRecall && (
        <p class="jeton-no-print">
          <a href="/rappels">{t('recall.look')}</a>
        </p>
      )}
      <h2 class="fr-h4 fr-mt-4w">{t('stock.tokens')}</h2>
      {mayReceive && <Receive locations={locations} expected={expected} />}
      <Filters page="/stock" label={t('filter.tokens')}>
        <FilterText name="texte" label={t('label.serial')} />
        <FilterBy
          name="etat"
          by="label.state"
          options={TOKEN_STATES.map((s) => ({ value: s, label: t(`state.token.${s}`) }))}
        />
        <FilterText name="modele" label={t('label.model')} />
        <FilterText name="micrologiciel" label={t('stock.firmware')} />
        <FilterText name="lot" label={t('stock.batch')} />
        <FilterBy
          name="livraison"
          by="stock.delivery"
          isFree
          options={deliveries.items.map(({ id, reference, receivedAt }) => ({
            value: id,
            label: t('token.delivery.value', { reference, at: day(language, receivedAt) }),
          }))}
        />
        <FilterBy
          name="emplacement"
          by="stock.location"
          isFree
          options={locations.map(({ id, label }) => ({ value: id, label: `${id} – ${label}` }))}
        />
      </Filters>
      {deliveries.more && (
        <p class="jeton-small">
          {t('stock.delivery.older')} <a href="/livraisons#passes">{t('stock.delivery.all')}</a>
        </p>
      )}
      {recallable !== undefined && (
        <p>
          <a href={`/rappels?livraison=${recallable}`}>{t('recall.delivery.this')}</a>
        </p>
      )}
      <ListBar total={total} file={mayExport ? '/stock.csv' : undefined} views={{ list: 'stock', kept: views }} />
      <Tokens items={found.items} sort={sort} mayChange={mayChange} />
      <NextPage next={found.next} page="/stock" />
    </>
  );
}

/** received = in stock + in production + to check + issued + missing + scrapped + destroyed. */
function Equation({ counts: { received, byState: n, balanced } }: { counts: StockCounts }) {
  const { t } = useVisit();
  const terms = TERMS.map((term): [Key, number] => [
    `stock.${term}`,
    BALANCE_TERMS[term].reduce((sum, state) => sum + n[state], 0),
  ]);
  return (
    <section aria-labelledby="equation">
      <h2 class="fr-h5" id="equation">
        {t('stock.equation')}{' '}
        <span class={`fr-badge fr-badge--sm fr-badge--${balanced ? 'success' : 'error'}`}>
          {t(balanced ? 'stock.balanced' : 'stock.unbalanced')}
        </span>
      </h2>
      <div class="jeton-equation">
        <Term text={t('stock.received')} n={received} />
        {terms.map(([key, count], index) => (
          <Term key={key} sign={index === 0 ? '=' : '+'} text={t(key)} n={count} />
        ))}
      </div>
    </section>
  );
}

function Term({ sign, text, n }: { sign?: string; text: string; n: number }) {
  return (
    <div class="jeton-term">
      {sign && (
        <span class="jeton-term__sign" aria-hidden="true">
          {sign}
        </span>
      )}
      <p class="fr-mb-0">
        <span class="jeton-term__n">{n}</span>
        <span class="jeton-small">{text}</span>
      </p>
    </div>
  );
}

interface TokensProps {
  items: readonly TokenItem[];
  sort: Sort<'tokens'> | undefined;
  mayChange: boolean;
}
function Tokens({ items, sort, mayChange }: TokensProps) {
  const { t } = useVisit();
  const head = [
    { by: 'serial', text: t('label.serial') },
    { by: 'model', text: t('label.model') },
    { by: 'state', text: t('label.state') },
    { by: 'holder', text: t('token.holder') },
    t('stock.batch'),
    t('column.locationId'),
    t('stock.cycle'),
    ...(mayChange ? [t('label.action')] : []),
  ];
  return (
    <Table
      caption={t('stock.tokens')}
      silentCaption
      head={head}
      sorting={{ page: '/stock', sort }}
      acts={mayChange}
      empty={t('stock.none')}
    >
      {items.map((token) => (
        <tr key={token.id}>
          <TokenCells token={token} firmware />
          <td>{token.holderName ?? '—'}</td>
          <td>{token.batch ?? '—'}</td>
          <td>{token.locationId ?? '—'}</td>
          <td>{token.cycle}</td>
          {mayChange && (
            <td>
              <TokenActions token={token} />
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}

function TokenActions({ token }: { token: TokenItem }) {
  const { t } = useVisit();
  if (token.actions.length === 0) return <>—</>;
  return (
    <span class="jeton-actions">
      {token.actions.map((action) => (
        <PostButton
          key={action}
          action={`/stock/${token.id}`}
          values={{ action, _from: 'list' }}
          class="fr-btn fr-btn--sm fr-btn--tertiary"
        >
          {t(`stock.action.${action}`)}
          <span class="fr-sr-only"> {token.id}</span>
        </PostButton>
      ))}
    </span>
  );
}

function Receive({ locations, expected }: Pick<StockProps, 'locations' | 'expected'>) {
  const { t, visit } = useVisit();
  const offered = useExpected();
  return (
    <details class="jeton-details" id="reception" open={hasFailed(visit, 'delivery')}>
      <summary>{t('delivery.title')}</summary>
      <Form action="/stock" name="delivery" class="jeton-narrow">
        <TextField name="reference" label={t('label.reference')} hint={t('delivery.reference.hint')} maxlength={60} />
        {expected.length > 0 && (
          <Select
            name="expected"
            label={t('expected.of')}
            placeholder={t('choose')}
            options={[...offered(expected), { value: UNANNOUNCED, label: t('expected.of.none') }]}
          />
        )}
        <TextField name="model" label={t('label.model')} maxlength={60} />
        <TextField
          name="firmware"
          label={t('stock.firmware')}
          hint={t('stock.firmware.hint')}
          optional
          maxlength={60}
        />
        <TextField name="batch" label={t('stock.batch')} optional maxlength={60} />
        {locations.length > 0 && (
          <Select
            name="location"
            label={t('place.choose')}
            placeholder={t('place.usual')}
            optional
            options={locations.map(({ id, label }) => ({ value: id, label: `${id} – ${label}` }))}
          />
        )}
        <TextArea name="soPins" label={t('label.soPins')} hint={t('delivery.tokens.hint')} rows={8} mono />
        <Submit secondary>{t('delivery.send')}</Submit>
      </Form>
    </details>
  );
}
