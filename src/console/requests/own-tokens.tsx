import { TOKEN_IN_USE, TOKEN_WITH_HOLDER } from '../../book/tables/states.ts';
import type { Holding, OwnToken } from '../../flow/reading/people/own-holdings.ts';
import { TokenBadges } from '../frame/components/badges.tsx';
import { grouped } from '../frame/components/names.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import { day, lastDay } from '../frame/dates.ts';
import type { AskedMotif } from '../frame/forms/motif.ts';
import { hasText, type Key } from '../frame/translate.ts';
import { likelyMotif, motifsFor, motifsInPlaceOf } from './motifs-offered.ts';

/** What a holder does about a token that works, in the order of how often it is asked for. */
const DONE_ABOUT: readonly AskedMotif[] = ['renewal', 'replacement:damaged', 'replacement:forgotten'];
const ASKED: Partial<Record<AskedMotif, Key>> = {
  renewal: 'mine.ask.renewal',
  'replacement:lost': 'mine.ask.replacement:lost',
  'replacement:stolen': 'mine.ask.replacement:lost',
  'replacement:damaged': 'mine.ask.replacement:damaged',
  'replacement:forgotten': 'mine.ask.replacement:forgotten',
};

/** Cards, not a table: they can be read on a telephone by somebody who lost their token. */
export function OwnTokens({ holdings, mayAsk }: { holdings: readonly Holding[]; mayAsk: boolean }) {
  const { t } = useVisit();
  const cards = holdings.flatMap((holding) => holding.tokens.map((own, place) => ({ holding, own, place })));
  if (cards.length === 0) return <p class="jeton-empty">{t('mine.tokens.none')}</p>;
  return (
    <ul class="fr-raw-list jeton-cards">
      {cards.map(({ holding, own, place }) => (
        <li key={own.token.id} class="jeton-card">
          <TokenFacts holding={holding} own={own} />
          <Confirm open={toConfirm(holding, own)} serial={own.token.id} />
          {mayAsk && place === 0 && <Ask holding={holding} own={own} />}
          {TOKEN_WITH_HOLDER.includes(own.token.state) && <LossLink serial={own.token.id} />}
        </li>
      ))}
    </ul>
  );
}

function TokenFacts({
  holding: { workstation },
  own: { token, notAfter, revokedAt, recalled, temporary },
}: {
  holding: Holding;
  own: OwnToken;
}) {
  const { t, language, now } = useVisit();
  const words = `mine.token.${token.state}`;
  return (
    <>
      <div class="jeton-card__top">
        <h3 class="fr-h6 fr-mb-0 jeton-mono">{grouped(token.id)}</h3>
        <TokenBadges of={{ state: token.state, temporary }} />
      </div>
      {workstation && <p class="fr-mb-1v">{t('request.workstation', { number: workstation.assetNumber })}</p>}
      {hasText(words) && <p class="fr-text--sm fr-mb-1v">{t(words)}</p>}
      {temporary && TOKEN_WITH_HOLDER.includes(token.state) && (
        <p class="fr-text--sm fr-mb-1v">{t('mine.token.temporary')}</p>
      )}
      {token.state === 'active' && token.activatedAt !== null && (
        <p class="fr-text--sm fr-mb-1v">
          {t('mine.since')} {day(language, token.activatedAt)}
        </p>
      )}
      {recalled && (
        <p class="fr-text--sm fr-mb-1v">
          {recalled.revokeAt === null
            ? t('mine.recalled')
            : t('mine.recalled.until', { day: lastDay(language, recalled.revokeAt) })}
        </p>
      )}
      {revokedAt !== null ? (
        <p class="fr-text--sm fr-mb-1v">
          {t('mine.revoked')} {day(language, revokedAt)}
        </p>
      ) : (
        notAfter !== null &&
        !recalled && (
          <p class="fr-text--sm fr-mb-1v">
            {t(notAfter > now ? 'certificate.until' : 'mine.ended')} {day(language, notAfter)}
          </p>
        )
      )}
    </>
  );
}

/** A token that was given or sent, and whose request waits for its holder to say that they have it. */
const toConfirm = ({ open }: Holding, { token }: OwnToken): Holding['open'] =>
  token.state === 'handed_over' && open?.state === 'handed_over' ? open : null;

/** On the request's page they accept the certificate first, where they have not. */
function Confirm({ open, serial }: { open: Holding['open']; serial: string }) {
  const { t } = useVisit();
  if (open === null) return null;
  return (
    <p class="fr-mb-1w">
      <a class="fr-btn fr-btn--sm" href={`/demandes/${open.number}`}>
        {t('receipt.title')}
        <span class="fr-sr-only"> {serial}</span>
      </a>
    </p>
  );
}

/** The next thing to ask for, or the request that is under way. */
function Ask({ holding, own }: { holding: Holding; own: OwnToken }) {
  const { t } = useVisit();
  const { token } = own;
  const { workstation, open } = holding;
  if (!workstation) return null;
  const motifs = open === null ? motifsFor(holding) : motifsInPlaceOf(holding);
  const offered = TOKEN_IN_USE.includes(token.state)
    ? DONE_ABOUT.filter((motif) => motifs.includes(motif))
    : motifs.length > 0
      ? [likelyMotif(motifs, holding)]
      : [];
  const followed = toConfirm(holding, own) === null ? open : null;
  if (followed === null && offered.length === 0) return null;
  return (
    <ul class="fr-raw-list">
      {followed !== null && (
        <li>
          <a class="fr-link" href={`/demandes/${followed.number}`}>
            <Whole text={t('mine.follow', { number: followed.number })} />
          </a>
        </li>
      )}
      {offered.map((motif) => (
        <li key={motif}>
          <a class="fr-link" href={newRequestFor(workstation.assetNumber, motif)}>
            {t(ASKED[motif] ?? 'mine.ask.again')}
            <span class="fr-sr-only"> {workstation.assetNumber}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The form for a token, filled in for a workstation. */
export const newRequestFor = (assetNumber: string, motif: AskedMotif): string =>
  `/demandes/nouvelle?${new URLSearchParams({ poste: assetNumber, motif })}`;

/** The way to report the loss of a token. */
function LossLink({ serial }: { serial: string }) {
  const { t } = useVisit();
  return (
    <a class="fr-btn fr-btn--sm fr-btn--secondary jeton-btn--alarm fr-mt-2w" href={`/jetons/${serial}/perte`}>
      {t('loss.report')}
      <span class="fr-sr-only"> {serial}</span>
    </a>
  );
}
