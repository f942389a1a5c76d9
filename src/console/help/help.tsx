import { ROLES, type Role } from '../../book/tables/codes.ts';
import { PostButton } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Key } from '../frame/translate.ts';
import { GUIDES } from './guide.ts';

/** Short help: three to five steps for each role that the reader holds; all of them for a visitor. */
export function HelpPage({ roles, member }: { roles: readonly Role[]; member: boolean }) {
  const { t } = useVisit();
  const shown = roles.length > 0 ? ROLES.filter((role) => roles.includes(role)) : ROLES;
  return (
    <div class="jeton-prose">
      <h1>{t('menu.help')}</h1>
      <p class="fr-text--lead">{t('help.lead')}</p>
      {member && (
        <PostButton action="/premiers-pas/reprendre" class="fr-btn fr-btn--sm fr-btn--tertiary fr-mb-4w">
          {t('tour.again')}
        </PostButton>
      )}
      <section class="fr-mb-4w">
        <h2 class="fr-h4">{t('help.loss')}</h2>
        <p>{t('help.loss.text')}</p>
      </section>
      <section class="fr-mb-4w">
        <h2 class="fr-h4">{t('incident.help')}</h2>
        <p>{t('incident.help.text')}</p>
        <p>
          <a class="fr-btn fr-btn--secondary jeton-btn--alarm" href="/incidents/signaler">
            {t('incident.report')}
          </a>
        </p>
      </section>
      {shown.map((role) => (
        <section key={role} class="fr-mb-4w">
          <h2 class="fr-h4">{t(`role.${role}`)}</h2>
          <ol>
            {STEPS[role].map((key) => (
              <li key={key}>{t(key)}</li>
            ))}
          </ol>
          <p>
            <a class="fr-link fr-icon-arrow-right-line fr-link--icon-right" href={`/aide/${GUIDES[role].address}`}>
              {t('guide.open')}
              <span class="fr-sr-only"> {t(`role.${role}`)}</span>
            </a>
          </p>
        </section>
      ))}
    </div>
  );
}

const STEPS: Readonly<Record<Role, readonly Key[]>> = {
  agent: ['help.agent.1', 'help.agent.2', 'help.agent.3', 'help.agent.4'],
  correspondent: ['help.correspondent.1', 'help.correspondent.2', 'help.correspondent.3', 'help.correspondent.4'],
  approver: ['help.approver.1', 'help.approver.2', 'help.approver.3'],
  technician: ['help.technician.1', 'help.technician.2', 'help.technician.3', 'help.technician.4', 'help.technician.5'],
  'security-officer': ['help.officer.1', 'help.officer.2', 'help.officer.3'],
  auditor: ['help.auditor.1', 'help.auditor.2', 'help.auditor.3'],
  administrator: ['help.administrator.1', 'help.administrator.2', 'help.administrator.3'],
  supervisor: ['help.supervisor.1', 'help.supervisor.2'],
};
