import type { TokenState } from '../../book/tables/states.ts';
import { isFree } from '../../flow/production/bench-slots.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { grouped } from '../frame/components/names.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { explain, technicalDetail } from '../frame/failures.ts';
import type { Line } from '../workshop/series.ts';
import type { LineProps } from './line-props.ts';

/** What is true of a token after its production failed, by what is stored of it, and what to do with it. */
const LEFT: Partial<Record<TokenState, 'wiped' | 'scrapped' | 'toCheck' | 'making'>> = {
  in_stock: 'wiped',
  scrapped: 'scrapped',
  to_check: 'toCheck',
  in_production: 'making',
};

/** Full width, because it is read from two metres away: what went wrong, and the one thing to do with the hands. */
export function Advice({ bays, lines, waits, states }: LineProps) {
  const { t } = useVisit();
  const free = bays.filter(isFree);
  const said = free.map(({ position, token }) => `${position} (${grouped(token?.serial ?? '')})`).join(', ');
  // a failure is spoken of until the next token of this technician is made, or begins to be
  const [last] = lines;
  return (
    <>
      {waits && free.length > 1 && (
        <Alert kind="error" title={t('line.several', { blanks: said })}>
          <p class="fr-mb-0">{t('line.several.do')}</p>
        </Alert>
      )}
      {last?.state === 'failed' && <FailedLine line={last} state={states.get(last.serial)} />}
    </>
  );
}

function FailedLine({ line, state }: { line: Line; state: TokenState | undefined }) {
  const { t, language } = useVisit();
  if (!line.failure) return null;
  const { title, remedy } = explain(t, language, line.failure);
  const { number } = line;
  const left = state === undefined ? undefined : LEFT[state];
  const serial = grouped(line.serial);
  // nothing was begun: the remedy is the refusal's own; else what the stock says of the token, which no refusal knows
  const todo = !line.begun ? remedy : left === undefined ? '' : t(`line.left.${left}`, { serial, number });
  const technical = technicalDetail(line.failure);
  return (
    <Alert kind="error" title={`${line.position}, ${number}. ${title}`}>
      <p class="fr-mb-0">{todo}</p>
      {technical && <p class="fr-text--sm fr-mb-0 jeton-muted">{technical}</p>}
    </Alert>
  );
}
