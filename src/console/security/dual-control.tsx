import type { ComponentChildren } from 'preact';
import { confirmableFrom } from '../../book/rules/decisions.ts';
import { LIMIT_NAMES, type Surge } from '../../book/rules/limits.ts';
import type { Restored } from '../../book/rules/restored.ts';
import type { PersonRow, ProposalRow } from '../../book/tables/tables.ts';
import type { ReviewedGrant } from '../../flow/reading/access-review.ts';
import type { OfferedGrant } from '../../flow/restore/confirm-restore.ts';
import type { ChangedWord } from '../../flow/two-persons/changed-words.ts';
import type { Unconfirmed } from '../../flow/two-persons/read-policies.ts';
import { Checkbox, Select } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { useHere } from '../frame/components/here.tsx';
import { nameOf } from '../frame/components/names.ts';
import { Fact, Facts } from '../frame/components/table.tsx';
import { moment } from '../frame/dates.ts';
import { hasText } from '../frame/translate.ts';
import { Changed } from './changed.tsx';
import { Team, type TeamProps } from './team.tsx';

export interface Shown {
  proposal: ProposalRow;
  /** What it does, term by term, exactly as it was hashed. */
  facts: readonly { term: string; value: string }[];
  /** Of a profile or the configuration: what is otherwise than was confirmed. */
  changed?: { name: string; changes: readonly ChangedWord[] | null } | undefined;
  proposer: string;
  mine: boolean;
}

/** What stands now, for who may propose or end it. */
export interface Standing {
  surge: Surge | undefined;
  unconfirmed: readonly Unconfirmed[];
  restore: (Restored & { grants: OfferedGrant[] }) | undefined;
  /** People whose data may be purged. */
  due: readonly PersonRow[];
  /** The roles that people hold, where a review of some waits. */
  reviewed: readonly ReviewedGrant[];
  /** What policies say now, where a change of one waits. */
  policies: readonly { id: string; value: number }[];
}

/** Acts that two persons do together: what was proposed to the letter, and the second person's click. */
export function DualControlPage({
  proposals,
  mayPropose,
  mayRelease,
  standing,
  team,
}: {
  proposals: readonly Shown[];
  mayPropose: boolean;
  mayRelease: boolean;
  standing: Standing | undefined;
  team: TeamProps | undefined;
}) {
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
      <div class="jeton-panels">
        {standing && <StandingNow {...standing} />}
        {mayRelease && <ProposeSoPin />}
        {mayPropose && !standing?.surge && <ProposeSurge />}
        {mayPropose && <ProposePolicy />}
      </div>
      {team && <Team {...team} />}
    </>
  );
}

function Proposal({ proposal, facts, changed, proposer, mine }: Shown) {
  const { t, language, now } = useHere();
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
        <Fact term={t('dual.hash')}>
          <span class="jeton-mono jeton-break">{proposal.argsHash}</span>
        </Fact>
      </Facts>
      {changed && <Changed {...changed} />}
      {over ? (
        <p class="fr-mb-0">{t('dual.over')}</p>
      ) : (
        <div class="jeton-actions">
          {mine && proposal.state === 'confirmed' && (
            <PostButton action={`/double-controle/${proposal.id}/reveler`}>{t('dual.reveal')}</PostButton>
          )}
          {!mine && !waits && (
            <PostButton action={`/double-controle/${proposal.id}/confirmer`} values={{ argsHash: proposal.argsHash }}>
              {t('dual.confirm')}
            </PostButton>
          )}
          {proposal.state === 'proposed' && (
            <PostButton action={`/double-controle/${proposal.id}/annuler`} class="fr-btn fr-btn--tertiary">
              {t('dual.cancel')}
            </PostButton>
          )}
          {waits && <span class="jeton-small">{t('dual.waits')}</span>}
          {mine && !waits && proposal.state === 'proposed' && <span class="jeton-small">{t('dual.mine')}</span>}
        </div>
      )}
    </section>
  );
}

const PROPOSE = '/double-controle/proposer';

function Panel({ title, text, children }: { title: string; text: string; children: ComponentChildren }) {
  return (
    <section class="jeton-panel">
      <h2 class="fr-h5">{title}</h2>
      <p class="fr-text--sm jeton-break">{text}</p>
      {children}
    </section>
  );
}

/** What stands now and asks for two persons, or for one to end it. */
function StandingNow({ surge, unconfirmed, restore, due }: Standing) {
  const { t, language } = useHere();
  const propose = (values: Readonly<Record<string, string>>) => (
    <PostButton action={PROPOSE} values={values} class="fr-btn fr-btn--secondary">
      {t('dual.propose')}
    </PostButton>
  );
  return (
    <>
      {restore && (
        <Panel title={t('dual.restore')} text={t('dual.restore.text', { entries: restore.entries })}>
          <Form action={PROPOSE} name="restore">
            <input type="hidden" name="act" value="restore.confirm" />
            <input type="hidden" name="entries" value={String(restore.entries)} />
            {!restore.revocationsKnown && (
              <Checkbox
                name="withoutCrl"
                value="on"
                label={t('dual.restore.withoutCrl')}
                hint={t('dual.restore.withoutCrl.hint')}
              />
            )}
            <ReturningGrants grants={restore.grants} />
            <Submit secondary>{t('dual.propose')}</Submit>
          </Form>
        </Panel>
      )}
      {unconfirmed.map(({ name, hash, confirmedHash, changes }) => (
        <Panel
          key={name}
          title={`${t('dual.waiting')} – ${name === 'configuration' ? t('banner.configuration') : name}`}
          text={t('dual.waiting.text')}
        >
          <Facts>
            <Fact term={t('dual.hash.new')}>
              <span class="jeton-mono jeton-break">{hash}</span>
            </Fact>
            <Fact term={t('dual.hash.before')}>
              <span class="jeton-mono jeton-break">{confirmedHash ?? '—'}</span>
            </Fact>
          </Facts>
          {confirmedHash !== null && <Changed name={name} changes={changes} />}
          {propose(
            name === 'configuration'
              ? { act: 'configuration.confirm', hash }
              : { act: 'profile.confirm', profile: name, hash },
          )}
        </Panel>
      ))}
      {due.length > 0 && (
        <Panel title={t('dual.purge')} text={t('dual.purge.text', { names: due.map(nameOf).join(', ') })}>
          {propose({ act: 'person.purge' })}
        </Panel>
      )}
      {surge && (
        <Panel title={t('dual.surge')} text={t('banner.surge', { until: moment(language, surge.until) })}>
          <PostButton action="/double-controle/pic/terminer" class="fr-btn fr-btn--secondary">
            {t('dual.surge.end')}
          </PostButton>
        </Panel>
      )}
    </>
  );
}

/** Each role that may come back, unticked: what nobody ticks ends. One's own is not offered. */
function ReturningGrants({ grants }: { grants: readonly OfferedGrant[] }) {
  const { t, visit } = useHere();
  const others = grants.filter(({ personId }) => personId !== visit.me?.person.id);
  if (others.length === 0) return <p>{t('dual.restore.noGrants')}</p>;
  return (
    <fieldset class="fr-fieldset" aria-labelledby="returning-legend">
      <legend class="fr-fieldset__legend fr-fieldset__legend--regular" id="returning-legend">
        {t('dual.restore.grants')}
      </legend>
      {others.map(({ id, name, directoryId, role, scope }) => (
        <div key={id} class="fr-fieldset__element">
          <Checkbox
            name="grants"
            value={id}
            label={`${name} (${directoryId ?? '—'})`}
            hint={`${t(`role.${role}`)} – ${scope === '*' ? t('scope.all') : scope}`}
          />
        </div>
      ))}
    </fieldset>
  );
}

function ProposeSoPin() {
  const { t } = useHere();
  return (
    <Panel title={t('dual.sopin')} text={t('dual.sopin.text')}>
      <Form action={PROPOSE} name="sopin">
        <input type="hidden" name="act" value="token.releaseSoPin" />
        <TextField name="serial" label={t('label.serial')} maxlength={40} scan />
        <Submit secondary>{t('dual.propose')}</Submit>
      </Form>
    </Panel>
  );
}

function ProposeSurge() {
  const { t } = useHere();
  return (
    <Panel title={t('dual.surge')} text={t('dual.surge.text')}>
      <Form action={PROPOSE} name="surge">
        <input type="hidden" name="act" value="surge.start" />
        <TextField name="hours" label={t('dual.surge.hours')} type="number" min={1} max={336} />
        <Submit secondary>{t('dual.propose')}</Submit>
      </Form>
    </Panel>
  );
}

function ProposePolicy() {
  const { t } = useHere();
  return (
    <Panel title={t('policy.title')} text={t('policy.text')}>
      <Form action="/double-controle" name="policy">
        <Select
          name="id"
          label={t('label.policyName')}
          options={LIMIT_NAMES.map((id) => ({ value: id, label: t(`policy.name.${id}`) }))}
        />
        <TextField name="value" label={t('label.policyValue')} type="number" min={1} max={10_000} />
        <Submit secondary>{t('dual.propose')}</Submit>
      </Form>
    </Panel>
  );
}
