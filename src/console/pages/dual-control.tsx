import { type ProposalRow, REQUEST_KINDS } from '../../flow/model.ts';
import { Select } from '../components/choices.tsx';
import { Form, PostButton, Submit } from '../components/form.tsx';
import { useHere } from '../components/here.tsx';
import { Fact, Facts } from '../components/table.tsx';
import { moment } from '../dates.ts';
import { hasText } from '../i18n/translate.ts';

export interface Shown {
  proposal: ProposalRow;
  /** What it does, term by term, exactly as it was hashed. */
  facts: readonly { term: string; value: string }[];
  proposer: string;
  mine: boolean;
}

/** Acts that two persons do together: what was proposed to the letter, and the second person's click. */
export function DualControlPage({ proposals, mayPropose }: { proposals: readonly Shown[]; mayPropose: boolean }) {
  const { t } = useHere();
  return (
    <>
      <h1>{t('menu.dualControl')}</h1>
      <p class="fr-text--lead">{t('dual.lead')}</p>
      {proposals.length === 0 && <p class="jeton-empty">{t('dual.none')}</p>}
      <ul class="fr-raw-list jeton-plain">
        {proposals.map((shown) => (
          <li key={shown.proposal.id}>
            <Proposal {...shown} />
          </li>
        ))}
      </ul>
      {mayPropose && <ProposePolicy />}
    </>
  );
}

function Proposal({ proposal, facts, proposer, mine }: Shown) {
  const { t, language, now } = useHere();
  const over = proposal.expiresAt <= now;
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
        <Fact term={t('dual.until')}>{moment(language, proposal.expiresAt)}</Fact>
        <Fact term={t('dual.hash')}>
          <span class="jeton-mono jeton-break">{proposal.argsHash}</span>
        </Fact>
      </Facts>
      {over ? (
        <p class="fr-mb-0">{t('dual.over')}</p>
      ) : (
        <div class="jeton-actions">
          {!mine && (
            <PostButton action={`/double-controle/${proposal.id}/confirmer`} values={{ argsHash: proposal.argsHash }}>
              {t('dual.confirm')}
            </PostButton>
          )}
          <PostButton action={`/double-controle/${proposal.id}/annuler`} class="fr-btn fr-btn--tertiary">
            {t('dual.cancel')}
          </PostButton>
          {mine && <span class="jeton-small">{t('dual.mine')}</span>}
        </div>
      )}
    </section>
  );
}

function ProposePolicy() {
  const { t } = useHere();
  return (
    <section class="jeton-panel jeton-narrow fr-mt-6w">
      <h2 class="fr-h5">{t('policy.title')}</h2>
      <p class="fr-text--sm">{t('policy.text')}</p>
      <Form action="/double-controle" name="policy">
        <Select
          name="id"
          label={t('label.kind')}
          options={REQUEST_KINDS.map((k) => ({ value: `approvals:${k}`, label: t(`kind.${k}`) }))}
        />
        <Select
          name="value"
          label={t('label.approvers')}
          options={['1', '2', '3'].map((n) => ({ value: n, label: n }))}
        />
        <Submit secondary>{t('dual.propose')}</Submit>
      </Form>
    </section>
  );
}
