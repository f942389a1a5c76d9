import { beginOf } from '../../book/rules/working-days.ts';
import type { MachineExchange } from '../../flow/reading/exchanges.ts';
import { grouped } from '../frame/components/names.ts';
import { Fact } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';

interface ExchangeProps {
  exchange: MachineExchange | null;
  mayReadCampaigns: boolean;
  mayReadStock: boolean;
  mayAssign: boolean;
}

/** What a campaign exchanges the machine for, or in whose place it comes: what its holder is to bring, and what is done at the desk. */
export function ExchangeFact({ exchange, mayReadCampaigns, mayReadStock, mayAssign }: ExchangeProps) {
  const { t, language } = useVisit();
  if (exchange === null) return null;
  const { isOld, isTheirs, isGiven, serial, campaignId } = exchange;
  const number = isOld ? exchange.new : exchange.old;
  const when = exchange.day === null ? '—' : day(language, beginOf(exchange.day));
  const text = t(isOld ? 'workstations.exchange.old' : 'workstations.exchange.new', { number, day: when });
  const bring = `${isGiven ? 'both' : 'old'}.${serial === null ? 'alone' : 'token'}` as const;
  return (
    <Fact term={t('workstations.exchange')}>
      {mayReadCampaigns ? <a href={`/campagnes/${campaignId}`}>{text}</a> : text}
      {mayReadCampaigns && (
        <>
          {' · '}
          <a href={`/postes/${number}`}>{number}</a>
        </>
      )}
      {exchange.blocked !== null && mayReadCampaigns && (
        <p class="fr-mb-0">{t(`campaign.blocker.${exchange.blocked}`)}</p>
      )}
      {isTheirs && exchange.day !== null && <p class="fr-mb-0">{t(`workstations.exchange.bring.${bring}`)}</p>}
      {!isGiven && mayAssign && (
        <p class="fr-mb-0">
          <a href={`/postes/${exchange.new}`}>{t('workstations.exchange.give', { number: exchange.new })}</a>
        </p>
      )}
      {mayReadStock && (
        <p class="fr-mb-0">
          {serial === null ? (
            t('workstations.exchange.noToken')
          ) : (
            <a href={`/stock/${serial}`}>
              {t('workstations.exchange.bind', { serial: grouped(serial), number: exchange.new })}
            </a>
          )}
        </p>
      )}
    </Fact>
  );
}
