import { priorityNow } from '../../book/rules/waiting/priority.ts';
import type { Newest } from '../../flow/reading/newest.ts';
import type { CertifiedKind } from '../../flow/reading/request/certified.ts';
import type { RequestItem } from '../../flow/reading/request/request-lists.ts';
import type { Sort } from '../../flow/reading/sorting.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { TextArea } from '../frame/components/fields.tsx';
import { FilterBy, Filters } from '../frame/components/filters.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { NextPage, withQuery } from '../frame/components/pagination.tsx';
import type { Opens } from '../frame/components/person-link.tsx';
import type { Kept } from '../frame/components/saved-views.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Waiting } from '../frame/components/waiting.tsx';
import { ago } from '../frame/dates.ts';
import { MOTIFS } from '../frame/forms/motif.ts';
import { UsualKind } from '../requests/certified.tsx';
import { AskedCell, HolderCell, NumberCell } from '../requests/request-cells.tsx';
import { AGES } from './approval-file.ts';
import { NameDeputy } from './deputy.tsx';
import { choiceOf, type Pending, PendingTable } from './pending-table.tsx';

interface ApprovalsProps {
  /** To look at twice first, then those that one click may approve, then the reader's own. */
  pending: readonly Pending[];
  /** How many wait for the reader's decision, on this page and the others. */
  found: number;
  /** Those to look at twice: how many are shown here, and how many there are. */
  lookedAt: { shown: number; all: number };
  /** How many of them one click may approve. */
  clear: number;
  /** Those of them that are selected and stand on other pages. */
  elsewhere: readonly Pending['item'][];
  /** The kind of certificate that is said once for all whose row names no other. */
  usual: CertifiedKind | undefined;
  next: string | null;
  services: readonly string[];
  /** Tick everything that has no anomaly. */
  all: boolean;
  approved: Newest<RequestItem>;
  /** People who have left and still hold a token that the reader may revoke. */
  leavers: number;
  opens: Opens;
  sort: Sort<'requests'> | undefined;
  file: string | undefined;
  views: readonly Kept[];
}

/** The approver's table: anomalies on top and never part of "select all"; three clicks approve the rest. */
export function ApprovalsPage(props: ApprovalsProps) {
  const {
    pending,
    found,
    lookedAt,
    clear,
    elsewhere,
    usual,
    next,
    services,
    all,
    approved,
    leavers,
    opens,
    sort,
    file,
    views,
  } = props;
  const { t, visit, language } = useVisit();
  const own = pending.filter((p) => p.own).length;
  const plain = pending.filter((p) => p.anomalies.length === 0 && !p.own);
  return (
    <>
      <h1>{t('menu.approvals')}</h1>
      <Waiting count={leavers} text="leavers.waiting" href="/departs" look="leavers.look" />
      <NameDeputy />
      <Filters page="/approbations" label={t('filter.requests')} totals={[{ n: found, more: false }]}>
        <FilterBy name="service" by="label.service" options={services.map((s) => ({ value: s, label: s }))} isFree />
        <FilterBy name="motif" by="label.motif" options={MOTIFS.map((m) => ({ value: m, label: t(`motif.${m}`) }))} />
        <FilterBy
          name="anciennete"
          by="label.age"
          options={AGES.map((d) => ({ value: String(d), label: t.count('approvals.older', d) }))}
        />
      </Filters>
      <ListBar total={undefined} file={found > 0 ? file : undefined} views={{ list: 'approbations', kept: views }} />
      <Form action={withQuery('/approbations', visit.query, { tous: undefined })} name="bulk">
        <div class="jeton-bar">
          <p class="fr-mb-0">
            {t.count('approvals.found', found)}
            {own > 0 && ` ${t('approvals.ownToo', { n: own.toLocaleString(language) })}`}
            {/* counted by the page's script */}
            <strong
              class="fr-ml-1w"
              role="status"
              data-ticked
              data-one={t.count('approvals.ticked', 1)}
              data-other={t.count('approvals.ticked', 2)}
            />
            {elsewhere.length > 0 && (
              <strong class="fr-ml-1w">
                {t('approvals.elsewhere', { n: elsewhere.length.toLocaleString(language) })}
              </strong>
            )}
          </p>
          <div class="jeton-bar__actions">
            {clear > 0 && (
              <a
                class="fr-btn fr-btn--tertiary"
                href={withQuery('/approbations', visit.query, { tous: all ? undefined : '1', suite: undefined })}
                {...(clear === plain.length ? { 'data-select-all': 'choice' } : {})}
              >
                {t(all ? 'approvals.none' : 'approvals.all', { n: clear.toLocaleString(language) })}
              </a>
            )}
            {pending.some((p) => !p.own) && <Submit>{t('approvals.approve')}</Submit>}
          </div>
        </div>
        {pending.some((p) => !p.own && priorityNow(p.item) > 0) && (
          <p class="fr-text--sm fr-mb-1w">{t('approvals.confirms')}</p>
        )}
        {pending.some((p) => !p.own) && <AnswerSelection />}
        {lookedAt.all > lookedAt.shown && (
          <p class="fr-text--sm">
            {t('approvals.oddMore', {
              shown: lookedAt.shown.toLocaleString(language),
              all: lookedAt.all.toLocaleString(language),
            })}
          </p>
        )}
        {usual && pending.length > 0 && <UsualKind usual={usual} />}
        {elsewhere.length > 0 && <Elsewhere items={elsewhere} opens={opens} usual={usual} />}
        <PendingTable pending={pending} sort={sort} all={all} opens={opens} usual={usual} />
      </Form>
      <NextPage next={next} page="/approbations" />
      {approved.items.length > 0 && <Approved approved={approved} opens={opens} />}
    </>
  );
}

/** What is selected and stands on other pages: nobody approves what was not shown to them. */
function Elsewhere({
  items,
  opens,
  usual,
}: {
  items: readonly Pending['item'][];
  opens: Opens;
  usual: CertifiedKind | undefined;
}) {
  const { t, language } = useVisit();
  const title = t('approvals.elsewhere.title', { n: items.length.toLocaleString(language) });
  return (
    <details class="jeton-details">
      <summary>{title}</summary>
      <input type="hidden" name="elsewhere" value={items.map(choiceOf).join(',')} />
      <Table caption={title} silentCaption head={[t('label.number'), t('label.holder'), t('label.motif')]} small>
        {items.map((item) => (
          <tr key={item.id}>
            <NumberCell item={item} />
            <HolderCell item={item} opens={opens} usual={usual} />
            <AskedCell item={item} />
          </tr>
        ))}
      </Table>
    </details>
  );
}

/** One reason, or one question, for all that are ticked. */
function AnswerSelection() {
  const { t, visit } = useVisit();
  const [refuse, ask] = ['/approbations/refuser', '/approbations/demander'];
  const again = visit.failure !== undefined && (visit.path === refuse || visit.path === ask);
  return (
    <details class="jeton-details" open={again}>
      <summary>{t('approvals.reject')}</summary>
      <TextArea name="text" label={t('approvals.text')} hint={t('approvals.reject.hint')} optional="quiet" />
      <div class="jeton-actions">
        <Submit secondary action={withQuery(ask, visit.query, { tous: undefined })}>
          {t('approvals.ask.send')}
        </Submit>
        <Submit secondary action={withQuery(refuse, visit.query, { tous: undefined })}>
          {t('approvals.reject.send')}
        </Submit>
      </div>
    </details>
  );
}

/** Approved and not yet in production: an approval may still be taken back. */
function Approved({ approved: { items, more }, opens }: { approved: Newest<RequestItem>; opens: Opens }) {
  const { t, language, now } = useVisit();
  const head = [t('label.number'), t('label.holder'), t('approvals.since'), t('label.state'), t('label.action')];
  return (
    <section class="fr-mt-6w">
      <h2 class="fr-h4">{t('approvals.approved')}</h2>
      {more && (
        <p>
          {t('approvals.newest', { n: items.length })}{' '}
          <a class="fr-link" href="/demandes?etat=approved">
            {t('approvals.allApproved')}
          </a>
        </p>
      )}
      <Table caption={t('approvals.approved')} silentCaption stacks head={head}>
        {items.map((item) => (
          <tr key={item.id}>
            <NumberCell item={item} />
            <HolderCell item={item} opens={opens} />
            <td class="jeton-nowrap">{item.approvedAt === null ? '—' : ago(language, item.approvedAt, now)}</td>
            <td>
              <StateBadge of={{ kind: 'request', state: item.state }} />
            </td>
            <td>
              <PostButton action={`/approbations/${item.number}/reprendre`} class="fr-btn fr-btn--sm fr-btn--tertiary">
                {t('takeBack.send')}
                <span class="fr-sr-only"> {item.number}</span>
              </PostButton>
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
