import { TOKEN_WITH_HOLDER } from '../../book/tables/states.ts';
import type { Holding } from '../../flow/reading/people/own-holdings.ts';
import { TokenBadges } from '../frame/components/badges.tsx';
import { grouped } from '../frame/components/names.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import { day } from '../frame/dates.ts';
import { likelyMotif, motifsFor, motifsInPlaceOf } from './motifs-offered.ts';
import { newRequestFor } from './own-tokens.tsx';

interface HeldProps {
  /** Of the workstation that the form is about. */
  chosen: Holding | undefined;
  others: readonly Holding[];
}
/** What somebody who asks for a token has already, above the form: a request under way, tokens, their other workstations. */
export function HeldAlready({ chosen, others }: HeldProps) {
  const { t } = useVisit();
  const elsewhere = others.flatMap((holding) => (holding.workstation ? [{ holding, ...holding.workstation }] : []));
  return (
    <>
      {chosen && <Chosen holding={chosen} />}
      {elsewhere.length > 0 && (
        <div class="fr-mb-3w">
          <p class="fr-mb-1v">{t(chosen ? 'request.held.others' : 'request.held.choose')}</p>
          <ul class="fr-raw-list">
            {elsewhere.map(({ holding, assetNumber }) => (
              <li key={assetNumber}>
                <a class="fr-link" href={newRequestFor(assetNumber, likelyMotif(motifsFor(holding), holding))}>
                  {assetNumber}
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** A second request for the workstation is refused: its open one is in the way, and nothing may be asked for in its place. */
export const isRefused = (holding: Holding | undefined): boolean =>
  holding !== undefined && holding.open !== null && motifsInPlaceOf(holding).length === 0;

function Chosen({ holding }: { holding: Holding }) {
  const { workstation, tokens, open } = holding;
  const { t, language } = useVisit();
  const number = workstation?.assetNumber ?? '';
  const held = tokens.filter(({ token }) => TOKEN_WITH_HOLDER.includes(token.state));
  if (open === null && held.length === 0) return null;
  return (
    <div class="fr-callout fr-mb-3w">
      {open !== null && (
        <p>
          {t('request.held.open', { number })}{' '}
          <a class="fr-link" href={`/demandes/${open.number}`}>
            <Whole text={open.number} />
          </a>
          {isRefused(holding) && (
            <>
              <br />
              {t('request.held.follow')}
            </>
          )}
        </p>
      )}
      {held.length > 0 && (
        <>
          <p class="fr-mb-1v">{t.count('request.held', held.length, { number })}</p>
          <ul>
            {held.map(({ token, notAfter, temporary }) => (
              <li key={token.id}>
                <span class="jeton-mono">{grouped(token.id)}</span>{' '}
                <TokenBadges of={{ state: token.state, temporary }} />
                {notAfter !== null && ` ${t('certificate.until')} ${day(language, notAfter)}. `}
                <br />
                <a class="fr-link" href={`/jetons/${token.id}/perte`}>
                  {t('loss.report')}
                  <span class="fr-sr-only"> {token.id}</span>
                </a>
              </li>
            ))}
          </ul>
          <p class="fr-text--sm fr-mb-0">{t('request.held.loss')}</p>
        </>
      )}
    </div>
  );
}
