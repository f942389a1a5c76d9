import { confirmableFrom } from '../../book/rules/decisions.ts';
import type { Role } from '../../book/tables/codes.ts';
import type { ProposalRow } from '../../book/tables/rows/people.ts';
import type { Paged } from '../../flow/reading/paging.ts';
import type { PastProposal } from '../../flow/reading/people/past-proposals.ts';
import type { ChangedWord } from '../../flow/two-persons/changed-words.ts';
import { PostButton } from '../frame/components/form.tsx';
import { Fact, Facts } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { hasText } from '../frame/translate.ts';
import { Changed } from './changed.tsx';
import { PastProposals } from './past-proposals.tsx';
import { ProposePolicy, ProposeSoPin, ProposeSurge, StandingNow, StandingRestore } from './proposing.tsx';
import type { Standing } from './standing.ts';
import { Team, type TeamProps } from './team.tsx';

export interface Shown {
  proposal: ProposalRow;
  /** What it does, term by term, exactly as it was hashed. */
  facts: readonly { term: string; value: string }[];
  /** Of a profile or the configuration: what is otherwise than was confirmed. */
  changed?: { name: string; changes: readonly ChangedWord[] | null } | undefined;
  proposer: string;
  mine: boolean;
  /** The role that it waits for, where the reader does not hold it. */
  awaits: Role | null;
}

/** Acts that two persons do together: what was proposed to the letter, and the second person's click. */
export function DualControlPage({
  proposals,
  past,
  mayPropose,
  mayRelease,
  standing,
  team,
}: {
  proposals: readonly Shown[];
  past: Paged<PastProposal>;
  mayPropose: boolean;
  mayRelease: boolean;
  standing: Standing | undefined;
  team: TeamProps | undefined;
}) {
  const { t } = useVisit();
  return (
    <>
      <h1>{t('menu.dualControl')}</h1>
      <p class="fr-text--lead">{t('dual.lead')}</p>
      <Proposals proposals={proposals} />
      {standing?.restore && <StandingRestore restore={standing.restore} />}
      <div class="jeton-panels fr-grid-row--top">
        {standing && <StandingNow {...standing} />}
        {mayRelease && <ProposeSoPin />}
        {mayPropose && !standing?.surge && <ProposeSurge />}
        {mayPropose && <ProposePolicy standing={standing?.policies ?? []} />}
      </div>
      <PastProposals past={past} />
      {team && <Team {...team} restoreWaits={standing?.restore !== undefined} />}
    </>
  );
}

/**
 * What waits for a second person. Not followed, unlike other pages that people share: a panel that comes or goes would put the
 * button of another act under a pointer that is about to confirm.
 */
function Proposals({ proposals }: { proposals: readonly Shown[] }) {
  const { t } = useVisit();
  return (
    <div id="proposals">
      {proposals.length === 0 && <p class="jeton-empty">{t('dual.none')}</p>}
      <ul class="fr-raw-list jeton-plain">
        {proposals.map((shown) => (
          <li key={shown.proposal.id}>
            <Proposal {...shown} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Proposal({ proposal, facts, changed, proposer, mine, awaits }: Shown) {
  const { t, language, now } = useVisit();
  const over = proposal.expiresAt <= now;
  const from = confirmableFrom(proposal);
  const waits = from !== undefined && from > now;
  const title = `dual.act.${proposal.act}`;
  return (
    <section class="jeton-panel fr-mb-3w">
      <h2 class="fr-h5">{hasText(title) ? t(title) : proposal.act}</h2>
      <Facts>
        {facts.map(({ term, value }) => (
          <Fact key={term} term={term}>
            {value}
          </Fact>
        ))}
        <Fact term={t('dual.proposer')}>{proposer}</Fact>
        {from !== undefined && <Fact term={t('dual.from')}>{moment(language, from)}</Fact>}
        <Fact term={t('dual.until')}>{moment(language, proposal.expiresAt)}</Fact>
      </Facts>
      {changed && <Changed {...changed} />}
      <details class="jeton-details">
        <summary>{t('certificate.technical')}</summary>
        <Facts>
          <Fact term={t('dual.hash')}>
            <span class="jeton-mono jeton-break">{proposal.argsHash}</span>
          </Fact>
        </Facts>
      </details>
      {over ? (
        <p class="fr-mb-0">{t('dual.over')}</p>
      ) : (
        <div class="jeton-actions">
          {mine && proposal.state === 'confirmed' && (
            <PostButton action={`/double-controle/${proposal.id}/reveler`}>{t('dual.reveal')}</PostButton>
          )}
          {!mine && !waits && awaits === null && (
            <PostButton action={`/double-controle/${proposal.id}/confirmer`} values={{ argsHash: proposal.argsHash }}>
              {t('dual.confirm')}
            </PostButton>
          )}
          {proposal.state === 'proposed' && (
            <PostButton action={`/double-controle/${proposal.id}/annuler`} class="fr-btn fr-btn--tertiary">
              {t(mine ? 'dual.cancel' : 'dual.refuse')}
            </PostButton>
          )}
          {waits && <span class="jeton-small">{t('dual.waits')}</span>}
          {!waits && proposal.state === 'proposed' && (awaits !== null || mine) && (
            <span class="jeton-small">
              {awaits === null ? t('dual.mine') : t('dual.awaits', { role: t(`role.${awaits}`) })}
            </span>
          )}
        </div>
      )}
    </section>
  );
}
