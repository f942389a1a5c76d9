import type { QueueState } from '../../../flow/ports/paper.ts';
import { Alert } from './alerts.tsx';
import { useVisit } from './visit-context.tsx';

export interface Printers {
  label: QueueState;
  letter: QueueState;
}
const LOOKS: Record<QueueState['state'], string> = {
  ready: 'fr-badge--success',
  printing: 'fr-badge--info',
  stopped: 'fr-badge--error',
  unreachable: 'fr-badge--error',
};
const isBroken = ({ state }: QueueState): boolean => state === 'stopped' || state === 'unreachable';

/** « Imprimante ● prête », as the queues themselves say; what is wrong with one stands below, with what to do. */
export function PrinterStates({ printers }: { printers: Printers }) {
  const { t } = useVisit();
  const both = [
    ['label', printers.label],
    ['letter', printers.letter],
  ] as const;
  return (
    <div class="jeton-printers">
      <p class="jeton-actions fr-mb-3w">
        {both.map(([kind, queue]) => (
          <span key={kind} class={`fr-badge fr-badge--sm ${LOOKS[queue.state]}`}>
            {t('printer.is', { what: t(`printer.${kind}`), state: t(`printer.${queue.state}`) })}
          </span>
        ))}
      </p>
      {both
        .filter(([kind, queue]) => isBroken(queue) && !(kind === 'letter' && queue.name === printers.label.name))
        .map(([kind, queue]) => (
          <Alert
            key={kind}
            kind="error"
            small
            title={t(`printer.${queue.state === 'stopped' ? 'stopped' : 'unreachable'}.do`, { name: queue.name })}
          >
            {queue.reason && <p class="fr-mb-0">{t('printer.says', { reason: queue.reason })}</p>}
          </Alert>
        ))}
    </div>
  );
}
