import type { ComponentChildren } from 'preact';
import { LIMIT_NAMES } from '../../book/rules/limits.ts';
import { SURGE_REASONS } from '../../book/tables/codes.ts';
import type { OfferedGrant } from '../../flow/restore/confirm-restore.ts';
import { Checkbox, Select } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { nameOf } from '../frame/components/names.ts';
import { Fact, Facts } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { surgeText } from '../frame/shell/surge-banner.tsx';
import { Changed } from './changed.tsx';
import type { Standing } from './standing.ts';

const PROPOSE = '/double-controle/proposer';

function Panel({
  id,
  title,
  text,
  children,
}: {
  id?: string;
  title: string;
  text: string;
  children: ComponentChildren;
}) {
  return (
    <section class="jeton-panel" id={id}>
      <h2 class="fr-h5">{title}</h2>
      <p class="fr-text--sm jeton-break">{text}</p>
      {children}
    </section>
  );
}

/** The service issues nothing before this is confirmed: it has the width of the page, and its main button. */
export function StandingRestore({ restore }: { restore: NonNullable<Standing['restore']> }) {
  const { t } = useVisit();
  return (
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
        <Submit>{t('dual.restore.send')}</Submit>
      </Form>
    </Panel>
  );
}

/** What stands now and asks for two persons, or for one to end it. */
export function StandingNow({ surge, unconfirmed, due }: Omit<Standing, 'restore'>) {
  const { t, language } = useVisit();
  return (
    <>
      {unconfirmed.map(({ name, hash, confirmedHash, changes }) => (
        <Panel
          key={name}
          title={t('dual.waiting', { name: name === 'configuration' ? t('banner.configuration') : name })}
          text={t('dual.waiting.text')}
        >
          {confirmedHash !== null && <Changed name={name} changes={changes} />}
          <details class="jeton-details">
            <summary>{t('dual.hashes')}</summary>
            <Facts>
              <Fact term={t('dual.hash.new')}>
                <span class="jeton-mono jeton-break">{hash}</span>
              </Fact>
              <Fact term={t('dual.hash.before')}>
                <span class="jeton-mono jeton-break">{confirmedHash ?? '—'}</span>
              </Fact>
            </Facts>
          </details>
          <PostButton
            action={PROPOSE}
            values={
              name === 'configuration'
                ? { act: 'configuration.confirm', hash }
                : { act: 'profile.confirm', profile: name, hash }
            }
          >
            {t('dual.waiting.send')}
          </PostButton>
        </Panel>
      ))}
      {due.length > 0 && (
        <Panel title={t('dual.purge')} text={t('dual.purge.text', { names: due.map(nameOf).join(', ') })}>
          <PostButton action={PROPOSE} values={{ act: 'person.purge' }} class="fr-btn fr-btn--secondary">
            {t('dual.propose')}
          </PostButton>
        </Panel>
      )}
      {surge && (
        <Panel title={t('dual.surge')} text={surgeText(t, language, surge)}>
          <PostButton action="/double-controle/forte-activite/terminer" class="fr-btn fr-btn--secondary">
            {t('dual.surge.end')}
          </PostButton>
        </Panel>
      )}
    </>
  );
}

/** Each role that may come back, unticked: what nobody ticks ends. One's own is not offered. */
function ReturningGrants({ grants }: { grants: readonly OfferedGrant[] }) {
  const { t, visit } = useVisit();
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

export function ProposeSoPin() {
  const { t } = useVisit();
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

export function ProposeSurge() {
  const { t } = useVisit();
  return (
    <Panel id="surge" title={t('dual.surge')} text={t('dual.surge.text')}>
      <Form action={PROPOSE} name="surge">
        <input type="hidden" name="act" value="surge.start" />
        <TextField name="hours" label={t('label.hours')} type="number" min={1} max={336} />
        <Select
          name="reason"
          label={t('label.surgeReason')}
          placeholder={t('choose')}
          options={SURGE_REASONS.map((value) => ({ value, label: t(`surge.reason.${value}`) }))}
        />
        <Submit secondary>{t('dual.surge.send')}</Submit>
      </Form>
    </Panel>
  );
}

export function ProposePolicy({ standing }: { standing: Standing['policies'] }) {
  const { t } = useVisit();
  return (
    <Panel title={t('policy.title')} text={t('policy.text')}>
      <Form action="/double-controle" name="policy">
        <Select
          name="id"
          label={t('label.policyName')}
          options={LIMIT_NAMES.map((id) => {
            const now = standing.find((one) => one.id === id);
            const name = t(`policy.name.${id}`);
            return { value: id, label: now === undefined ? name : t('policy.standing', { name, ...now }) };
          })}
        />
        <TextField name="value" label={t('label.policyValue')} type="number" min={1} max={10_000} />
        <Submit secondary>{t('policy.send')}</Submit>
      </Form>
    </Panel>
  );
}
