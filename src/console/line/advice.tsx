import type { ComponentChildren } from 'preact';
import type { TokenState } from '../../book/tables/states.ts';
import { isFree } from '../../flow/production/bench-slots.ts';
import type { Bay } from '../../flow/reading/token/line.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { grouped } from '../frame/components/names.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { explain, technicalDetail } from '../frame/shell/failures.ts';
import type { Line } from '../workshop/series.ts';
import { type LineProps, scrappable } from './line-props.ts';

/** What is true of a token after its production failed, by what is stored of it, and what to do with it. */
const LEFT: Partial<Record<TokenState, 'wiped' | 'scrapped' | 'toCheck' | 'making'>> = {
  in_stock: 'wiped',
  scrapped: 'scrapped',
  to_check: 'toCheck',
  in_production: 'making',
};

/** Full width, because it is read from two metres away: what went wrong, and the one thing to do with the hands. */
export function Advice(props: LineProps) {
  const { bays, newest, waits, states } = props;
  const { t } = useVisit();
  const free = bays.filter(isFree);
  const said = free.map(({ position, token }) => `${position} (${grouped(token?.serial ?? '')})`).join(', ');
  // failures are spoken of until the next token of this technician is made, or begins to be
  const failed = newest.filter(({ state }) => state === 'failed');
  return (
    <>
      {waits && free.length > 1 && (
        <Alert kind="error" title={t('line.several', { blanks: said })}>
          <p class="fr-mb-0">{t('line.several.do')}</p>
        </Alert>
      )}
      {failed.map((line) => (
        <FailedLine
          key={line.slot}
          line={line}
          state={states.get(line.serial)}
          hasKey={scrappable(props) === line.serial}
        />
      ))}
      {bays.map((bay) => {
        const spoken = failed.some(({ serial }) => serial === bay.token?.serial);
        return spoken ? null : <WrongToken key={bay.slot} bay={bay} />;
      })}
    </>
  );
}

/** `hasKey`: F8 is there for its token, which lies in its slot still. */
function FailedLine({ line, state, hasKey }: { line: Line; state: TokenState | undefined; hasKey: boolean }) {
  const { t, language } = useVisit();
  if (!line.failure) return null;
  const { title, remedy } = explain(t, language, line.failure);
  const { number } = line;
  const known = state === undefined ? undefined : LEFT[state];
  const left = known === 'wiped' && hasKey ? 'wipedHere' : known;
  const serial = grouped(line.serial);
  // nothing was begun: the remedy is the refusal's own; else what the stock says of the token, which no refusal knows
  const todo = !line.begun ? remedy : left === undefined ? '' : t(`line.left.${left}`, { serial, number });
  const technical = technicalDetail(line.failure);
  return (
    <Spoken title={`${line.position}, ${number}. ${title}`} todo={todo}>
      {technical && <p class="fr-text--sm fr-mb-0 jeton-muted">{technical}</p>}
    </Spoken>
  );
}

/** What is wrong with the token in a slot, which nothing is made on: one that does not belong there, or one too many. */
function wrongIn(bay: Bay): 'several' | 'foreign' | 'toCheck' | 'scrapped' | 'used' | undefined {
  if (bay.making?.state === 'running' || bay.made) return undefined;
  if (bay.several) return 'several';
  if (bay.tokenState === 'scrapped') return 'scrapped';
  if (bay.stock === 'foreign') return 'foreign';
  if (bay.stock === 'to_check') return 'toCheck';
  return bay.stock === 'used' && bay.tokenState !== 'in_production' ? 'used' : undefined;
}

function WrongToken({ bay }: { bay: Bay }) {
  const { t } = useVisit();
  const wrong = wrongIn(bay);
  if (wrong === undefined) return null;
  const serial = bay.several?.map(grouped).join(', ') ?? grouped(bay.token?.serial ?? '');
  return <Spoken title={t(`line.wrong.${wrong}`, { position: bay.position, serial })} todo={t(`line.tile.${wrong}`)} />;
}

/** Shown full width, and read out once by the page's script: an alert that is fetched anew would be read out each time. */
function Spoken({ title, todo, children }: { title: string; todo: string; children?: ComponentChildren }) {
  return (
    <div data-said={`${title} ${todo}`}>
      <Alert kind="error" title={title}>
        <p class="fr-mb-0">{todo}</p>
        {children}
      </Alert>
    </div>
  );
}
