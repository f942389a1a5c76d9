import { beginOf } from '../../book/rules/calendar/working-days.ts';
import type { OwnMachine } from '../../flow/reading/people/own-machines.ts';
import type { MachineLabel } from '../../flow/reading/workstation/machine-loss.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { dayInWords } from '../frame/dates.ts';
import { bringWords } from '../workstations/exchange.tsx';
import { MachineToReport, ReportLoss } from '../workstations/machine-loss.tsx';

interface OwnMachinesProps {
  machines: readonly OwnMachine[];
  /** Those that the reader may report lost: also one that they have a token for, and were never given. */
  toReport: readonly MachineLabel[];
}
/** The reader's machines, each with the day on which they are to come, where, and with what, and the way to report its loss. */
export function OwnMachines({ machines, toReport }: OwnMachinesProps) {
  const { t } = useVisit();
  const named = (number: string) => machines.some(({ workstation }) => workstation.assetNumber === number);
  const others = toReport.filter(({ assetNumber }) => !named(assetNumber));
  if (machines.length + others.length === 0) return null;
  return (
    <section class="fr-mb-6w">
      <h2 class="fr-h4">{t('mine.machines')}</h2>
      <ul class="fr-raw-list jeton-cards">
        {machines.map((machine) => (
          <li key={machine.workstation.assetNumber} class="jeton-card">
            <Machine {...machine} />
            {toReport.some(({ assetNumber }) => assetNumber === machine.workstation.assetNumber) && (
              <ReportLoss assetNumber={machine.workstation.assetNumber} />
            )}
          </li>
        ))}
        {others.map((machine) => (
          <MachineToReport key={machine.id} machine={machine} />
        ))}
      </ul>
    </section>
  );
}

function Machine({ workstation, isHeld, migration, exchange }: OwnMachine) {
  const { t, language } = useVisit();
  const { assetNumber, model, site, state } = workstation;
  const name = t('request.workstation', { number: assetNumber });
  const inWords = (day: number) => dayInWords(language, beginOf(day));
  return (
    <>
      <div class="jeton-card__top">
        <h3 class="fr-h6 fr-mb-0">{isHeld ? <a href={`/postes/${assetNumber}`}>{name}</a> : name}</h3>
        <StateBadge of={{ kind: 'workstation', state }} />
      </div>
      <p class="fr-text--sm fr-mb-1v">
        {model} – {site}
      </p>
      {migration && (
        <>
          <p class="fr-mb-1v">
            <strong>{t('mine.machine.migration', { day: inWords(migration.day), site })}</strong>
          </p>
          <p class="fr-text--sm fr-mb-1v">{t('mine.machine.migration.bring', { image: migration.targetImage })}</p>
        </>
      )}
      {exchange && (
        <>
          <p class="fr-mb-1v">
            <strong>{t('mine.machine.exchange', { day: inWords(exchange.day), site })}</strong>
          </p>
          <p class="fr-text--sm fr-mb-1v">
            {t('mine.machine.exchange.other', { number: exchange.new })} {t(bringWords(exchange))}
          </p>
        </>
      )}
      {(migration || exchange) && <p class="fr-text--sm fr-mb-1v">{t('mine.machine.missed')}</p>}
    </>
  );
}
