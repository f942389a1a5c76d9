import { nextState } from '../../book/tables/lifecycle.ts';
import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { WorkstationRecord } from '../../flow/reading/workstation/workstations.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { PostButton } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { lossOf } from './machine-loss.tsx';

/** Nobody takes these back but by the workshop. */
export const ALARMS: readonly string[] = ['block', 'lose'];

interface AlarmsProps extends Pick<WorkstationRecord, 'workstation' | 'tokens' | 'incidents'> {
  mayBlock: boolean;
  mayLose: boolean;
}

/** A machine that is attacked or lost. Who sees an incident that is open on it blocks that: it takes away more than the machine. */
export function Alarms({ workstation, tokens, incidents, mayBlock, mayLose }: AlarmsProps) {
  const { t, language } = useVisit();
  const isNext = (action: 'block' | 'lose') => nextState('workstation', workstation.state, action) !== undefined;
  const isBlockable = isNext('block') && mayBlock;
  const isLosable = isNext('lose') && mayLose;
  const open = (incidents ?? []).filter(({ state }) => state === 'open');
  const live = tokens.filter((token) => TOKEN_IN_USE.includes(token.state)).length;
  if (!isBlockable && !isLosable && open.length === 0) return null;
  return (
    <section class={`fr-mt-4w ${open.length === 0 ? 'jeton-no-print' : ''}`}>
      <h2 class="fr-h4">{t('workstations.incident')}</h2>
      {(isBlockable || isLosable) &&
        (live === 0 ? (
          <p>{t('workstations.incident.none')}</p>
        ) : (
          <Alert kind="warning" small title={t.count('workstations.incident.tokens', live)} />
        ))}
      {open.length > 0 && <p>{t('workstations.incident.open')}</p>}
      {isBlockable && open.length === 0 && (
        <p>
          {t('workstations.incident.rest')} <a href="/incidents/signaler">{t('incident.report')}</a>
        </p>
      )}
      <div class="jeton-actions">
        {open.map(({ id, kind, reportedAt }) => (
          <a key={id} class="fr-btn jeton-btn--danger" href={`/incidents/${id}`}>
            {t('workstations.incident.go', {
              kind: t(`incident.short.${kind}`),
              at: moment(language, reportedAt),
            })}
          </a>
        ))}
        {isBlockable && open.length === 0 && (
          <PostButton
            action={`/postes/${workstation.assetNumber}/etat`}
            values={{ action: 'block' }}
            class="fr-btn jeton-btn--danger"
          >
            {t('workstation.action.block')}
          </PostButton>
        )}
        {isLosable && (
          <a class="fr-btn jeton-btn--danger" href={lossOf(workstation.assetNumber)}>
            {t('workstation.action.lose')}
          </a>
        )}
      </div>
    </section>
  );
}
