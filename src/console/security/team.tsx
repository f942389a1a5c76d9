import { ROLES } from '../../book/tables/codes.ts';
import type { GrantRow } from '../../book/tables/rows/people.ts';
import type { TeamLacks, TeamMember } from '../../flow/people/team.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { lastDay } from '../frame/dates.ts';

export interface TeamProps {
  members: readonly TeamMember[];
  lacks: readonly TeamLacks[];
}

/** « Équipe »: who works here, what these people cannot do, and who would help, before anybody runs into it. */
export function Team({ members, lacks }: TeamProps) {
  const { t, language } = useVisit();
  return (
    <section class="fr-mt-6w" id="equipe">
      <h2 class="fr-h4">{t('team.title')}</h2>
      <p>{t(lacks.length === 0 ? 'team.whole' : 'team.lacks')}</p>
      <ul>
        {lacks.map(({ sentence, scenarios }) => (
          <li key={sentence.fr}>
            {sentence[language]}
            <br />
            <span class="jeton-small">
              {t('team.stands', { names: scenarios.map((scenario) => scenario[language]).join(' – ') })}
            </span>
          </li>
        ))}
      </ul>
      <Table caption={t('team.members')} head={[t('label.name'), t('label.role')]} empty={t('people.none')}>
        {members.map(({ id, name, grants }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            <td>
              <Roles grants={grants} />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** Each role once, with its end where it has one. */
function Roles({ grants }: { grants: readonly GrantRow[] }) {
  const { t, language } = useVisit();
  const held = ROLES.flatMap((role) => {
    const all = grants.filter((grant) => grant.role === role);
    const ends = all.flatMap(({ validUntil }) => validUntil ?? []);
    const ended = all.length > 0 && ends.length === all.length;
    const until = ended ? ` (${t('team.until', { day: lastDay(language, Math.max(...ends)) })})` : '';
    return all.length === 0 ? [] : [t(`role.${role}`) + until];
  });
  return <>{held.join(', ')}</>;
}
