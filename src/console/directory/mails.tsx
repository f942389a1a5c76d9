import type { Flow } from '../../flow/index.ts';
import { TEMPLATES, warns } from '../../flow/notifications/templates.ts';
import type { Undelivered } from '../../flow/notifications/undelivered.ts';
import { UNDELIVERED_STATES } from '../../flow/ports/mail.ts';
import type { Paged, Total } from '../../flow/reading/paging.ts';
import type { Sort } from '../../flow/reading/sorting.ts';
import { FilterBy, Filters, FilterText } from '../frame/components/filters.tsx';
import { PostButton } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { NextPage, pageOf, withQuery } from '../frame/components/pagination.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { single } from '../frame/forms/forms.ts';
import { filtersOf, sortOf } from '../frame/lists/list-address.ts';
import type { Key } from '../frame/translate.ts';
import type { Member } from '../frame/visit.ts';

/** A page of mails, as its address asks for it. */
export interface MailsList {
  found: Paged<Undelivered>;
  total: Total | undefined;
  sort: Sort<'mails'> | undefined;
}

/** Reads what an address asks for. Attacker-controlled. */
export async function readMails({ undelivered }: Pick<Flow, 'undelivered'>, member: Member): Promise<MailsList> {
  const { query, me } = member;
  const filter = {
    state: UNDELIVERED_STATES.find((one) => one === single(query, 'etat')),
    template: TEMPLATES.find((one) => one === single(query, 'etape')),
    text: single(query, 'texte').trim() || undefined,
  };
  const sort = sortOf('mails', query);
  return {
    found: await undelivered.list(me.caller, { ...filter, sort }, pageOf(member)),
    total: await undelivered.total(me.caller, filter),
    sort,
  };
}

/** E-mails that did not leave: what they tell of, whom they are for, why they failed. */
export function MailsPage({ found, total, sort }: MailsList) {
  const { t, language, visit } = useVisit();
  const head = [
    ...[t('mails.what'), t('mails.to'), { by: 'age', text: t('mails.since') }, t('mails.failure'), t('label.state')],
    t('label.action'),
  ];
  const isNarrow = filtersOf(visit.query).length > 0;
  return (
    <>
      <h1>{t('menu.mails')}</h1>
      <p class="fr-text--lead">{t('mails.lead')}</p>
      {(found.items.length > 0 || isNarrow) && (
        <>
          <MailFilters />
          <ListBar total={total} />
        </>
      )}
      <Table
        caption={t('menu.mails')}
        silentCaption
        stacks
        head={head}
        sorting={{ page: '/courriels', sort }}
        empty={t(isNarrow ? 'mails.none.found' : 'mails.none')}
      >
        {found.items.map((mail) => (
          <tr key={mail.id}>
            <th scope="row" class="jeton-wraps">
              {t(`mail.${mail.template}`)}
              <span class="jeton-small jeton-muted jeton-nowrap"> {mail.number}</span>
            </th>
            <td>{mail.name ?? '—'}</td>
            <td>{moment(language, mail.queuedAt)}</td>
            <td>
              <FailureText {...mail} />
            </td>
            <td>
              {mail.state === 'dead' ? (
                <span class="fr-badge fr-badge--sm fr-badge--error">{t('mails.state.dead')}</span>
              ) : (
                <>
                  {t('mails.waiting')}
                  <br />
                  {moment(language, mail.at)}
                </>
              )}
            </td>
            <td>
              <Acts mail={mail} />
            </td>
          </tr>
        ))}
      </Table>
      <NextPage next={found.next} page="/courriels" />
    </>
  );
}

/** What it means that a mail did not leave, by the fault's code and the relay's number; the first that matches counts. */
const FAILURES: readonly { code: RegExp; text: Key }[] = [
  { code: / 4\d\d$/, text: 'mails.failure.later' },
  { code: /^EAUTH/, text: 'mails.failure.signIn' },
  { code: /^EENVELOPE/, text: 'mails.failure.address' },
  { code: /^EMESSAGE/, text: 'mails.failure.message' },
  {
    code: /^(?:ECONNREFUSED|ECONNRESET|ECONNECTION|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EDNS|ESOCKET)$/,
    text: 'mails.failure.relay',
  },
];

/** In words, with the code small for whoever looks after the relay. */
function FailureText({ failure, tries }: Pick<Undelivered, 'failure' | 'tries'>) {
  const { t } = useVisit();
  const known = FAILURES.find(({ code }) => failure !== null && code.test(failure));
  return (
    <>
      {failure === null ? '—' : t(known?.text ?? 'mails.failure.other')}
      <p class="jeton-small jeton-muted fr-mb-0">
        {[failure, t.count('mails.tries', tries)].filter(Boolean).join(', ')}
      </p>
    </>
  );
}

function MailFilters() {
  const { t, language } = useVisit();
  const steps = TEMPLATES.map((value) => ({ value, label: t(`mail.${value}`) }));
  return (
    <Filters page="/courriels" label={t('mails.filter')}>
      <FilterText name="texte" label={t('mails.to')} hint={t('mails.filter.to')} />
      <FilterBy name="etape" by="mails.what" options={steps.sort((a, b) => a.label.localeCompare(b.label, language))} />
      <FilterBy
        name="etat"
        by="label.state"
        options={UNDELIVERED_STATES.map((value) => ({ value, label: t(`mails.state.${value}`) }))}
      />
    </Filters>
  );
}

function Acts({ mail }: { mail: Undelivered }) {
  const { t, visit } = useVisit();
  const to = (act: string) => withQuery(`/courriels/${mail.id}/${act}`, visit.query, {});
  const about = <span class="fr-sr-only"> {`${t(`mail.${mail.template}`)} ${mail.number ?? ''}`}</span>;
  return (
    <div class="jeton-actions">
      {mail.state === 'dead' && (
        <PostButton action={to('renvoyer')} class="fr-btn fr-btn--sm fr-btn--secondary">
          {t('mails.again')}
          {about}
        </PostButton>
      )}
      {(mail.state === 'dead' || !warns(mail.template)) && (
        <PostButton action={to('abandonner')} class="fr-btn fr-btn--sm fr-btn--tertiary">
          {t(mail.state === 'dead' ? 'mails.takeOff' : 'mails.giveUp')}
          {about}
        </PostButton>
      )}
    </div>
  );
}
