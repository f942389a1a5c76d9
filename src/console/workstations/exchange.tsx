import { mightEver, reachOf } from '../../book/rights/authorise.ts';
import { beginOf } from '../../book/rules/calendar/working-days.ts';
import type { MachineExchange } from '../../flow/reading/workstation/exchanges.ts';
import { grouped } from '../frame/components/names.ts';
import { Fact } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';

/** What whoever an exchange is for brings on its day. */
export const bringWords = ({ brings, serial }: Pick<MachineExchange, 'brings' | 'serial'>) =>
  `workstations.exchange.bring.${brings}.${serial === null ? 'alone' : 'token'}` as const;

/** What a campaign exchanges the machine for, or in whose place it comes: what its holder is to bring, and what is done at the desk. */
export function ExchangeFact({ exchange }: { exchange: MachineExchange | null }) {
  const { t, language, visit, now } = useVisit();
  if (exchange === null || visit.me === undefined) return null;
  const { caller } = visit.me;
  const [mayReadCampaigns, mayAssign, mayBind, mayReadStock] = (
    ['campaign.read', 'workstation.assign', 'token.rebind', 'stock.read'] as const
  ).map((right) => mightEver(caller, right, now));
  // of whom only their own machine is shown, the other one is not to be read
  const mayOpenAll = reachOf(caller, ['workstation.read'], now) === 'all';
  const { isOld, isTheirs, isGiven, serial, campaignId } = exchange;
  const number = isOld ? exchange.new : exchange.old;
  const when = exchange.day === null ? '—' : day(language, beginOf(exchange.day));
  const text = t(isOld ? 'workstations.exchange.old' : 'workstations.exchange.new', { number, day: when });
  return (
    <Fact term={t('workstations.exchange')}>
      {mayReadCampaigns && campaignId !== null ? <a href={`/campagnes/${campaignId}`}>{text}</a> : text}
      {mayOpenAll && (
        <>
          {' · '}
          <a href={`/postes/${number}`}>{number}</a>
        </>
      )}
      {exchange.blocked !== null && mayReadCampaigns && (
        <p class="fr-mb-0">{t(`campaign.blocker.${exchange.blocked}`)}</p>
      )}
      {isTheirs && exchange.day !== null && <p class="fr-mb-0">{t(bringWords(exchange))}</p>}
      {!isGiven && mayAssign && (
        <p class="fr-mb-0">
          <a href={`/postes/${exchange.new}`}>{t('workstations.exchange.give', { number: exchange.new })}</a>
        </p>
      )}
      {mayReadStock && (
        <p class="fr-mb-0">
          {serial === null && t('workstations.exchange.noToken')}
          {serial !== null && (
            <a href={`/stock/${serial}`}>
              {t(mayBind ? 'workstations.exchange.bind' : 'workstations.exchange.toBind', {
                serial: grouped(serial),
                number: exchange.new,
              })}
            </a>
          )}
        </p>
      )}
    </Fact>
  );
}
