import { mightEver } from '../../book/rights/authorise.ts';
import { beginOf } from '../../book/rules/calendar/working-days.ts';
import type { RebindingDetail } from '../../flow/reading/token/rebinding.ts';
import type { ExchangeDetail } from '../../flow/reading/workstation/exchanges.ts';
import { Select } from '../frame/components/choices.tsx';
import { Filters, FilterText } from '../frame/components/filters.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { withQuery } from '../frame/components/pagination.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day, timeOfDay } from '../frame/dates.ts';
import { single } from '../frame/forms/forms.ts';
import { DocumentField } from './document-field.tsx';

/** The parameter of an address that has part of the number of the machine which is looked for. */
export const MACHINE_SOUGHT = 'poste';

interface RebindingProps {
  rebinding: RebindingDetail;
  /** The page that it stands on: there a machine is looked for. */
  page: string;
  /** Where the form of a check is sent. */
  checkAt: string;
  /** Where the token is bound; undefined where that is done on another page. */
  bindAt: string | undefined;
  /** Its heading, by where it stands in the page. */
  heading: 'h2' | 'h3';
}

/**
 * A token goes with its holder to another machine: who may looks at a document first; once another person did, a technician does and
 * binds it. Nothing for people who may do neither.
 */
export function Rebinding({ rebinding, page, checkAt, bindAt: at, heading: Heading }: RebindingProps) {
  const { t, visit } = useVisit();
  const { machines, checks, mayCheck, mayBind, exchange } = rebinding;
  const bindAt = mayBind ? at : undefined;
  if (!mayCheck && bindAt === undefined) return null;
  const ready = machines.filter((number) => checks.some((one) => one.assetNumber === number && !one.isOwn));
  const sought = single(visit.query, MACHINE_SOUGHT);
  // a form that is refused shows the machines that were looked for again
  const sent = (to: string): string => withQuery(to, {}, { [MACHINE_SOUGHT]: sought || undefined });
  return (
    <section class="jeton-panel fr-mb-2w">
      <Heading class="fr-h6">{t('rebind.title')}</Heading>
      <p class="fr-text--sm">{t('rebind.text')}</p>
      {exchange !== null && <Exchange exchange={exchange} />}
      {rebinding.foundNone && <p>{t('rebind.sought.none')}</p>}
      {machines.length === 0 && sought === '' && <p class="fr-mb-0">{t('rebind.none')}</p>}
      {(rebinding.moreMachines || sought !== '') && <Sought page={page} more={rebinding.moreMachines} />}
      <Checked rebinding={rebinding} isReady={ready.length > 0} />
      {bindAt !== undefined && ready.length > 0 && (
        <Form action={sent(bindAt)} name="rebind" class="jeton-narrow">
          <Machine of={ready} first={exchange?.new} />
          <DocumentField />
          <Submit>{t('rebind.send')}</Submit>
        </Form>
      )}
      {mayCheck && <Check rebinding={rebinding} to={sent(checkAt)} isReady={ready.length > 0} />}
    </section>
  );
}

interface PartProps {
  rebinding: RebindingDetail;
  /** Somebody else checked for a machine, so that the token can be bound. */
  isReady: boolean;
}

/** What the reader checked, and for people who may only bind, that somebody else checks first. */
function Checked({ rebinding: { machines, checks, mayCheck, number }, isReady }: PartProps) {
  const { t, language } = useVisit();
  const own = checks.filter(({ isOwn }) => isOwn);
  return (
    <>
      {own.map(({ assetNumber, checkedAt }) => (
        <p key={assetNumber}>{t('rebind.own', { number: assetNumber, at: timeOfDay(language, checkedAt) })}</p>
      ))}
      {!mayCheck && machines.length > 0 && !isReady && (
        <p>
          {t('rebind.another')}{' '}
          <a class="fr-link" href={`/demandes/${number}`}>
            {number}
          </a>
        </p>
      )}
    </>
  );
}

/** The form of who looks at a document first, for each machine that they did not check yet; `to`: where it is sent. */
function Check({ rebinding: { machines, checks, serial, exchange }, isReady, to }: PartProps & { to: string }) {
  const { t } = useVisit();
  const toCheck = machines.filter((number) => !checks.some((one) => one.isOwn && one.assetNumber === number));
  if (toCheck.length === 0) return null;
  return (
    <details class="jeton-details fr-mt-3w" open={!isReady}>
      <summary>{t('rebind.check')}</summary>
      <Form action={to} name="rebind-check" class="jeton-narrow">
        <input type="hidden" name="serial" value={serial} />
        <Machine of={toCheck} first={exchange?.new} />
        <DocumentField />
        <Submit secondary>{t('identity.send.renewal')}</Submit>
      </Form>
    </details>
  );
}

/** Of a holder with more machines than a choice shows, any is found by its number or serial number. */
function Sought({ page, more }: { page: string; more: boolean }) {
  const { t } = useVisit();
  return (
    <>
      {more && <p>{t('rebind.more')}</p>}
      <Filters
        page={page}
        label={t('rebind.sought.send')}
        send={t('rebind.sought.send')}
        reset={t('rebind.sought.all')}
      >
        <FilterText name={MACHINE_SOUGHT} label={t('rebind.sought')} hint={t('rebind.sought.hint')} />
      </Filters>
    </>
  );
}

/** A campaign exchanges the machine of the token: for which one, and what comes before. */
function Exchange({ exchange }: { exchange: ExchangeDetail }) {
  const { t, language, visit, now } = useVisit();
  const mayAssign = visit.me !== undefined && mightEver(visit.me.caller, 'workstation.assign', now);
  const when = exchange.day === null ? '—' : day(language, beginOf(exchange.day));
  return (
    <p>
      <strong>{t('rebind.exchange', { old: exchange.old, number: exchange.new, day: when })}</strong>
      {!(exchange.isGiven || mayAssign) && ` ${t('rebind.exchange.given', { number: exchange.new })}`}
      {!exchange.isGiven && mayAssign && (
        <>
          {' '}
          <a class="fr-link" href={`/postes/${exchange.new}`}>
            {t('rebind.exchange.give', { number: exchange.new })}
          </a>
        </>
      )}
    </p>
  );
}

/**
 * Only machines that the holder has: no other may be named. `first`: the one that a campaign gives in exchange. Of several, none is
 * chosen before: the token would be bound to a machine that nobody meant.
 */
function Machine({ of, first }: { of: readonly string[]; first: string | undefined }) {
  const { t } = useVisit();
  const options = of.map((value) => ({ value, label: value }));
  const initial = first !== undefined && of.includes(first) ? first : undefined;
  const chooses = initial === undefined && of.length > 1;
  return (
    <Select
      name="workstation"
      label={t('rebind.workstation')}
      options={options}
      initial={initial}
      {...(chooses ? { placeholder: t('choose') } : {})}
    />
  );
}
